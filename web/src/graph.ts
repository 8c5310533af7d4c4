/** A drawing of a network: things as shapes by their kind, links as lines, walked by pointer or by keyboard. */

import cytoscape, { type Core, type NodeSingular, type StylesheetJson } from "cytoscape";
import { element } from "./dom";
import { context2d, saveCanvas } from "./download";
import { onThemeChange, token } from "./theme";

/** A thing of the network, as `/network/….json` has it. */
export interface Node {
  iri: string;
  name: string;
  label: string;
  kind: string;
  kind_iri: string;
  group: string;
  distance: number;
}

/** A link between two things. */
export interface Edge {
  origin: string;
  target: string;
  words: string;
  evidence: string[];
}

export interface Network {
  nodes: Node[];
  edges: Edge[];
  omitted: number;
  complete: boolean;
}

/** Design tokens and shapes of the kinds. */
const LOOKS: Record<string, { colour: string; shape: string }> = {
  region: { colour: "--similarity", shape: "hexagon" },
  project: { colour: "--complementarity", shape: "round-rectangle" },
  organisation: { colour: "--feasibility", shape: "ellipse" },
  network: { colour: "--warning", shape: "diamond" },
  site: { colour: "--tie", shape: "triangle" },
};
const STEP = 90;
const NAME_LENGTH = 30;
const MOST_STRETCH = 2.4;
const ARROWS: Record<string, [across: number, down: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class NetworkDrawing {
  private readonly core: Core;

  /** A drawing in the container, which needs a height, a role and a name; `choose` hears of what is chosen. */
  constructor(
    readonly container: HTMLElement,
    private readonly choose: (iri: string) => void,
    private readonly open: (iri: string) => void,
  ) {
    forgoStyleElement();
    this.core = cytoscape({ container, style: looks(), minZoom: 0.15, maxZoom: 3, boxSelectionEnabled: false });
    this.core.userZoomingEnabled(false);
    container.addEventListener("focusin", () => this.core.userZoomingEnabled(true));
    container.addEventListener("focusout", () => this.core.userZoomingEnabled(false));
    container.addEventListener("pointerdown", () => container.focus({ preventScroll: true }));
    container.addEventListener("keydown", (event) => this.pressed(event));
    this.core.on("tap", "node", ({ target }) => {
      this.select(target.id());
      this.choose(target.id());
      this.open(target.id());
    });
    onThemeChange(() => this.core.style(looks()));
  }

  /** Draws a network: what was drawn already stays about where it is, new things come out of what was opened. */
  show({ nodes, edges }: Network, opened: string[]): void {
    const wanted = new Set(nodes.map(({ iri }) => iri));
    const isNew = this.core.nodes().empty();
    this.core.batch(() => {
      this.core.nodes().forEach((node) => {
        if (!wanted.has(node.id())) node.remove();
      });
      this.core.edges().remove();
      for (const [at, node] of nodes.entries()) this.place(node, at, nodes.length, edges);
      for (const [at, edge] of edges.entries()) this.core.add({ group: "edges", data: lineOf(edge, at) });
      this.core.nodes().forEach((node) => {
        node.data({ links: node.connectedEdges().length, isOpened: opened.includes(node.id()) });
      });
    });
    this.arrange(isNew);
  }

  /** Makes one thing and its links stand out. */
  select(iri: string): void {
    this.core.elements().removeClass("chosen near far");
    const node = this.core.getElementById(iri);
    if (node.empty()) return;
    node.addClass("chosen");
    const near = node.closedNeighborhood();
    near.addClass("near");
    this.core.elements().difference(near).addClass("far");
  }

  /** Offers the drawing as a PNG, under a title. */
  async downloadPng(name: string, title: string): Promise<void> {
    const drawn = await this.picture();
    const margin = 80;
    const canvas = element("canvas", { width: Math.max(drawn.width, 900), height: drawn.height + 2 * margin });
    const context = context2d(canvas);
    context.fillStyle = token("--card");
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(drawn, (canvas.width - drawn.width) / 2, margin);
    context.fillStyle = token("--ink");
    context.font = "600 32px system-ui, sans-serif";
    context.fillText(title, 32, 52);
    context.font = "22px system-ui, sans-serif";
    context.fillText("minegraph", 32, canvas.height - 28);
    await saveCanvas(canvas, name);
  }

  private async picture(): Promise<ImageBitmap> {
    const blob = await this.core.png({ output: "blob-promise", full: true, scale: 2, maxWidth: 6000, maxHeight: 6000 });
    return createImageBitmap(blob);
  }

  private place(node: Node, at: number, all: number, edges: Edge[]): void {
    const { iri, name, group, distance } = node;
    const data = { id: iri, name: shortened(name), group, distance };
    const drawn = this.core.getElementById(iri);
    if (drawn.nonempty()) drawn.data(data);
    else this.core.add({ group: "nodes", data, position: this.beside(iri, at, all, edges) });
  }

  /** A first position: around the drawn thing that it is linked with, else around the middle. */
  private beside(iri: string, at: number, all: number, edges: Edge[]): { x: number; y: number } {
    const neighbours = edges.flatMap(({ origin, target }) =>
      origin === iri ? [target] : target === iri ? [origin] : [],
    );
    const parent = neighbours.map((one) => this.core.getElementById(one)).find((one) => one.nonempty());
    const { x, y } = parent?.position() ?? { x: 0, y: 0 };
    const turn = (2 * Math.PI * at) / Math.max(all, 1);
    const far = at === 0 ? 0 : STEP * (1 + (at % 3));
    return { x: x + far * Math.cos(turn), y: y + far * Math.sin(turn) };
  }

  private arrange(isNew: boolean): void {
    this.core
      .layout({
        name: "cose",
        animate: false,
        randomize: false,
        fit: false,
        nodeDimensionsIncludeLabels: true,
        idealEdgeLength: () => STEP,
        nodeRepulsion: () => 60_000,
        nodeOverlap: 30,
        gravity: 0.6,
        numIter: isNew ? 1500 : 600,
      })
      .run();
    this.fill();
  }

  /** Stretches the drawing to the shape of its frame, and keeps names legible. */
  private fill(): void {
    const { w, h } = this.core.elements().boundingBox({ includeLabels: false });
    const wanted = this.core.width() / Math.max(this.core.height(), 1);
    const stretch = Math.min(Math.max((wanted * h) / Math.max(w, 1), 1 / MOST_STRETCH), MOST_STRETCH);
    if (w > 0 && h > 0)
      this.core.nodes().positions((node) => ({ x: node.position().x * stretch, y: node.position().y }));
    this.core.fit(undefined, 36);
    if (this.core.zoom() > 1.4) this.core.zoom(1.4).center();
    this.core.nodes().style("font-size", Math.min(Math.max(11 / this.core.zoom(), 10), 20));
  }

  private pressed(event: KeyboardEvent): void {
    const chosen = this.core.nodes(".chosen").first();
    const arrow = ARROWS[event.key];
    if (arrow) {
      const next = chosen.nonempty() ? this.towards(chosen, arrow) : this.core.nodes().first();
      if (!next || next.empty()) return;
      this.select(next.id());
      this.choose(next.id());
      this.core.center(next);
    } else if (event.key === "Enter" && chosen.nonempty()) this.open(chosen.id());
    else return;
    event.preventDefault();
  }

  /** The nearest thing that lies in a direction. */
  private towards(from: NodeSingular, [across, down]: [number, number]): NodeSingular | undefined {
    const here = from.position();
    let best: { node: NodeSingular; cost: number } | undefined;
    this.core.nodes().forEach((node) => {
      const { x, y } = node.position();
      const ahead = (x - here.x) * across + (y - here.y) * down;
      const aside = Math.abs((x - here.x) * down) + Math.abs((y - here.y) * across);
      const cost = ahead + 2 * aside;
      if (ahead > 1 && ahead >= aside / 2 && (!best || cost < best.cost)) best = { node, cost };
    });
    return best?.node;
  }
}

/** Cytoscape adds a style element for its container, which the pages' policy refuses and style.css makes needless. */
function forgoStyleElement(): void {
  const id = "__________cytoscape_stylesheet";
  if (!document.getElementById(id)) document.head.append(element("meta", { id }));
}

function lineOf({ origin, target, words }: Edge, at: number): Record<string, unknown> {
  return { id: `edge ${at}`, source: origin, target, words };
}

function shortened(name: string): string {
  return name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 1)}…` : name;
}

function looks(): StylesheetJson {
  const kinds = Object.entries(LOOKS).map(([group, { colour, shape }]) => ({
    selector: `node[group = "${group}"]`,
    style: { "background-color": token(colour), shape: shape as cytoscape.Css.NodeShape },
  }));
  return [
    {
      selector: "node",
      style: {
        label: "data(name)",
        color: token("--ink"),
        "font-family": "system-ui, sans-serif",
        "font-size": 11,
        "min-zoomed-font-size": 6,
        "text-outline-color": token("--card"),
        "text-outline-width": 2,
        "text-valign": "bottom",
        "text-margin-y": 3,
        "text-wrap": "wrap",
        "text-max-width": "110px",
        width: "mapData(links, 1, 40, 16, 44)",
        height: "mapData(links, 1, 40, 16, 44)",
        "border-width": 1,
        "border-color": token("--card"),
      },
    },
    // In a crowd the few with many links keep their names; the others get theirs when one comes closer.
    { selector: "node[links < 8]", style: { "min-zoomed-font-size": 10.5 } },
    ...kinds,
    {
      selector: "node[?isOpened], node[distance = 0]",
      style: { "border-width": 3, "border-color": token("--ink"), "font-weight": "bold" },
    },
    { selector: "node.chosen", style: { "border-width": 5, "border-color": token("--focus"), "z-index": 10 } },
    {
      selector: "edge",
      style: { width: 1.2, "line-color": token("--edge"), opacity: 0.55, "curve-style": "bezier" },
    },
    {
      selector: "edge.near",
      style: { width: 2, opacity: 1, "line-color": token("--ink"), "target-arrow-color": token("--ink") },
    },
    { selector: "edge.near", style: { "target-arrow-shape": "triangle", "arrow-scale": 0.7 } },
    { selector: ".far", style: { opacity: 0.3 } },
  ];
}
