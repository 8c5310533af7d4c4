/** The page of the SPARQL editor: asks, and shows what is answered as a table, on a map, or as a chart. */

import { bars, type Datum, line } from "../chart";
import { announce, element, embedded, find, need } from "../dom";
import { save, saveSvg } from "../download";
import { isMappable, located } from "../places";
import { getJson, problem } from "../request";
import { type Answer, isNumber, type Naming, type Row, read, table, text } from "../results";
import { token } from "../theme";

interface Offered {
  title: string;
  type: string;
  suffix: string;
}

interface Given extends Naming {
  endpoint: string;
  formats: Record<Answer["form"], Offered[]>;
}

type View = "table" | "map" | "chart";
type Rows = Extract<Answer, { form: "rows" }>;

const READABLE = "application/sparql-results+json, text/turtle;q=0.9";
const MOST_BARS = 40;
const MOST_POINTS = 500;
const PADDING = 16;
const LEAST_ROOM = 260;
const LONGEST_URL = 6000;
const WHERE = /line (\d+), column (\d+)/;

const given = embedded<Given>("ask-data");
const form = need("#ask", HTMLFormElement);
const outcome = need("#outcome", HTMLElement);
const refusal = need("#refusal", HTMLElement);
const results = need("#results", HTMLElement);
const views = need("#views", HTMLElement);
const view = need("#view", HTMLElement);
const cancel = need("#cancel", HTMLButtonElement);
const example = need("#example", HTMLSelectElement);
let asked = new AbortController();

const { Editor } = await import("../editor");
const first = need("#query", HTMLTextAreaElement).value;
const editor = await Editor.open(need("#editor", HTMLElement), first, given.prefixes, ask);
need("#keys", HTMLElement).hidden = false;
example.disabled = false;
example.addEventListener("change", () => void showExample(example.value));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
cancel.addEventListener("click", () => asked.abort());
addEventListener("popstate", () => {
  const query = new URLSearchParams(location.search).get("query");
  if (query) editor.text = query;
  if (query) void run();
});
if (new URLSearchParams(location.search).get("query")) void run();

async function showExample(name: string): Promise<void> {
  const query = (await getJson<Record<string, string>>("/ask/questions.json"))[name];
  if (query) editor.text = query;
}

/** Asks what is in the editor, as a step of the history. */
function ask(): void {
  const url = `${location.pathname}?${new URLSearchParams({ query: editor.text })}`;
  if (url.length < LONGEST_URL && url !== location.pathname + location.search) history.pushState(null, "", url);
  void run();
}

async function run(): Promise<void> {
  asked.abort();
  const mine = new AbortController();
  asked = mine;
  const query = editor.text;
  begin();
  const started = performance.now();
  try {
    const response = await post(query, READABLE, mine.signal);
    const limits = response.headers.get("minegraph-limits") ?? "";
    const answer = await read(response);
    finish(answer, (performance.now() - started) / 1000, limits);
    show(answer, query);
  } catch (error) {
    if (mine === asked)
      refuse(mine.signal.aborted ? "Stopped." : error instanceof Error ? error.message : String(error));
  } finally {
    if (mine === asked) cancel.hidden = true;
  }
}

