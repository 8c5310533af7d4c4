/** The list of partners, put in another order without the server: what only the server knows comes with its answer. */

import { bar, gain } from "./bars";
import { element, find, need } from "./dom";
import { type Candidate, type Component, type Ranked, shownScore } from "./ranking";

/** Shows the best of a ranking of `all` regions, as many as the page lists; gives how many that are at most. */
export function showRanking(list: HTMLElement, components: Component[], ranking: Ranked[], all: number): number {
  const most = Number(list.dataset.shown);
  const listed = ranking.slice(0, most);
  const longest = Math.max(...listed.map(({ parts }) => gain(parts)), 0);
  const known = new Map([...list.children].map((row) => [(row as HTMLElement).dataset.place, row as HTMLElement]));
  const rows = listed.map((one, at) => {
    const row = known.get(one.candidate.id) ?? newRow(one.candidate);
    fill(row, at + 1, one.score, bar(components, one.parts, one.score, longest));
    return row;
  });
  list.replaceChildren(...rows);
  need("#partners-title", HTMLElement).textContent = heading(rows.length, most, all);
  return most;
}

function heading(count: number, most: number, all: number): string {
  if (count === 0) return "No partner found";
  return count === most && count < all
    ? `The ${count} best of ${all} regions`
    : `${count} of ${all} regions, best first`;
}

function fill(row: HTMLElement, rank: number, score: number, drawn: SVGSVGElement): void {
  row.dataset.score = String(score);
  need(".rank", HTMLElement, row).textContent = String(rank);
  need(".score", HTMLElement, row).textContent = shownScore(score);
  need("svg.bar", SVGSVGElement, row).replaceWith(drawn);
  find(".range", HTMLElement, row)?.replaceChildren();
}

function newRow({ id, label }: Candidate): HTMLLIElement {
  const link = element("a", { href: `${location.pathname}/with/${id}${location.search}` }, label);
  const rank = element("span", { class: "rank" });
  const score = element("span", { class: "score number" });
  const line = element("div", { class: "line" }, rank, element("h3", {}, link), score);
  return element("li", { "data-place": id }, line, bar([], [], 0, 0), element("p", { class: "why" }, "…"));
}
