/** Suggestions under the search box: an editable combobox with a list box, after the ARIA Authoring Practices. */

import { announce, element } from "./dom";
import { getJson } from "./request";

/** A thing that was found: its label, what it is, the name that fits what was typed, and the address of its page. */
export interface Hit {
  label: string;
  kind: string;
  name: string;
  href: string;
}

/** Finds things by a text, the best first; the signal says when nobody waits for them any more. */
type Find = (text: string, most: number, signal: AbortSignal) => Promise<Hit[]>;

const PAUSE = 150;
const MOST = 8;

/** What is done with the address of the page about the thing that was chosen. */
type Choose = (href: string) => void;

const visit: Choose = (href) => location.assign(href);

/** Shows what is found for what is typed, and goes to what is chosen unless `choose` does something else. */
export function suggest(input: HTMLInputElement, find: Find, choose = visit): void {
  new Suggestions(input, find, choose);
}

/** Finding by the search of a server at a URL; things below the IRI `base` have their pages there. */
export function served(source: string, base: string): Find {
  return async (text, most, signal) => {
    const url = `${source}?${new URLSearchParams({ q: text, limit: String(most) })}`;
    const { hits } = await getJson<{ hits: (Omit<Hit, "href"> & { iri: string })[] }>(url, signal);
    return hits.map((hit) => ({ ...hit, href: hit.iri.replace(`${base}id/`, "/doc/").replace(base, "/") }));
  };
}

class Suggestions {
  private readonly list: HTMLElement;
  private active = -1;
  private timer = 0;
  private asked = new AbortController();

  constructor(
    private readonly input: HTMLInputElement,
    private readonly find: Find,
    private readonly choose: Choose,
  ) {
    const id = `${input.id || input.name}-suggestions`;
    this.list = element("ul", { id, class: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: true });
    input.after(this.list);
    for (const [name, value] of Object.entries(combobox(id))) input.setAttribute(name, value);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) =>
      this.pick(event.target instanceof Element ? event.target : undefined),
    );
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
      const { signal } = this.asked;
      const hits = await this.find(text, MOST, signal);
      if (!signal.aborted) this.show(hits);
    } catch {
      this.close();
    }
  }

  private show(hits: Hit[]): void {
    this.list.replaceChildren(...hits.map((hit, index) => this.option(hit, `${this.list.id}-${index}`)));
    this.open(hits.length > 0 && document.activeElement === this.input);
    this.activate(-1);
    announce(hits.length === 1 ? "1 suggestion" : `${hits.length} suggestions`);
  }

  private pressed(event: KeyboardEvent): void {
    const chosen = this.options()[this.active];
    if (event.key === "Escape" && !this.list.hidden) this.close();
    else if (event.key === "ArrowDown") this.activate(this.active + 1);
    else if (event.key === "ArrowUp") this.activate(this.active - 1);
    else if (event.key === "Enter" && chosen) this.pick(chosen);
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

  private option({ href, label, kind, name }: Hit, id: string): HTMLElement {
    const called = name === label ? label : `${label} (${name})`;
    const attributes = { id, role: "option", "aria-selected": "false", "data-href": href };
    return element("li", attributes, element("span", {}, called), " ", element("small", {}, kind));
  }

  /** Options hold no links, which would be controls within a control: they lead to their pages themselves. */
  private pick(target: Element | undefined): void {
    const href = target?.closest<HTMLElement>("[data-href]")?.dataset.href;
    if (href) this.choose(href);
    this.close();
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
