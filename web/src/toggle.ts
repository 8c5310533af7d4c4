/** The button that switches between light and dark. */

import { find } from "./dom";
import { choose, onThemeChange, theme } from "./theme";

/** Makes the button of the page work, and shows it. */
export function offerToggle(): void {
  const toggle = find("[data-theme-toggle]", HTMLButtonElement);
  if (!toggle) return;
  const show = () => toggle.setAttribute("aria-pressed", String(theme() === "dark"));
  toggle.hidden = false;
  toggle.addEventListener("click", () => choose(theme() === "dark" ? "light" : "dark"));
  onThemeChange(show);
  show();
}
