/** What the address leads to is shown, also where a browser does not open the details around it by itself. */

/** Opens the details around the target of the address, now and whenever it changes. */
export function unfoldTarget(): void {
  addEventListener("hashchange", unfold);
  unfold();
}

function unfold(): void {
  const target = document.querySelector(":target");
  const closed = target?.parentElement?.closest("details:not([open])");
  if (!target || !closed) return;
  for (let at: Element | null | undefined = closed; at; at = at.parentElement?.closest("details")) {
    at.setAttribute("open", "");
  }
  target.scrollIntoView();
}
