/** Simple charts of rows: bars for things, a line for years and days. */

import { svg } from "./dom";

/** One value under a name; `at` is where it lies along a line, for years and days. */
export interface Datum {
  name: string;
  value: number;
  at: number | undefined;
}

const WIDTH = 900;
const ROW = 26;
const LABEL = 260;
const VALUE = 70;
const HEIGHT = 360;
const MARGIN = { left: 70, right: 24, top: 20, bottom: 44 };
const NAME_LENGTH = 38;

/** Bars from left to right, one below another; the longest is the largest value. */
export function bars(data: Datum[], title: string): SVGSVGElement {
  const largest = Math.max(...data.map(({ value }) => Math.abs(value)), 1e-9);
  const room = WIDTH - LABEL - VALUE;
  const rows = data.map(({ name, value }, index) => {
    const top = index * ROW;
    const length = (Math.abs(value) / largest) * room;
    const kind = value < 0 ? "complementarity" : "similarity";
    return svg(
      "g",
      {},
      svg("title", {}, `${name}: ${shown(value)}`),
      svg("text", { x: LABEL - 10, y: top + 17, class: "name" }, shortened(name)),
      svg("rect", { x: LABEL, y: top + 4, width: length, height: ROW - 8, class: kind }),
      svg("text", { x: LABEL + length + 8, y: top + 17, class: "value" }, shown(value)),
    );
  });
  return drawing(data.length * ROW, title, rows);
}

/** A line through values in the order of where they lie, with both axes. */
export function line(data: Datum[], title: string): SVGSVGElement {
  const points = data
    .flatMap(({ name, value, at }) => (at === undefined ? [] : [{ name, value, at }]))
    .sort((one, other) => one.at - other.at);
  const across = scale(
    points.map(({ at }) => at),
    MARGIN.left,
    WIDTH - MARGIN.right,
  );
  const up = scale([0, ...points.map(({ value }) => value)], HEIGHT - MARGIN.bottom, MARGIN.top);
  const path = points.map(({ at, value }, index) => `${index === 0 ? "M" : "L"}${across(at)} ${up(value)}`).join("");
  const dots = points.map(({ name, at, value }) =>
    svg("circle", { cx: across(at), cy: up(value), r: 4, class: "dot" }, svg("title", {}, `${name}: ${shown(value)}`)),
  );
  const levels = ticks(
    Math.min(0, ...points.map(({ value }) => value)),
    Math.max(0, ...points.map(({ value }) => value)),
  );
  return drawing(HEIGHT, title, [
    ...levels.map((level) => levelLine(level, up(level))),
    svg("path", { d: path, class: "line" }),
    ...dots,
    ...names(points, across),
  ]);
}

function levelLine(level: number, y: number): SVGElement {
  return svg(
    "g",
    {},
    svg("line", { x1: MARGIN.left, x2: WIDTH - MARGIN.right, y1: y, y2: y, class: "level" }),
    svg("text", { x: MARGIN.left - 8, y: y + 4, class: "name" }, shown(level)),
  );
}

/** The names along the bottom: as many as there is room for. */
function names(points: { name: string; at: number }[], across: (at: number) => number): SVGElement[] {
  const every = Math.ceil(points.length / 10);
  return points
    .filter((_, index) => index % every === 0)
    .map(({ name, at }) => svg("text", { x: across(at), y: HEIGHT - 18, class: "below" }, name));
}

function drawing(height: number, title: string, parts: SVGElement[]): SVGSVGElement {
  const frame = { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": title, class: "chart" };
  return svg("svg", frame, ...parts);
}

function scale(values: number[], start: number, end: number): (value: number) => number {
  const least = Math.min(...values);
  const span = Math.max(...values) - least || 1;
  return (value) => Math.round((start + ((value - least) / span) * (end - start)) * 10) / 10;
}

/** Round numbers from about the least to about the most: 1, 2 or 5 times a power of ten apart. */
export function ticks(least: number, most: number): number[] {
  const rough = (most - least || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(least / step);
  const last = Math.floor(most / step);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

function shown(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: 3 });
}

function shortened(name: string): string {
  return name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 1)}…` : name;
}
