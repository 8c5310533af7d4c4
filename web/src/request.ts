/** Asking the server for data. */

/** What the server refused or could not do, in its own sentence. */
class Problem extends Error {
  constructor(
    sentence: string,
    readonly status: number,
  ) {
    super(sentence);
  }
}

/** The JSON at a URL of this server; a Problem with the server's sentence if it answers with an error. */
export async function getJson<Data>(url: string, signal?: AbortSignal): Promise<Data> {
  const response = await fetch(url, { headers: { Accept: "application/json" }, ...(signal ? { signal } : {}) });
  if (!response.ok) throw await problem(response);
  return (await response.json()) as Data;
}

/** The error an answer carries: the `detail` or `title` of problem JSON, else the first line of text. */
export async function problem(response: Response): Promise<Problem> {
  const text = await response.text();
  return new Problem(sentenceOf(text) || `The server answered ${response.status}.`, response.status);
}

/** Why something could not be had, in a sentence: that of the server, if it gave one. */
export function reason(error: unknown): string {
  return error instanceof Problem ? error.message : "The server cannot be reached. Is it still running?";
}

function sentenceOf(text: string): string {
  try {
    const said = JSON.parse(text) as { detail?: string; title?: string };
    return said.detail ?? said.title ?? "";
  } catch {
    return text.startsWith("<") ? "" : (text.split("\n")[0] ?? "");
  }
}
