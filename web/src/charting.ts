/** An answer as a chart, with a choice of what names the rows and what is drawn. */

import { bars, type Datum, line } from "./chart";
import { element, find } from "./dom";
import { saveSvg } from "./download";
import { counted, isNumber, type Naming, type Row, type Rows, text } from "./results";
import { token } from "./theme";

const MOST_BARS = 40;
const MOST_POINTS = 500;
const PADDING = 16;
const LEAST_ROOM = 260;

/** Whether rows have a number to draw. */
export function isChartable(answer: Rows): boolean {
  return answer.rows.length > 0 && numeric(answer).length > 0;
}

/** Draws rows in a view, in place of what is in it. */
export function showChart(view: HTMLElement, answer: Rows, naming: Naming): void {
  const values = numeric(answer);
  const others = answer.variables.filter((name) => name !== values.at(-1));
  const names = select("Name", others, best(answer, others));
  const numbers = select("Number", values, values.at(-1) ?? "");
  const frame = element("div", { class: "chart-frame" });
  const picture = element("button", { type: "button" }, "Download PNG");
  const draw = () => {
    const [name, number] = [names.control.value, numbers.control.value];
    drawChart(
      frame,
      answer.rows.flatMap((row) => datum(row, name, number, naming)),
      `${number} by ${name}`,
    );
  };
  for (const { control } of [names, numbers]) control.addEventListener("change", draw);
  picture.addEventListener("click", () => {
    const drawn = find("svg", SVGSVGElement, frame);
    if (drawn) void saveSvg(drawn, "answer.png", token("--card"));
  });
  view.replaceChildren(element("div", { class: "row" }, names.label, numbers.label, picture), frame);
  draw();
}

/** A line where every name is a year or a day, else bars; of very many rows, the first ones. */
function drawChart(frame: HTMLElement, data: Datum[], title: string): void {
  const isLine = data.length > 2 && data.every(({ at }) => at !== undefined);
  const most = isLine ? MOST_POINTS : MOST_BARS;
  const room = Math.max(frame.clientWidth - 2 * PADDING, LEAST_ROOM);
  const drawn = isLine ? line(data.slice(0, most), title, room) : bars(data.slice(0, most), title, room);
  const rest =
    data.length > most
      ? [element("p", { class: "notice" }, `The first ${most} of ${counted(data.length, "row")} are drawn.`)]
      : [];
  frame.replaceChildren(...rest, drawn);
}

function datum(row: Row, name: string, number: string, naming: Naming): Datum[] {
  const value = row[number];
  if (!isNumber(value)) return [];
  const label = row[name];
  const isDay = label?.type === "literal" && /#(date|dateTime|gYear|gYearMonth|integer)$/.test(label.datatype ?? "");
  const at = isDay ? whenOf(label.value) : undefined;
  return [{ name: text(label, naming), value: Number(value?.value), at }];
}

function whenOf(value: string): number | undefined {
  if (/^-?\d+$/.test(value)) return Number(value);
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

/** The columns that have numbers. */
function numeric({ variables, rows }: Rows): string[] {
  return variables.filter(
    (name) => rows.some((row) => isNumber(row[name])) && rows.every((row) => !row[name] || isNumber(row[name])),
  );
}

/** The column that names rows best: one of texts, else the first. */
function best({ rows }: Rows, names: string[]): string {
  const isText = (name: string) => rows.some((row) => row[name]?.type === "literal" && !isNumber(row[name]));
  return names.find(isText) ?? names[0] ?? "";
}

function select(label: string, names: string[], chosen: string): { label: HTMLElement; control: HTMLSelectElement } {
  const control = element("select", {}, ...names.map((name) => element("option", { selected: name === chosen }, name)));
  return { label: element("label", {}, `${label} `, control), control };
}
