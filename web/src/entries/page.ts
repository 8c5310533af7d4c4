/** What every page does: the switch between light and dark, and suggestions while one types in the search box. */

import { need } from "../dom";
import { served, suggest } from "../suggestions";
import { offerToggle } from "../toggle";
import { unfoldTarget } from "../unfold";

offerToggle();
unfoldTarget();
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-suggest]")) {
  const { suggest: source = "", base = "" } = form.dataset;
  suggest(need('input[name="q"]', HTMLInputElement, form), served(source, base));
}
