/** The state of a page as the query of its URL, so that every state can be linked, reloaded and gone back to. */

export type State = Record<string, string>;

/** The values in the page's URL for the names of `defaults`, which stand in for what is missing. */
export function readState<Named extends State>(defaults: Named): Named {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, query.get(name) ?? value])) as Named;
}

/** The page's path and query for a state; what equals its default is left out. */
export function stateUrl<Named extends State>(state: Named, defaults: Named, path = location.pathname): string {
  const query = new URLSearchParams(Object.entries(state).filter(([name, value]) => value !== defaults[name]));
  return query.size > 0 ? `${path}?${query}` : path;
}

/** Shows a state in the address bar as a step of the history. */
export function pushState<Named extends State>(state: Named, defaults: Named): void {
  const url = stateUrl(state, defaults);
  if (url !== location.pathname + location.search) history.pushState(null, "", url);
}

/** Shows a state in the address bar in place of the present one: for sliders and other moves too small for a step. */
export function replaceState<Named extends State>(state: Named, defaults: Named): void {
  history.replaceState(null, "", stateUrl(state, defaults));
}

/** Calls back with the state whenever the visitor goes back or forward. */
export function onTravel<Named extends State>(defaults: Named, show: (state: Named) => void): void {
  addEventListener("popstate", () => show(readState(defaults)));
}
