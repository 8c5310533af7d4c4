/** All regions against all others as a heat map: a table to walk with the arrow keys, whose cells open pairs. */

import { type Attributes, element } from "./dom";
import { saveCanvas } from "./download";
import { matrixPicture } from "./matrix-picture";
import { shownScore } from "./ranking";

/** What `/synergies.json` holds. */
interface MatrixData {
  profile: string;
  regions: { iri: string; label: string; country: string | null }[];
  scores: (number | null)[][];
  coverage: number[][];
}

const STEPS = 10;
const LITTLE = 0.5;
const STRONGEST = 0.99;
const MOVES: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export class Matrix {
  private readonly cells: HTMLTableCellElement[][] = [];
  /** From this score on, cells have the strongest colour: few lie above. */
  private readonly most: number;
  private readonly said: HTMLElement;
  private at: [number, number] = [0, 1];

  constructor(
    private readonly data: MatrixData,
    private readonly query: string,
  ) {
    this.most = percentile(data.scores.flat().filter((score) => score !== null && score > 0) as number[], STRONGEST);
    this.said = element(
      "p",
      { class: "matrix-said", "aria-live": "polite" },
      "Point at a cell, or walk with the arrow keys.",
    );
  }

  /** Shows the matrix in a container. */
  show(container: HTMLElement): void {
    const table = this.table();
    const scroll = element("div", { class: "scroll heat", "data-zoom": "2" }, table);
    container.replaceChildren(this.said, scroll, this.legend(), zoom(scroll));
    table.addEventListener("pointerover", (event) => this.pointed(event.target));
    table.addEventListener("focusin", (event) => this.pointed(event.target));
    table.addEventListener("click", (event) => this.chosen(event.target));
    table.addEventListener("keydown", (event) => this.pressed(event));
    this.cell(...this.at)?.setAttribute("tabindex", "0");
  }

  /** Offers the matrix as a PNG. */
  async save(name: string, title: string): Promise<void> {
    const names = this.data.regions.map(named);
    const steps = this.data.scores.map((line) => line.map((score) => (score === null ? null : this.step(score))));
    const colours = Array.from({ length: STEPS }, (_, step) => `--heat-${step}`);
    await saveCanvas(matrixPicture({ title, names, steps, colours, most: this.most.toFixed(2) }), name);
  }

  private table(): HTMLTableElement {
    const { regions } = this.data;
    const heads = regions.map((region) =>
      element("th", { scope: "col", title: region.label }, element("span", {}, named(region))),
    );
    const head = element("thead", {}, element("tr", {}, element("td", {}), ...heads));
    const body = element("tbody", {}, ...regions.map((_, row) => this.row(row)));
    const label = "Scores: rows are regions, columns their possible partners. Enter opens the pair.";
    return element("table", { role: "grid", "aria-label": label, class: "matrix" }, head, body);
  }

  private row(row: number): HTMLTableRowElement {
    const region = this.data.regions[row];
    const cells = this.data.regions.map((_, column) => this.newCell(row, column));
    this.cells.push(cells);
    const link = element(
      "a",
      { href: `/synergies/${code(region?.iri)}${this.query}`, tabindex: -1 },
      region && named(region),
    );
    return element("tr", {}, element("th", { scope: "row" }, link), ...cells);
  }

  private newCell(row: number, column: number): HTMLTableCellElement {
    const score = this.data.scores[row]?.[column] ?? null;
    const little = (this.data.coverage[row]?.[column] ?? 0) < LITTLE;
    const names = score === null ? ["none"] : [`h${this.step(score)}`, ...(little ? ["little"] : [])];
    const attributes: Attributes = { class: names.join(" "), "data-at": `${row},${column}`, tabindex: -1 };
    return element("td", attributes, score ? score.toFixed(2).slice(1) : "");
  }

  private step(score: number): number {
    return score <= 0 ? 0 : Math.min(Math.ceil((score / this.most) * (STEPS - 1)), STEPS - 1);
  }

  private cell(row: number, column: number): HTMLTableCellElement | undefined {
    return this.cells[row]?.[column];
  }

  private pointed(target: EventTarget | null): void {
    const at = position(target);
    if (!at) return;
    const words = this.words(...at);
    this.said.textContent = words;
    this.cell(...at)?.setAttribute("aria-label", words);
  }

  private words(row: number, column: number): string {
    const [seeker, partner] = [this.data.regions[row], this.data.regions[column]];
    const score = this.data.scores[row]?.[column] ?? null;
    if (row === column) return `${seeker?.label}: the same region`;
    if (score === null) return `${seeker?.label} and ${partner?.label} share territory`;
    const known = Math.round(100 * (this.data.coverage[row]?.[column] ?? 0));
    return `${seeker?.label} gains ${shownScore(score)} from ${partner?.label}; ${known} % of facets known of both`;
  }

  private chosen(target: EventTarget | null): void {
    const at = position(target);
    if (!at || (this.data.scores[at[0]]?.[at[1]] ?? null) === null) return;
    const [row, column] = at.map((place) => code(this.data.regions[place]?.iri));
    location.assign(`/synergies/${row}/with/${column}${this.query}`);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Enter") this.chosen(event.target);
    const [row, column] = this.at;
    const last = this.cells.length - 1;
    const to = { Home: [row, 0], End: [row, last] }[event.key] ?? moved(this.at, MOVES[event.key]);
    const next = to && this.cell(to[0] ?? 0, to[1] ?? 0);
    if (!next) return;
    event.preventDefault();
    this.cell(row, column)?.setAttribute("tabindex", "-1");
    this.at = [to[0] ?? 0, to[1] ?? 0];
    next.setAttribute("tabindex", "0");
    next.focus();
  }

  private legend(): HTMLElement {
    const swatches = Array.from({ length: STEPS }, (_, step) => element("i", { class: `h${step}` }));
    const scale = element("span", { class: "scale", "aria-hidden": "true" }, ...swatches);
    return element(
      "ul",
      { class: "legend" },
      element("li", {}, "0 ", scale, ` ${this.most.toFixed(2)} and more`),
      key("h7 little", "less than half of the facets known of both"),
      key("none", "the same region, or shared territory"),
    );
  }
}

function key(name: string, words: string): HTMLElement {
  return element("li", {}, element("i", { class: `${name} swatch`, "aria-hidden": "true" }), ` ${words}`);
}

function zoom(scroll: HTMLElement): HTMLElement {
  const sizes = ["small", "middle", "large"].map((name, at) => {
    const value = String(at + 1);
    const radio = element("input", { type: "radio", name: "zoom", value, checked: value === scroll.dataset.zoom });
    radio.addEventListener("change", () => {
      scroll.dataset.zoom = value;
    });
    return element("label", {}, radio, ` ${name}`);
  });
  return element("fieldset", { class: "choices" }, element("legend", {}, "Size"), ...sizes);
}

function percentile(numbers: number[], share: number): number {
  const sorted = numbers.sort((one, other) => one - other);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 1;
}

function moved(at: [number, number], way: [number, number] | undefined): [number, number] | undefined {
  return way && [at[0] + way[0], at[1] + way[1]];
}

function position(target: EventTarget | null): [number, number] | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-at]") : null;
  const [row, column] = (cell?.dataset.at ?? "").split(",").map(Number);
  return row === undefined || column === undefined ? undefined : [row, column];
}

/** A region with its country in front: neighbours stand together. */
function named({ country, label }: MatrixData["regions"][number]): string {
  return country ? `${country} ${label}` : label;
}

function code(iri = ""): string {
  return iri.slice(iri.lastIndexOf("/") + 1);
}
