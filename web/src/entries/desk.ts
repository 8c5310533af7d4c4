/** The pages of the desk: they go on by themselves while something is under way, and reports can be filtered. */

import { find } from "../dom";
import { enliven } from "../report";
import { wait } from "../waiting";

const report = find("[data-report]", HTMLElement);
if (report) enliven(report);
if (find("[data-waiting]", HTMLElement)) {
  wait((region) => {
    const renewed = find("[data-report]", HTMLElement, region);
    if (renewed) enliven(renewed);
  });
}
