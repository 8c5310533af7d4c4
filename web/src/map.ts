/** A map of Europe, drawn from outlines only: nothing is fetched from anywhere but this server. */

import type { FeatureCollection, Geometry } from "geojson";
import {
  canvas,
  circleMarker,
  control,
  DomEvent,
  geoJSON,
  type LatLng,
  type LatLngExpression,
  type LayerGroup,
  type Map as LeafletMap,
  latLng,
  layerGroup,
  map as leafletMap,
  type Path,
  type PathOptions,
  point,
  polyline,
} from "leaflet";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { element, styleSheet } from "./dom";
import { context2d, saveCanvas } from "./download";
import { EUROPE_CRS, frame } from "./projection";
import { getJson } from "./request";
import { onThemeChange, token } from "./theme";

/** Something with a point on the map. `colour` is a design token such as `--accent`; `radius` is in pixels. */
export interface Place {
  id: string;
  label: string;
  latitude: number;
  longitude: number;
  radius?: number;
  colour?: string;
}

/** A curved line between two points, as wide as its `width` in pixels. */
export interface Arc {
  id: string;
  label: string;
  from: [latitude: number, longitude: number];
  to: [latitude: number, longitude: number];
  width: number;
  colour: string;
}

/** A region's area, from boundaries that the graph holds. */
export interface Area {
  id: string;
  label: string;
  geometry: Geometry;
  colour?: string;
}

export type Outlines = Topology<{ countries: GeometryCollection<{ name: string }> }>;
type Drawn = { path: Path; style: () => PathOptions; focused: () => PathOptions };

const CREDIT = "Outlines: Natural Earth";
/** The corners of Europe as first shown: Portugal, Crete, the North Cape, the west of Ireland. */
const EUROPE = [latLng(36.5, -9), latLng(34.8, 26), latLng(71.2, 27), latLng(53, -10.5), latLng(46, 30)];

export class EuropeMap {
  readonly map: LeafletMap;
  private readonly layers = new Map<string, LayerGroup>();
  private readonly drawn = new Map<string, Drawn[]>();
  private readonly ground: Drawn[] = [];
  private highlighted = "";

  private constructor(
    readonly container: HTMLElement,
    outlines: Outlines,
  ) {
    this.map = leafletMap(container, {
      crs: EUROPE_CRS,
      preferCanvas: true,
      renderer: canvas({ padding: 0.5, tolerance: 6 }),
      zoomSnap: 0.25,
      maxZoom: 7,
      attributionControl: false,
      scrollWheelZoom: false,
    });
    container.setAttribute("role", "application");
    container.setAttribute("aria-description", "Arrow keys move the map, plus and minus zoom.");
    this.map.createPane("outlines").style.zIndex = "300";
    control.attribution({ prefix: false }).addAttribution(CREDIT).addTo(this.map);
    this.zoomWithWheelOnceFocused();
    this.drawOutlines(outlines);
    this.showEurope();
    onThemeChange(() => this.restyle());
    new ResizeObserver(() => this.map.invalidateSize()).observe(container);
  }

  /** A map in the container, which needs a height and an `aria-label`; what it held is taken away. Outlines are fetched unless given. */
  static async open(container: HTMLElement, outlines?: Outlines): Promise<EuropeMap> {
    const [drawn] = await Promise.all([outlines ?? outlinesOfEurope(), styleSheet("map")]);
    container.replaceChildren();
    return new EuropeMap(container, drawn);
  }

  /** Shows the places as discs, instead of the places shown before, and calls back when one is chosen. */
  showPlaces(places: Place[], choose?: (place: Place) => void): void {
    const group = this.fresh("places");
    for (const place of places) {
      const marker = circleMarker([place.latitude, place.longitude]);
      this.add(group, marker, place, () => this.placeStyle(place), choose && (() => choose(place)));
    }
  }

