/** What every page does: the switch between light and dark, and suggestions while one types in the search box. */

import { find, need } from "../dom";
import { suggest } from "../suggestions";
import { choose, onThemeChange, theme } from "../theme";

const toggle = find("[data-theme-toggle]", HTMLButtonElement);
if (toggle) {
  const show = () => toggle.setAttribute("aria-pressed", String(theme() === "dark"));
  toggle.hidden = false;
  toggle.addEventListener("click", () => choose(theme() === "dark" ? "light" : "dark"));
  onThemeChange(show);
  show();
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-suggest]")) {
  const { suggest: source = "", base = "" } = form.dataset;
  suggest(need('input[name="q"]', HTMLInputElement, form), source, base);
}
