/** Runs before the first paint, as a classic script in the head, so that a chosen theme never flashes. */

import { apply } from "../theme";

apply();
