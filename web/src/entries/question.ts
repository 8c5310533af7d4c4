/** The page of a question: suggestions for the things that its form asks for. */

import { served, suggest } from "../suggestions";

for (const input of document.querySelectorAll<HTMLInputElement>("input[data-things]")) {
  suggest(input, served("/search.json", input.dataset.base ?? ""), (href) => {
    input.value = href.replace(/^\/doc\//, "");
  });
}
