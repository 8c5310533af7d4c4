/** Saving what is drawn on a page as a file. */

/** Properties that style.css may set on a drawing, and that a file must carry itself. */
const DRAWN = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font", "text-anchor"];

/** Offers a blob as a download. */
export function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Offers a canvas as a PNG. */
export async function saveCanvas(canvas: HTMLCanvasElement, name: string): Promise<void> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("This browser could not make a PNG of so large a picture.");
  save(blob, name);
}

/** Offers an SVG on the page, as it looks now, as a PNG on a ground of the given colour. */
export async function saveSvg(drawing: SVGSVGElement, name: string, ground: string, scale = 2): Promise<void> {
  const { width, height } = drawing.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  const context = context2d(canvas);
  context.fillStyle = ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(await picture(drawing, width, height), 0, 0, canvas.width, canvas.height);
  await saveCanvas(canvas, name);
}

/** The canvas's drawing context; an error where there is none. */
export function context2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser cannot draw on a canvas.");
  return context;
}

async function picture(drawing: SVGSVGElement, width: number, height: number): Promise<HTMLImageElement> {
  const text = new XMLSerializer().serializeToString(standalone(drawing, width, height));
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** A copy that looks the same without the page's style sheet. */
function standalone(drawing: SVGSVGElement, width: number, height: number): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  for (const [index, original] of [drawing, ...drawing.querySelectorAll<SVGElement>("*")].entries()) {
    const style = getComputedStyle(original);
    for (const property of DRAWN) copies[index]?.style.setProperty(property, style.getPropertyValue(property));
  }
  return copy;
}
