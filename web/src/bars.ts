/** The parts of scores as bars, as the server draws them, and as a picture to keep. */

import { svg } from "./dom";
import { saveSvg } from "./download";
import { type Component, withMinus } from "./ranking";
import { token } from "./theme";

/** A row of a picture: pieces between 0 and 1 beside each other, a label, and a number. */
export interface PictureRow {
  label: string;
  number: string;
  pieces: { kind: string; start: number; size: number }[];
  heading?: boolean;
}

const LENGTH = 1000;
const ROW = 30;
const WIDTH = 1000;
const LABEL = 440;
const NUMBER = 80;
const LONGEST_LABEL = 56;
const KEY = 190;

/** What adds to a score, strongest first, with what is taken off veiled, and a mark at the score. */
export function bar(components: Component[], parts: number[], score: number, longest: number): SVGSVGElement {
  const unit = longest > 0 ? LENGTH / longest : 0;
  const adding = strongestFirst(components, parts).filter(({ part }) => part > 0);
  const shapes: SVGElement[] = [];
  let at = 0;
  for (const { component, part } of adding) {
    shapes.push(piece(component.kind, at, part * unit, `${component.label}: +${part.toFixed(3)}`));
    at += part * unit;
  }
  const taken = withMinus((score - at / (unit || 1)).toFixed(3));
  shapes.push(piece("off", score * unit, at - score * unit, `taken off: ${taken}`));
  shapes.push(piece("mark", score * unit - 1, 3, `score: ${score.toFixed(3)}`));
  const track = svg("rect", { class: "track", y: 6, width: LENGTH, height: 2 });
  const view = { class: "bar", viewBox: `0 0 ${LENGTH} 14`, preserveAspectRatio: "none", role: "img" };
  return svg("svg", { ...view, "aria-label": `score ${score.toFixed(3)}` }, track, ...shapes);
}

/** The pieces of a bar on the page, as a picture draws them. */
export function piecesOf(bar: ParentNode): PictureRow["pieces"] {
  return [...bar.querySelectorAll<SVGRectElement>("rect:not(.track)")].map((shape) => ({
    kind: shape.getAttribute("class") ?? "",
    start: Number(shape.getAttribute("x") ?? 0) / LENGTH,
    size: Number(shape.getAttribute("width")) / LENGTH,
  }));
}

/** All that adds to a score. */
export function gain(parts: number[]): number {
  return parts.reduce((sum, part) => sum + Math.max(part, 0), 0);
}

/** The kind of the component that adds most. */
export function strongestKind(components: Component[], parts: number[]): string {
  return strongestFirst(components, parts)[0]?.component.kind ?? "similarity";
}

/** Offers rows of bars as a PNG under a title. */
export async function savePicture(name: string, title: string, rows: PictureRow[]): Promise<void> {
  const drawing = picture(title, rows);
  document.body.append(drawing);
  try {
    await saveSvg(drawing, name, token("--paper"));
  } finally {
    drawing.remove();
  }
}

function picture(title: string, rows: PictureRow[]): SVGSVGElement {
  const height = ROW * (rows.length + 3.2);
  const drawing = svg(
    "svg",
    { class: "picture", viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height },
    text(title, 16, ROW * 1.1, "title"),
    ...rows.flatMap((row, at) => pictureRow(row, ROW * (at + 1.6))),
    ...legend(height - ROW),
    text("minegraph", WIDTH - 16, height - 12, "small end"),
  );
  return drawing;
}

/** What the colours mean, as the page says it. */
function legend(top: number): SVGElement[] {
  return [...document.querySelectorAll<HTMLElement>("ul.legend li")].flatMap((key, at) => [
    svg("rect", {
      class: key.querySelector("rect")?.getAttribute("class") ?? undefined,
      x: 16 + at * KEY,
      y: top + 6,
      width: 12,
      height: 12,
    }),
    text(key.textContent?.trim() ?? "", 34 + at * KEY, top + 17, "small"),
  ]);
}

function pictureRow({ label, number, pieces, heading }: PictureRow, top: number): SVGElement[] {
  const room = WIDTH - LABEL - NUMBER - 32;
  const shapes = pieces.map(({ kind, start, size }) =>
    svg("rect", {
      class: kind,
      x: LABEL + start * room,
      y: top + 6,
      width: Math.max(size * room, 1),
      height: ROW - 12,
    }),
  );
  const baseline = top + ROW / 2 + 5;
  const words = text(
    label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label,
    16,
    baseline,
    heading ? "heading" : "",
  );
  return [...shapes, words, text(number, WIDTH - 16, baseline, "end")];
}

function text(words: string, x: number, y: number, name: string): SVGTextElement {
  return svg("text", { x, y, class: name || undefined }, words);
}

function piece(kind: string, start: number, size: number, title: string): SVGRectElement {
  const x = Math.max(start, 0).toFixed(2);
  const width = Math.max(size - 1.5, 1).toFixed(2);
  return svg("rect", { class: kind, x, width, height: 14 }, svg("title", {}, title));
}

function strongestFirst(components: Component[], parts: number[]): { component: Component; part: number }[] {
  return components
    .map((component, at) => ({ component, part: parts[at] ?? 0 }))
    .sort(
      (one, other) =>
        other.part - one.part ||
        one.component.kind.localeCompare(other.component.kind) ||
        one.component.name.localeCompare(other.component.name),
    );
}
