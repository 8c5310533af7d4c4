/** A page that asks again how things stand, and takes over what has changed without disturbing what one types. */

import { announce, find } from "./dom";

const PAUSE = 1000;
const MOST_FAILURES = 5;

/** Looks again until nothing is under way any more; `renewed` is given each region that was replaced. */
export function wait(renewed: (region: HTMLElement) => void): void {
  let failures = 0;
  const look = async () => {
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (response.redirected || !response.ok || !isOfSameKind(page)) {
        location.replace(response.url);
        return;
      }
      failures = 0;
      takeOver(page, renewed);
      if (!find("[data-waiting]", Element, page)) return;
    } catch {
      failures += 1;
      if (failures === MOST_FAILURES) {
        announce("The server cannot be reached.");
        return;
      }
    }
    setTimeout(look, PAUSE);
  };
  setTimeout(look, PAUSE);
}

function isOfSameKind(page: Document): boolean {
  const here = names(document);
  return here.length > 0 && here.join() === names(page).join();
}

function names(page: Document): string[] {
  return [...page.querySelectorAll<HTMLElement>("[data-live]")].map((region) => region.dataset.live ?? "");
}

/** What was last taken over, as the server wrote it: a script may have changed it on the page since. */
const taken = new Map<string, string>();

function takeOver(page: Document, renewed: (region: HTMLElement) => void): void {
  document.title = page.title;
  for (const next of page.querySelectorAll<HTMLElement>("[data-live]")) {
    const name = next.dataset.live ?? "";
    const region = find(`[data-live="${name}"]`, HTMLElement);
    const html = next.innerHTML;
    if (!region || html === (taken.get(name) ?? region.innerHTML)) continue;
    taken.set(name, html);
    region.replaceChildren(...next.childNodes);
    const said = find('[role="status"], [role="alert"]', HTMLElement, region);
    if (said) announce(said.textContent ?? "");
    renewed(region);
  }
}
