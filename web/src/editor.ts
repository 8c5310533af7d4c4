/** The SPARQL editor: Yasqe, kept from asking other servers and from keeping anything in the browser. */

import Yasqe, { type Hint } from "@zazuko/yasqe";
import { styleSheet } from "./dom";
import { completions, gloss } from "./terms";

interface Mark {
  clear(): void;
}

/** What of CodeMirror's document is used here. */
interface Document {
  setCursor(place: { line: number; ch: number }): void;
  getLine(line: number): string;
  markText(from: { line: number; ch: number }, to: { line: number; ch: number }, how: object): Mark;
}

export class Editor {
  private mark: Mark | undefined;

  private constructor(private readonly yasqe: Yasqe) {
    this.yasqe.getInputField().setAttribute("aria-label", "Query");
    this.yasqe.on("change", () => this.unmark());
  }

  /** An editor in the container, in place of what is in it, with a text; `ask` is called for Ctrl+Enter. */
  static async open(
    container: HTMLElement,
    text: string,
    prefixes: Record<string, string>,
    ask: () => void,
  ): Promise<Editor> {
    complete(prefixes);
    await styleSheet("editor");
    container.replaceChildren();
    const yasqe = new Yasqe(container, {
      value: text,
      extraKeys: { "Ctrl-Enter": ask, "Cmd-Enter": ask, "Ctrl-S": false, Tab: false, "Shift-Tab": false },
      persistenceId: null,
      consumeShareLink: null,
      createShareableLink: null as never,
      showQueryButton: false,
      resizeable: false,
      editorHeight: "auto",
      viewportMargin: Number.POSITIVE_INFINITY,
      prefixCcApi: null,
    });
    return new Editor(yasqe);
  }

  get text(): string {
    return this.yasqe.getValue() as string;
  }

  set text(text: string) {
    this.yasqe.setValue(text);
  }

  /** Shows where a mistake is, counted from 1, and puts the cursor there. */
  point(line: number, column: number): void {
    const document = this.document;
    const start = { line: line - 1, ch: column - 1 };
    const rest = document.getLine(start.line)?.slice(start.ch) ?? "";
    const length = /^(\S+)/.exec(rest)?.[1]?.length ?? 1;
    const before = rest ? start : { line: start.line, ch: Math.max(0, start.ch - 1) };
    this.unmark();
    this.mark = document.markText(before, { line: start.line, ch: start.ch + length }, { className: "mistake" });
    document.setCursor(start);
    this.yasqe.focus();
  }

  private unmark(): void {
    this.mark?.clear();
    this.mark = undefined;
  }

  private get document(): Document {
    return this.yasqe.getDoc() as Document;
  }
}

/** Completes from what this graph uses, in place of services elsewhere. */
function complete(prefixes: Record<string, string>): void {
  const declarations = Object.entries(prefixes).map(([prefix, namespace]) => `${prefix}: <${namespace}>`);
  Yasqe.forkAutocompleter("prefixes", { name: "prefixes", get: () => declarations, persistenceId: null });
  for (const [name, kind] of [
    ["class", "classes"],
    ["property", "properties"],
  ] as const) {
    Yasqe.forkAutocompleter(name, {
      name,
      autoShow: true,
      persistenceId: null,
      get: (_, token) => completions(kind, token?.autocompletionString ?? token?.string ?? ""),
      postprocessHints: (_, hints) => hints.map(explained),
    });
  }
}

/** A suggestion with what it means beside it. */
function explained(hint: Hint): Hint {
  return {
    ...hint,
    render: (row) => {
      const meaning = document.createElement("small");
      row.append(hint.displayText ?? hint.text, meaning);
      void gloss(hint.text).then((said) => meaning.append(said));
    },
  };
}
