"""Where handing in begins: the page, the templates, and what programs send in one go."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from minegraph.formats import HTML, JSON, TURTLE, XLSX
from minegraph.tabular.limits import FILE_BYTES
from minegraph.web.desk_responses import handed_in
from minegraph.web.failures import RequestError
from minegraph.web.front_desk import FrontDesk
from minegraph.web.incoming import file_form
from minegraph.web.negotiation import form_for
from minegraph.web.reporting import REPORTS, SARIF
from minegraph.web.responses import asked
from minegraph.web.uploads import YES, Terms, Upload

ANSWERS = {
    JSON.media_type: "json",
    HTML.media_type: "page",
    TURTLE.media_type: "ttl",
    SARIF: "sarif",
    XLSX.media_type: "xlsx",
}
SEE_OTHER, CREATED, OK, NOT_FOUND, UNPROCESSABLE = 303, 201, 200, 404, 422


async def start(request: Request) -> Response:
    """The page where one begins."""
    return await asked(request, "pages", "submit", filled=request.query_params.get("with", ""), largest=FILE_BYTES)


async def again(_: Request) -> Response:
    """Back to where one begins, for a browser that asks for an address forms are sent to."""
    return RedirectResponse("/submit", SEE_OTHER)


async def template(request: Request) -> Response:
    """A template to fill in."""
    said = request.query_params
    filled = [thing.strip() for text in said.getlist("with") for thing in text.split("|") if thing.strip()]
    forms = [name for name in said.getlist("form") if name]
    ending = request.url.path.rpartition(".")[2]
    return await asked(request, "pages", "template", forms=forms, filled=filled, form=ending)


async def validate(request: Request) -> Response:
    """The report on a file: a browser is led to a page, a program gets the report itself."""
    form = form_for(request, ANSWERS)
    desk = FrontDesk.of(request)
    upload, _ = await _received(request, desk)
    if form == "page":
        return RedirectResponse(f"/submit/{upload.id}", SEE_OTHER)
    try:
        errand = desk.check(upload)
        outcome = await errand.result()
        _require_encoding(outcome)
        if form not in outcome["forms"]:
            raise RequestError(NOT_FOUND, "This file cannot be marked. Ask for the report as JSON instead.")
        return Response((errand.folder / f"report.{form}").read_bytes(), media_type=REPORTS[form])
    finally:
        desk.uploads.forget(upload)


async def submit(request: Request) -> Response:
    """Hand a file in at once, as a program does; the answer is that of `minegraph submit --format json`."""
    desk = FrontDesk.of(request)
    desk.require_inbox()
    upload, fields = await _received(request, desk)
    upload.terms = Terms.said(fields)
    is_trial = fields.get("dry_run", "").lower() in YES
    try:
        errand = desk.try_out(upload, upload.terms) if is_trial else desk.hand_in(upload)
        outcome = await errand.result()
        is_kept = bool(outcome["submission"] or outcome["preview"])
        status = (CREATED if outcome["new"] else OK) if is_kept else UNPROCESSABLE
        place = {"location": f"/inbox/{outcome['submission']}.json"} if status == CREATED else None
        return Response(handed_in(errand), status, place, JSON.media_type)
    finally:
        desk.uploads.forget(upload)


async def _received(request: Request, desk: FrontDesk) -> tuple[Upload, dict[str, str]]:
    """The file in a request, kept, and the fields beside it."""
    async with desk.uploads.receiving(), file_form(request) as form:
        encoding, replaces = (form.fields.get(name, "").strip() or None for name in ("encoding", "replaces"))
        return await desk.uploads.take(form.file, encoding, replaces), form.fields


def _require_encoding(outcome: dict[str, dict[str, str]]) -> None:
    if question := outcome.get("question"):
        reads = f"It reads as {question['encoding']}: “{question['sample']}”."
        advice = "If that is right, say so in the field “encoding”, or save it as UTF-8."
        raise RequestError(UNPROCESSABLE, f"The file is not UTF-8. {reads} {advice}")


routes = [
    Route("/submit", start),
    Route("/submit", submit, methods=["POST"]),
    Route("/validate", again),
    Route("/validate", validate, methods=["POST"]),
    Route("/template.xlsx", template),
    Route("/template.zip", template),
]
