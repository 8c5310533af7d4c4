/** The page where handing in begins: a place to drop a file, its size looked at first, progress while it is sent. */

import { announce, find, need } from "../dom";

const form = need("form[data-upload]", HTMLFormElement);
const input = need('input[type="file"]', HTMLInputElement, form);
const place = need("[data-drop]", HTMLElement, form);
const problem = need("[data-problem]", HTMLElement, form);
const progress = need("[data-progress]", HTMLElement, form);
const button = need('button[type="submit"]', HTMLButtonElement, form);
const LARGEST = Number(form.dataset.largest);

need("[data-drop-words]", HTMLElement, form).hidden = false;
input.addEventListener("change", () => complain(tooLarge()));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const wrong = tooLarge();
  complain(wrong);
  if (!wrong) send();
});
for (const type of ["dragover", "drop"] as const) {
  addEventListener(type, (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
}
addEventListener("dragover", (event) => place.classList.toggle("over", place.contains(event.target as Node)));
addEventListener("dragleave", () => place.classList.remove("over"));
place.addEventListener("drop", (event) => {
  place.classList.remove("over");
  take(event.dataTransfer?.files);
});
addEventListener("pageshow", () => busy(false));

function take(files: FileList | undefined): void {
  if (!files?.length) return;
  if (files.length > 1) {
    complain("Drop one file. Tables that belong together are sheets of one workbook.");
    return;
  }
  input.files = files;
  const wrong = tooLarge();
  complain(wrong);
  if (!wrong) {
    announce(`${files[0]?.name} is chosen.`);
    button.focus();
  }
}

function tooLarge(): string {
  const file = input.files?.[0];
  if (!file || file.size <= LARGEST) return "";
  const size = (file.size / 1e6).toFixed(1);
  return `${file.name} has ${size} MB, and at most ${LARGEST / 1e6} MB are taken. Split it into several files.`;
}

function complain(sentence: string): void {
  problem.hidden = !sentence;
  problem.textContent = sentence;
}

function busy(is: boolean): void {
  button.disabled = is;
  progress.hidden = !is;
}

/** Sends the file, shows how much of it has arrived, and goes to the page of its check. */
function send(): void {
  const bar = need("progress", HTMLProgressElement, progress);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.responseType = "document";
  request.upload.addEventListener("progress", (event) => {
    bar.value = event.total ? (100 * event.loaded) / event.total : 0;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) location.assign(request.responseURL);
    else refuse(sentenceOf(request.responseXML) || `The server answered ${request.status}.`);
  });
  request.addEventListener("error", () => refuse("The server cannot be reached. Is it still running?"));
  busy(true);
  request.send(new FormData(form));
}

function refuse(sentence: string): void {
  busy(false);
  complain(sentence);
}

function sentenceOf(page: Document | null): string {
  return (page && find(".problem .lead", HTMLElement, page)?.textContent) ?? "";
}
