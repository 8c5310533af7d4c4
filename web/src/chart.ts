/** Simple charts of rows: bars for things, a line for years and days. */

import { svg } from "./dom";

/** One value under a name; `at` is where it lies along a line, for years and days. */
export interface Datum {
  name: string;
  value: number;
  at: number | undefined;
}

const ROW = 26;
const MOST_WIDTH = 900;
/** The part of the width that names get: more where there is little. */
const NAMES = { wide: 0.3, narrow: 0.43, below: 500 };
const VALUE = 54;
const HEIGHT = 360;
const MARGIN = { left: 70, right: 24, top: 20, bottom: 44 };
/** Pixels that a letter takes, and a name below a line. */
const LETTER = 8;
const BELOW = 80;

/** Bars from left to right, one below another, in a room of so many pixels; the longest is the largest value. */
export function bars(data: Datum[], title: string, room: number): SVGSVGElement {
  const width = Math.min(room, MOST_WIDTH);
  const label = Math.round(width * (width < NAMES.below ? NAMES.narrow : NAMES.wide));
  const letters = Math.floor((label - 10) / LETTER);
  const largest = Math.max(...data.map(({ value }) => Math.abs(value)), 1e-9);
  const longest = width - label - VALUE;
  const rows = data.map(({ name, value }, index) => {
    const top = index * ROW;
    const length = (Math.abs(value) / largest) * longest;
    const kind = value < 0 ? "complementarity" : "similarity";
    return svg(
      "g",
      {},
      svg("title", {}, `${name}: ${shown(value)}`),
      svg("text", { x: label - 10, y: top + 17, class: "name" }, shortened(name, letters)),
      svg("rect", { x: label, y: top + 4, width: length, height: ROW - 8, class: kind }),
      svg("text", { x: label + length + 8, y: top + 17, class: "value" }, shown(value)),
    );
  });
  return drawing(width, data.length * ROW, title, rows);
}

/** A line through values in the order of where they lie, with both axes, in a room of so many pixels. */
export function line(data: Datum[], title: string, room: number): SVGSVGElement {
  const width = Math.min(room, MOST_WIDTH);
  const points = data
    .flatMap(({ name, value, at }) => (at === undefined ? [] : [{ name, value, at }]))
    .sort((one, other) => one.at - other.at);
  const across = scale(
    points.map(({ at }) => at),
    MARGIN.left,
    width - MARGIN.right,
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
  return drawing(width, HEIGHT, title, [
    ...levels.map((level) => levelLine(level, up(level), width)),
    svg("path", { d: path, class: "line" }),
    ...dots,
    ...names(points, across, width),
  ]);
}

function levelLine(level: number, y: number, width: number): SVGElement {
  return svg(
    "g",
    {},
    svg("line", { x1: MARGIN.left, x2: width - MARGIN.right, y1: y, y2: y, class: "level" }),
    svg("text", { x: MARGIN.left - 8, y: y + 4, class: "name" }, shown(level)),
  );
}

/** The names along the bottom: as many as there is room for. */
function names(points: { name: string; at: number }[], across: (at: number) => number, width: number): SVGElement[] {
  const every = Math.ceil(points.length / (width / BELOW));
  return points
    .filter((_, index) => index % every === 0)
    .map(({ name, at }) => svg("text", { x: across(at), y: HEIGHT - 18, class: "below" }, name));
}

function drawing(width: number, height: number, title: string, parts: SVGElement[]): SVGSVGElement {
  const frame = { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": title, class: "chart" };
  return svg("svg", frame, ...parts);
}

function scale(values: number[], start: number, end: number): (value: number) => number {
  const least = Math.min(...values);
  const span = Math.max(...values) - least || 1;
  return (value) => Math.round((start + ((value - least) / span) * (end - start)) * 10) / 10;
}

/** Round numbers from about the least to about the most: 1, 2 or 5 times a power of ten apart. */
function ticks(least: number, most: number): number[] {
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

function shortened(name: string, letters: number): string {
  return name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
}