  /** Shows the arcs, instead of those shown before. */
  showArcs(arcs: Arc[], choose?: (arc: Arc) => void): void {
    const group = this.fresh("arcs");
    for (const arc of arcs) {
      const line = polyline(curve(arc.from, arc.to));
      this.add(group, line, arc, () => arcStyle(arc), choose && (() => choose(arc)));
    }
    this.stack();
  }

  /** Shows areas under the places, instead of the areas shown before. */
  showAreas(areas: Area[], choose?: (area: Area) => void): void {
    const group = this.fresh("areas");
    for (const area of areas) {
      const shapes = geoJSON(area.geometry, { interactive: true }).getLayers() as Path[];
      for (const shape of shapes) this.add(group, shape, area, () => areaStyle(area), choose && (() => choose(area)));
    }
    this.stack();
  }

  /** Makes what has the id stand out, and nothing else; for lists that go with the map. */
  highlight(id: string): void {
    const before = this.highlighted;
    this.highlighted = id;
    for (const one of [...(this.drawn.get(before) ?? []), ...(this.drawn.get(id) ?? [])]) this.restyleOne(one, id);
    for (const { path } of this.drawn.get(before) ?? []) path.closeTooltip();
    for (const { path } of this.drawn.get(id) ?? []) path.bringToFront().openTooltip();
  }

  /** Whatever in the list has `data-place` stands out on the map while it is pointed at or has the focus. */
  follow(list: HTMLElement): void {
    const over = (event: Event) => this.highlight(placeOf(event.target));
    for (const name of ["pointerover", "focusin"]) list.addEventListener(name, over);
    for (const name of ["pointerleave", "focusout"]) list.addEventListener(name, () => this.highlight(""));
  }

  /** Looks at the whole of Europe. */
  showEurope(): void {
    this.look(EUROPE, 7);
    this.map.setMinZoom(this.map.getZoom() - 0.5);
  }

  /** Looks at the positions, not closer than `closest`. */
  look(positions: LatLng[], closest = 3.5): void {
    const { centre, zoom } = frame(positions, this.map.getSize());
    const snapped = Math.floor(Math.min(zoom, closest) * 4) / 4;
    this.map.setView(centre, Number.isFinite(snapped) ? snapped : 1, { animate: false });
  }

  /** Offers what the map shows as a PNG, under a title. */
  async downloadPng(name: string, title: string): Promise<void> {
    await saveCanvas(this.picture(title), name);
  }

  private picture(title: string): HTMLCanvasElement {
    const box = this.container.getBoundingClientRect();
    const scale = 2;
    const picture = document.createElement("canvas");
    picture.width = box.width * scale;
    picture.height = box.height * scale;
    const context = context2d(picture);
    context.scale(scale, scale);
    context.fillStyle = token("--map-sea");
    context.fillRect(0, 0, box.width, box.height);
    for (const layer of this.canvases()) {
      const { left, top, width, height } = layer.getBoundingClientRect();
      context.drawImage(layer, left - box.left, top - box.top, width, height);
    }
    write(context, title, 16, 28, "600 18px system-ui, sans-serif");
    write(context, `${CREDIT} · minegraph`, 16, box.height - 14, "12px system-ui, sans-serif");
    return picture;
  }

  /** The canvases of the panes, lowest first. */
  private canvases(): HTMLCanvasElement[] {
    const panes = ["outlines", "overlayPane"].map((name) => this.map.getPane(name));
    return panes.flatMap((pane) => [...(pane?.querySelectorAll("canvas") ?? [])]);
  }

  private drawOutlines(outlines: Outlines): void {
    const countries: FeatureCollection = feature(outlines, outlines.objects.countries);
    const land = geoJSON(countries, { pane: "outlines", interactive: false }).addTo(this.map);
    for (const path of land.getLayers() as Path[]) this.ground.push({ path, style: landStyle, focused: landStyle });
    this.restyle();
  }

  /** Areas lie below arcs and arcs below places, whatever was shown last: all share one canvas, as clicks need. */
  private stack(): void {
    for (const name of ["arcs", "places"]) {
      this.layers.get(name)?.eachLayer((layer) => (layer as Path).bringToFront());
    }
  }

