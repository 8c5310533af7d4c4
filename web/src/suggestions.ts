/** Suggestions under the search box: an editable combobox with a list box, after the ARIA Authoring Practices. */

import { announce, element } from "./dom";
import { getJson } from "./request";

/** One thing that `/search.json` found. */
export interface Found {
  label: string;
  kind: string;
  href: string;
}

interface Answer {
  found: Found[];
}

const PAUSE = 150;

/** Shows what the server finds for what is typed; the form works without. */
export function suggest(input: HTMLInputElement, source: string): void {
  new Suggestions(input, source);
}

class Suggestions {
  private readonly list: HTMLElement;
  private active = -1;
  private timer = 0;
  private asked = new AbortController();

  constructor(
    private readonly input: HTMLInputElement,
    private readonly source: string,
  ) {
    const id = `${input.id || input.name}-suggestions`;
    this.list = element("ul", { id, class: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: true });
    input.after(this.list);
    for (const [name, value] of Object.entries(combobox(id))) input.setAttribute(name, value);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  private typed(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), PAUSE);
  }

  private async ask(): Promise<void> {
    this.asked.abort();
    this.asked = new AbortController();
    const text = this.input.value.trim();
    if (text.length < 2) return this.close();
    try {
      const url = `${this.source}?${new URLSearchParams({ q: text, limit: "8" })}`;
      this.show((await getJson<Answer>(url, this.asked.signal)).found);
    } catch {
      this.close();
    }
  }

  private show(found: Found[]): void {
    this.list.replaceChildren(...found.map((one, index) => option(one, `${this.list.id}-${index}`)));
    this.open(found.length > 0 && document.activeElement === this.input);
    this.activate(-1);
    announce(found.length === 1 ? "1 suggestion" : `${found.length} suggestions`);
  }

  private pressed(event: KeyboardEvent): void {
    const chosen = this.options()[this.active];
    if (event.key === "Escape" && !this.list.hidden) this.close();
    else if (event.key === "ArrowDown") this.activate(this.active + 1);
    else if (event.key === "ArrowUp") this.activate(this.active - 1);
    else if (event.key === "Enter" && chosen) chosen.querySelector("a")?.click();
    else return;
    event.preventDefault();
  }

  /** Moves through the options and, past either end, back to what was typed. */
  private activate(index: number): void {
    const options = this.options();
    this.active = index < -1 ? options.length - 1 : index >= options.length ? -1 : index;
    for (const [at, one] of options.entries()) one.setAttribute("aria-selected", String(at === this.active));
    this.input.setAttribute("aria-activedescendant", options[this.active]?.id ?? "");
    options[this.active]?.scrollIntoView({ block: "nearest" });
  }

  private options(): HTMLElement[] {
    return this.list.hidden ? [] : [...this.list.querySelectorAll<HTMLElement>('[role="option"]')];
  }

  private close(): void {
    this.open(false);
    this.activate(-1);
  }

  private open(isOpen: boolean): void {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }
}

function combobox(list: string): Record<string, string> {
  return {
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-controls": list,
    "aria-expanded": "false",
  };
}

function option(one: Found, id: string): HTMLElement {
  const link = element("a", { href: one.href, tabindex: -1 }, one.label, " ", element("small", {}, one.kind));
  return element("li", { id, role: "option", "aria-selected": "false" }, link);
}