async function post(query: string, accept: string, signal?: AbortSignal): Promise<Response> {
  const response = await fetch("/sparql", {
    method: "POST",
    headers: { Accept: accept },
    body: new URLSearchParams({ query }),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw await problem(response);
  return response;
}

function begin(): void {
  outcome.textContent = "Asking …";
  refusal.hidden = true;
  cancel.hidden = false;
}

function finish(answer: Answer, seconds: number, limits: string): void {
  const count = answer.form === "rows" ? `${counted(answer.rows.length, "row")} in ` : "";
  outcome.textContent = `${count}${seconds.toFixed(2)} s${withinLimits(limits)}.`;
}

/** What of an answer the endpoint allows, as its `minegraph-limits` header says: `seconds=10, rows=100000, bytes=…`. */
function withinLimits(limits: string): string {
  const { seconds, rows, bytes } = Object.fromEntries(limits.split(", ").map((limit) => limit.split("=")));
  if (!seconds || !rows || !bytes) return "";
  const size = `${Math.round(Number(bytes) / 2 ** 20)} MB`;
  return `. Limits for each: ${seconds} s, ${counted(Number(rows), "row")}, ${size}`;
}

/** Says what went wrong, and where in the query if that is known. */
function refuse(message: string): void {
  outcome.textContent = "";
  refusal.textContent = message;
  refusal.hidden = false;
  results.hidden = true;
  const [, row, column] = WHERE.exec(message) ?? [];
  if (row && column) editor.point(Number(row), Number(column));
}

function show(answer: Answer, query: string): void {
  results.hidden = false;
  need("#downloads", HTMLElement).replaceChildren(...downloads(answer, query));
  const elsewhere = need("#elsewhere", HTMLElement);
  elsewhere.hidden = false;
  need("#commands", HTMLElement).replaceChildren(...commands(query, answer.form));
  if (answer.form === "rows") showRows(answer);
  else {
    views.hidden = true;
    const plain = answer.form === "answer" ? (answer.answer ? "Yes." : "No.") : answer.text;
    view.replaceChildren(
      answer.form === "answer" ? element("p", { class: "lead" }, plain) : element("pre", { tabindex: 0 }, plain),
    );
  }
}

function showRows(answer: Rows): void {
  const possible: View[] = ["table"];
  if (isMappable(answer.variables, answer.rows, given)) possible.push("map");
  if (numeric(answer).length > 0 && answer.rows.length > 0) possible.push("chart");
  views.hidden = possible.length === 1;
  const legend = need("legend", HTMLLegendElement, views);
  views.replaceChildren(legend, ...possible.map((name) => choice(name, answer)));
  showAs("table", answer);
}

function choice(name: View, answer: Rows): HTMLElement {
  const radio = element("input", { type: "radio", name: "view", value: name, checked: name === "table" });
  radio.addEventListener("change", () => showAs(name, answer));
  return element("label", {}, radio, name);
}

function showAs(name: View, answer: Rows): void {
  if (name === "map") void showMap(answer);
  else if (name === "chart") showChart(answer);
  else if (answer.rows.length > 0) view.replaceChildren(...table(answer.variables, answer.rows, given));
  else {
    const open =
      "Nothing in the graph answers this. That does not mean that there is nothing: it may not be documented yet.";
    view.replaceChildren(element("p", { class: "empty" }, open));
  }
}

async function showMap({ variables, rows }: Rows): Promise<void> {
  const container = element("div", { class: "map", "aria-label": "Map of the answer" });
  view.replaceChildren(container);
  const [{ EuropeMap }, { places, areas }] = await Promise.all([
    import("../map"),
    located(variables, rows, given, async (query) => {
      const answer = await read(await post(query, READABLE));
      return answer.form === "rows" ? answer.rows : [];
    }),
  ]);
  const map = await EuropeMap.open(container);
  const go = ({ id }: { id: string }) => {
    if (id.startsWith(given.space)) location.assign(`/doc/${id.slice(given.space.length)}`);
  };
  map.showAreas(areas, go);
  map.showPlaces(places, go);
  const picture = element("button", { type: "button" }, "Download PNG");
  picture.addEventListener("click", () => void map.downloadPng("answer.png", "Answer"));
  const missing = rows.length - places.length - areas.length;
  const note = missing > 0 ? ` ${counted(missing, "row")} without a place of their own.` : "";
  view.append(
    element("p", { class: "soft" }, `${counted(places.length + areas.length, "place")} on the map.${note}`),
    picture,
  );
  announce(`${counted(places.length + areas.length, "place")} on the map.`);
}

function showChart(answer: Rows): void {
  const values = numeric(answer);
  const others = answer.variables.filter((name) => name !== values.at(-1));
  const names = select("Name", others, best(answer, others));
  const numbers = select("Number", values, values.at(-1) ?? "");
  const frame = element("div", { class: "chart-frame" });
  const picture = element("button", { type: "button" }, "Download PNG");
  const draw = () => drawChart(frame, answer, names.control.value, numbers.control.value);
  for (const { control } of [names, numbers]) control.addEventListener("change", draw);
  picture.addEventListener("click", () => {
    const drawn = find("svg", SVGSVGElement, frame);
    if (drawn) void saveSvg(drawn, "answer.png", token("--card"));
  });
  view.replaceChildren(element("div", { class: "row" }, names.label, numbers.label, picture), frame);
  draw();
}

/** A line where every name is a year or a day, else bars; of very many rows, the first ones. */
function drawChart(frame: HTMLElement, { rows }: Rows, name: string, number: string): void {
  const data = rows.flatMap((row) => datum(row, name, number));
  const isLine = data.length > 2 && data.every(({ at }) => at !== undefined);
  const most = isLine ? MOST_POINTS : MOST_BARS;
  const title = `${number} by ${name}`;
  const room = Math.max(frame.clientWidth - 2 * PADDING, LEAST_ROOM);
  const drawn = isLine ? line(data.slice(0, most), title, room) : bars(data.slice(0, most), title, room);
  const rest =
    data.length > most
      ? [element("p", { class: "notice" }, `The first ${most} of ${counted(data.length, "row")} are drawn.`)]
      : [];
  frame.replaceChildren(...rest, drawn);
}

function datum(row: Row, name: string, number: string): Datum[] {
  const value = row[number];
  if (!isNumber(value)) return [];
  const label = row[name];
  const isDay = label?.type === "literal" && /#(date|dateTime|gYear|gYearMonth|integer)$/.test(label.datatype ?? "");
  const at = isDay ? whenOf(label.value) : undefined;
  return [{ name: text(label, given), value: Number(value?.value), at }];
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

/** A button for each format that fits the answer; the query is asked again for it. */
function downloads(answer: Answer, query: string): HTMLElement[] {
  return given.formats[answer.form].map(({ title, type, suffix }) => {
    const button = element("button", { type: "button", "aria-label": `Download as ${title}` }, title);
    button.addEventListener("click", () => void download(query, type, suffix));
    return button;
  });
}

async function download(query: string, type: string, suffix: string): Promise<void> {
  try {
    save(await (await post(query, type)).blob(), `answer.${suffix}`);
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
  }
}

/** The same question for a terminal and for Python. */
function commands(query: string, answered: Answer["form"]): HTMLElement[] {
  const [first] = given.formats[answered];
  const quoted = query.replaceAll("'", "'\\''");
  const python = JSON.stringify(query).replaceAll("\\n", '\\n"\n    "');
  const wrapper = answered === "graph" ? "TURTLE" : "JSON";
  return [
    command("curl", `curl -H 'Accept: ${first?.type}' --data-urlencode 'query=${quoted}' ${given.endpoint}`),
    command(
      "Python, with SPARQLWrapper",
      `from SPARQLWrapper import ${wrapper}, SPARQLWrapper\n\nendpoint = SPARQLWrapper("${given.endpoint}")\nendpoint.setReturnFormat(${wrapper})\nendpoint.setQuery(\n    ${python}\n)\nanswer = endpoint.queryAndConvert()`,
    ),
    command(
      "Python, with minegraph",
      `from minegraph import KnowledgeGraph\n\ngraph = KnowledgeGraph.open(store="${given.endpoint}")\nanswer = graph.query(\n    ${python}\n)\n${answered === "graph" ? "triples = list(answer.triples)" : "rows = answer.to_pandas()"}`,
    ),
  ];
}

function command(title: string, code: string): HTMLElement {
  const button = element("button", { type: "button", "aria-label": `Copy for ${title}` }, "Copy");
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(code).then(() => announce(`Copied for ${title}.`));
  });
  const head = element("div", { class: "spread" }, element("h3", {}, title), button);
  return element("section", {}, head, element("pre", { tabindex: 0 }, code));
}

function counted(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
