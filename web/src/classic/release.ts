/** What every page of a release does: the switch between light and dark, suggestions; search and questions on theirs. */

import { showAsked } from "../asked";
import { find } from "../dom";
import { addressOf, search } from "../name-files";
import { offerSearch } from "../search-page";
import { suggest } from "../suggestions";
import { offerToggle } from "../toggle";
import { unfoldTarget } from "../unfold";

offerToggle();
unfoldTarget();
const page = find("#found", HTMLElement);
const field = find("#search-page", HTMLInputElement);
for (const input of document.querySelectorAll<HTMLInputElement>('form[role="search"] input[name="q"]')) {
  if (input !== field) suggest(input, suggested);
}
if (page && field) offerSearch(field, page);
const command = find("[data-question]", HTMLElement);
if (command) showAsked(command);

async function suggested(text: string, most: number) {
  return (await search(text, most)).hits.map((hit) => ({ ...hit, href: addressOf(hit) }));
}
