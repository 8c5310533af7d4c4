/** The page of a question in a release, asked with values that it has no answer to: how to ask with them. */

import { element, need } from "./dom";

const PLAIN = /^[\w=/.,:-]+$/;

/** Puts the values in the page's address into the command to copy, and says so above the answer to the defaults. */
export function showAsked(command: HTMLElement): void {
  const given = [...new URLSearchParams(location.search)].map(([name, value]) => `${name}=${value}`);
  if (given.length === 0) return;
  command.textContent = ["minegraph query", command.dataset.question, ...given.map((one) => `-p ${quoted(one)}`)].join(
    " ",
  );
  const asked = `You came to ask with ${given.join(", ")}. The answer on this page is to the values below. `;
  const how = element("a", { href: "#ask" }, "How to ask with yours");
  need("h1", HTMLElement).after(element("p", { class: "notice" }, asked, how));
}

function quoted(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
