/** The page's colours: light or dark, as the system prefers unless the visitor chose. */

type Theme = "light" | "dark";

const KEY = "minegraph-theme";
const CHANGED = "minegraph-theme-changed";
const prefersDark = matchMedia("(prefers-color-scheme: dark)");

/** What is shown now. */
export function theme(): Theme {
  return chosen() ?? preferred();
}

/** Takes the visitor's choice to this and later pages; choosing what the system prefers follows the system again. */
export function choose(wanted: Theme): void {
  if (wanted === preferred()) remember(undefined);
  else remember(wanted);
  apply();
  document.dispatchEvent(new Event(CHANGED));
}

/** Marks the document with the visitor's choice. */
export function apply(): void {
  const wanted = chosen();
  if (wanted) document.documentElement.dataset.theme = wanted;
  else delete document.documentElement.dataset.theme;
}

/** The colour that a design token of style.css has at this moment: `--map-land`, for instance, as `rgb(…)`. */
export function token(name: string): string {
  const probe = document.body.appendChild(document.createElement("span"));
  probe.style.color = `var(${name})`;
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

/** Calls back whenever the colours change, for what is drawn on a canvas. */
export function onThemeChange(redraw: () => void): void {
  document.addEventListener(CHANGED, redraw);
  prefersDark.addEventListener("change", redraw);
}

function preferred(): Theme {
  return prefersDark.matches ? "dark" : "light";
}

function chosen(): Theme | undefined {
  const kept = storage()?.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : undefined;
}

function remember(wanted: Theme | undefined): void {
  if (wanted) storage()?.setItem(KEY, wanted);
  else storage()?.removeItem(KEY);
}

/** Browsers that keep nothing for this site throw at the first touch. */
function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