  private fresh(name: string): LayerGroup {
    const old = this.layers.get(name);
    old?.remove();
    for (const [id, drawn] of this.drawn) {
      this.drawn.set(
        id,
        drawn.filter(({ path }) => !old?.hasLayer(path)),
      );
    }
    const group = layerGroup().addTo(this.map);
    this.layers.set(name, group);
    return group;
  }

  private add(
    group: LayerGroup,
    path: Path,
    { id, label }: { id: string; label: string },
    style: () => PathOptions,
    choose?: () => void,
  ): void {
    const focused = () => ({ ...style(), color: token("--ink"), weight: (style().weight ?? 1) + 2, opacity: 1 });
    this.drawn.set(id, [...(this.drawn.get(id) ?? []), { path, style, focused }]);
    path.setStyle(style()).bindTooltip(element("span", {}, label), { sticky: true });
    if (choose) path.on("click", (event) => DomEvent.stop(event)).on("click", choose);
    path.addTo(group);
  }

  private placeStyle(place: Place): PathOptions {
    return {
      fillColor: token(place.colour ?? "--accent"),
      fillOpacity: 0.85,
      color: token("--card"),
      weight: 1.5,
      radius: place.radius ?? 6,
    } as PathOptions;
  }

  private restyle(): void {
    for (const { path, style } of this.ground) path.setStyle(style());
    for (const drawn of this.drawn.values()) for (const one of drawn) one.path.setStyle(one.style());
    for (const one of this.drawn.get(this.highlighted) ?? []) this.restyleOne(one, this.highlighted);
  }

  private restyleOne(one: Drawn, highlighted: string): void {
    const stands = (this.drawn.get(highlighted) ?? []).includes(one);
    one.path.setStyle(stands ? one.focused() : one.style());
  }

  /** A wheel over the map scrolls the page until the visitor has clicked into the map. */
  private zoomWithWheelOnceFocused(): void {
    this.container.addEventListener("focusin", () => this.map.scrollWheelZoom.enable());
    this.container.addEventListener("focusout", () => this.map.scrollWheelZoom.disable());
  }
}

let fetched: Promise<Outlines> | undefined;

function outlinesOfEurope(): Promise<Outlines> {
  fetched ??= getJson<Outlines>(new URL("europe.json", import.meta.url).href);
  return fetched;
}

function placeOf(target: EventTarget | null): string {
  const row = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
  return row?.dataset.place ?? "";
}

function landStyle(): PathOptions {
  return { fillColor: token("--map-land"), fillOpacity: 1, color: token("--map-border"), weight: 0.75 };
}

function areaStyle(area: Area): PathOptions {
  const colour = token(area.colour ?? "--accent");
  return { fillColor: colour, fillOpacity: 0.35, color: colour, weight: 1 };
}

function arcStyle(arc: Arc): PathOptions {
  return { color: token(arc.colour), weight: arc.width, opacity: 0.75, fill: false, lineCap: "round" };
}

/** Points along a quadratic Bézier curve that bows to the left of the way from one end to the other. */
function curve(from: [number, number], to: [number, number], steps = 24): LatLngExpression[] {
  const start = EUROPE_CRS.project(latLng(from));
  const end = EUROPE_CRS.project(latLng(to));
  const way = end.subtract(start);
  const middle = start.add(way.divideBy(2)).add(point(-way.y * 0.18, way.x * 0.18));
  return Array.from({ length: steps + 1 }, (_, step) => {
    const t = step / steps;
    const along = start
      .multiplyBy((1 - t) ** 2)
      .add(middle.multiplyBy(2 * t * (1 - t)))
      .add(end.multiplyBy(t ** 2));
    return EUROPE_CRS.unproject(along);
  });
}

function write(context: CanvasRenderingContext2D, text: string, x: number, y: number, font: string): void {
  context.font = font;
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = token("--map-sea");
  context.strokeText(text, x, y);
  context.fillStyle = token("--ink");
  context.fillText(text, x, y);
}
