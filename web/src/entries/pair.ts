/** One pair of regions: opens what a link leads to, and offers the bars as a picture. */

import { type PictureRow, piecesOf, savePicture } from "../bars";
import { find, need } from "../dom";

addEventListener("hashchange", openTarget);
openTarget();
const button = find("[data-picture]", HTMLButtonElement);
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => void keepPicture(button.dataset.picture ?? ""));
}

/** Opens the part of the page that the address points to. */
function openTarget(): void {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.scrollIntoView();
  }
}

async function keepPicture(title: string): Promise<void> {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-direction]")].flatMap(direction);
  const name = `synergies-${location.pathname.split("/").slice(2).join("-").replace("-with-", "-")}.png`;
  await savePicture(name, title, rows);
}

function direction(section: HTMLElement): PictureRow[] {
  const label = need("h2", HTMLElement, section).textContent ?? "";
  const rows = [...section.querySelectorAll<HTMLTableRowElement>(".addends tr")].filter((row) =>
    row.querySelector("svg"),
  );
  return [{ label, number: "", pieces: [], heading: true }, ...rows.map(pictureRow)];
}

function pictureRow(row: HTMLTableRowElement): PictureRow {
  const number = need("td.number", HTMLElement, row).firstChild?.textContent?.trim() ?? "";
  return {
    label: need("th", HTMLElement, row).textContent?.trim() ?? "",
    number,
    pieces: piecesOf(row),
  };
}
