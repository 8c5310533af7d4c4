/** The page of the SPARQL editor: asks, and shows what is answered as a table, on a map, or as a chart. */

import { isChartable, showChart } from "../charting";
import { commands } from "../commands";
import { element, embedded, need } from "../dom";
import { save } from "../download";
import { showMap } from "../mapping";
import { isMappable } from "../places";
import { getJson, problem } from "../request";
import { type Answer, counted, type Naming, type Row, type Rows, read, table } from "../results";

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

const READABLE = "application/sparql-results+json, text/turtle;q=0.9";
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
  need("#commands", HTMLElement).replaceChildren(
    ...commands(query, given.endpoint, given.formats[answer.form][0]?.type ?? "*/*", answer.form === "graph"),
  );
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
  if (isChartable(answer)) possible.push("chart");
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
  if (name === "map") void showMap(view, answer, given, rowsOf);
  else if (name === "chart") showChart(view, answer, given);
  else if (answer.rows.length > 0) view.replaceChildren(...table(answer.variables, answer.rows, given));
  else {
    const open =
      "Nothing in the graph answers this. That does not mean that there is nothing: it may not be documented yet.";
    view.replaceChildren(element("p", { class: "empty" }, open));
  }
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

/** The rows of another query that a view needs. */
async function rowsOf(query: string): Promise<Row[]> {
  const answer = await read(await post(query, READABLE));
  return answer.form === "rows" ? answer.rows : [];
}
