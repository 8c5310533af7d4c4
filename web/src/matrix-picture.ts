/** The matrix of all regions as a picture to keep. */

import { context2d } from "./download";
import { token } from "./theme";

/** What is drawn: names of rows and columns, and for each cell its step on the scale, or none. */
interface MatrixPicture {
  title: string;
  names: string[];
  steps: (number | null)[][];
  /** The tokens of the colours, the weakest first. */
  colours: string[];
  /** What the strongest colour stands for. */
  most: string;
}

const CELL = 16;
const LEFT = 220;
const TOP = 250;
const BOTTOM = 50;
const FONT = "system-ui, sans-serif";
const SCALE = "What a row gains from a column: 0";

/** A canvas with the matrix, under its title and over its scale. */
export function matrixPicture(picture: MatrixPicture): HTMLCanvasElement {
  const side = CELL * picture.names.length;
  const canvas = document.createElement("canvas");
  canvas.width = LEFT + side + CELL;
  canvas.height = TOP + side + BOTTOM;
  const context = context2d(canvas);
  context.fillStyle = token("--paper");
  context.fillRect(0, 0, canvas.width, canvas.height);
  drawCells(context, picture);
  drawNames(context, picture.names);
  write(context, picture.title, 16, 30, `600 20px ${FONT}`);
  drawScale(context, picture, canvas.height - 30);
  return canvas;
}

function drawCells(context: CanvasRenderingContext2D, { steps, colours }: MatrixPicture): void {
  const fills = colours.map(token);
  const none = token("--line");
  for (const [row, line] of steps.entries()) {
    for (const [column, step] of line.entries()) {
      context.fillStyle = step === null ? none : (fills[step] ?? none);
      context.fillRect(LEFT + column * CELL, TOP + row * CELL, CELL - 1, CELL - 1);
    }
  }
}

function drawNames(context: CanvasRenderingContext2D, names: string[]): void {
  for (const [at, name] of names.entries()) {
    context.textAlign = "right";
    write(context, name, LEFT - 8, TOP + at * CELL + 12, `11px ${FONT}`);
    context.textAlign = "left";
    context.save();
    context.translate(LEFT + at * CELL + 12, TOP - 8);
    context.rotate(-Math.PI / 2);
    write(context, name, 0, 0, `11px ${FONT}`);
    context.restore();
  }
}

function drawScale(context: CanvasRenderingContext2D, { colours, most }: MatrixPicture, top: number): void {
  const font = `12px ${FONT}`;
  write(context, SCALE, 16, top + 12, font);
  const start = 24 + context.measureText(SCALE).width;
  for (const [at, colour] of colours.entries()) {
    context.fillStyle = token(colour);
    context.fillRect(start + at * CELL, top, CELL - 1, CELL - 1);
  }
  write(context, `${most} and more · minegraph`, start + colours.length * CELL + 8, top + 12, font);
}

function write(context: CanvasRenderingContext2D, text: string, x: number, y: number, font: string): void {
  context.font = font;
  context.fillStyle = token("--ink");
  context.fillText(text, x, y);
}
