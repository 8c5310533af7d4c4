/** A query as commands for elsewhere: a terminal, Python. */

import { announce, element } from "./dom";

/** The commands, each with a button to copy it; `accept` is the media type, `isGraph` tells what the query gives. */
export function commands(query: string, endpoint: string, accept: string, isGraph: boolean): HTMLElement[] {
  const quoted = query.replaceAll("'", "'\\''");
  const text = JSON.stringify(query).replaceAll("\\n", '\\n"\n    "');
  const format = isGraph ? "TURTLE" : "JSON";
  return [
    command("curl", `curl -H 'Accept: ${accept}' --data-urlencode 'query=${quoted}' ${endpoint}`),
    command(
      "Python, with SPARQLWrapper",
      lines(
        `from SPARQLWrapper import ${format}, SPARQLWrapper`,
        "",
        `endpoint = SPARQLWrapper("${endpoint}")`,
        `endpoint.setReturnFormat(${format})`,
        "endpoint.setQuery(",
        `    ${text}`,
        ")",
        "answer = endpoint.queryAndConvert()",
      ),
    ),
    command(
      "Python, with minegraph",
      lines(
        "from minegraph import KnowledgeGraph",
        "",
        `graph = KnowledgeGraph.open(store="${endpoint}")`,
        "answer = graph.query(",
        `    ${text}`,
        ")",
        isGraph ? "triples = list(answer.triples)" : "rows = answer.to_pandas()",
      ),
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

function lines(...all: string[]): string {
  return all.join("\n");
}
