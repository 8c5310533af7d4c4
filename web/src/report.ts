/** A report beside the rows of its file: findings can be filtered by severity, and light up with their cells. */

import { announce, element, need } from "./dom";

const SEVERITIES = ["Violation", "Warning", "Info"];
const WORDS: Record<string, string> = { Violation: "Violations", Warning: "Warnings", Info: "Remarks" };

/** Makes a report on the page do so. */
export function enliven(report: HTMLElement): void {
  const findings = [...report.querySelectorAll<HTMLElement>("[data-severity]")];
  if (findings.length === 0) return;
  addFilter(report, findings);
  for (const finding of findings) {
    for (const type of ["pointerenter", "focusin"]) finding.addEventListener(type, () => light(report, finding, true));
    for (const type of ["pointerleave", "focusout"])
      finding.addEventListener(type, () => light(report, finding, false));
  }
}

function addFilter(report: HTMLElement, findings: HTMLElement[]): void {
  const counts = SEVERITIES.map((severity) => findings.filter((one) => one.dataset.severity === severity).length);
  if (counts.filter((count) => count > 0).length < 2) return;
  const place = need("[data-filter]", HTMLElement, report);
  const choices = element("fieldset", { class: "choices" }, element("legend", {}, "Show"));
  const options = ["", ...SEVERITIES.filter((_, at) => counts[at])];
  for (const severity of options) {
    const count = severity ? counts[SEVERITIES.indexOf(severity)] : findings.length;
    const input = element("input", { type: "radio", name: "severity", value: severity, checked: severity === "" });
    input.addEventListener("change", () => show(findings, severity));
    choices.append(element("label", {}, input, `${severity ? WORDS[severity] : "All"} (${count})`));
  }
  place.append(choices);
  place.hidden = false;
}

function show(findings: HTMLElement[], severity: string): void {
  for (const finding of findings) finding.hidden = severity !== "" && finding.dataset.severity !== severity;
  const shown = findings.filter((finding) => !finding.hidden).length;
  announce(`${shown} of ${findings.length} findings are shown.`);
}

function light(report: HTMLElement, finding: HTMLElement, is: boolean): void {
  for (const link of report.querySelectorAll(`.sheets a[href="#${finding.id}"]`)) {
    link.parentElement?.classList.toggle("lit", is);
  }
}
