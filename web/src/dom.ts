/** Building and finding elements without ever parsing text as HTML. */

type Child = Node | string | number | undefined;
export type Attributes = Record<string, string | number | boolean | undefined>;

const SVG = "http://www.w3.org/2000/svg";

/** A new HTML element; text children stay text. `false` and `undefined` leave an attribute out, `true` sets it empty. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  return filled(document.createElement(tag), attributes, children);
}

/** A new SVG element, like `element`. */
export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[Tag] {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled<Made extends Element>(made: Made, attributes: Attributes, children: Child[]): Made {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== undefined).map(node));
  return made;
}

function node(child: Node | string | number): Node | string {
  return typeof child === "number" ? String(child) : child;
}

/** The first element that matches, if it is of the type. */
export function find<Found extends Element>(
  selector: string,
  type: new () => Found,
  root: ParentNode = document,
): Found | undefined {
  const found = root.querySelector(selector);
  return found instanceof type ? found : undefined;
}

/** The first element that matches; an error that names the selector if the page has none. */
export function need<Found extends Element>(
  selector: string,
  type: new () => Found,
  root: ParentNode = document,
): Found {
  const found = find(selector, type, root);
  if (!found) throw new Error(`This page has no ${type.name} at "${selector}".`);
  return found;
}

/** The data that the page carries in `<script type="application/json" id="...">`. */
export function embedded<Data>(id: string): Data {
  return JSON.parse(need(`script#${id}`, HTMLScriptElement).textContent ?? "") as Data;
}

/** Loads a style sheet of the bundle, once; `map` is `/static/map.css`. */
export function styleSheet(name: string): Promise<void> {
  const href = new URL(`${name}.css`, import.meta.url).href;
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const link = element("link", { rel: "stylesheet", href });
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => reject(new Error(`${href} did not load.`)));
    document.head.prepend(link);
  });
}

/** Tells screen readers what has changed on the page, politely. */
export function announce(text: string): void {
  const region = find("#announcements", HTMLElement) ?? liveRegion();
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}

function liveRegion(): HTMLElement {
  const region = element("div", { id: "announcements", class: "visually-hidden", role: "status" });
  document.body.append(region);
  return region;
}
