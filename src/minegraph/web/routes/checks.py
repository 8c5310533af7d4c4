"""A file that was sent: the report beside its rows, what it would change, and its way into the inbox."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from minegraph.site import render
from minegraph.submission.licences import TITLES
from minegraph.tabular.encodings import USUAL
from minegraph.web.desk_responses import FRESH, report_file, waiting
from minegraph.web.errands import Errand
from minegraph.web.failures import RequestError
from minegraph.web.front_desk import FrontDesk
from minegraph.web.incoming import fields
from minegraph.web.reporting import PREVIEW, REPORT, written
from minegraph.web.uploads import Terms, Upload

SEE_OTHER, NOT_FOUND = 303, 404
READING = "Your file is being read and checked as part of the graph."
FORESEEING = "What would change in the graph, its answers and its synergies is being worked out."
HANDING_IN = "Your file is on its way into the inbox."


async def check(request: Request) -> Response:
    """The report on a file beside its rows."""
    desk, upload = _at_hand(request)
    errand = desk.check(upload) if upload.check is None else upload.check
    if not errand.is_over:
        return waiting(desk, errand, READING)
    return HTMLResponse(
        render(
            "check.html",
            upload=upload,
            outcome=errand.outcome,
            failure=errand.failure.message if errand.failure else "",
            report=written(errand.folder, REPORT),
            encodings=USUAL,
            licences=TITLES,
            has_inbox=desk.has_inbox,
        ),
        headers=FRESH,
    )


async def report(request: Request) -> Response:
    """The report as a file to keep."""
    _, upload = _at_hand(request)
    form = request.path_params["form"]
    if upload.check is None or form not in upload.check.outcome.get("forms", ()):
        raise RequestError(NOT_FOUND, "There is no such report. Look at the check of the file first.")
    return report_file(upload.check, form, upload.path.stem)


async def read_as(request: Request) -> Response:
    """Check a file again, in another encoding."""
    desk, upload = _at_hand(request)
    upload.encoding = (await fields(request)).get("encoding", "").strip() or None
    desk.check(upload)
    return RedirectResponse(f"/submit/{upload.id}", SEE_OTHER)


async def try_out(request: Request) -> Response:
    """Begin to find out what handing a file in would change."""
    desk, upload = _at_hand(request)
    desk.require_inbox()
    desk.try_out(upload, Terms.said(await fields(request)))
    return RedirectResponse(f"/submit/{upload.id}/preview", SEE_OTHER)


async def preview(request: Request) -> Response:
    """What accepting a file would change."""
    desk, upload = _at_hand(request)
    if upload.trial is None:
        return RedirectResponse(f"/submit/{upload.id}", SEE_OTHER)
    if not upload.trial.is_over:
        return waiting(desk, upload.trial, FORESEEING)
    return _preview_page(desk, upload, upload.trial)


def _preview_page(desk: FrontDesk, upload: Upload, trial: Errand) -> Response:
    failed = next((one.failure for one in (upload.handing_in, trial) if one and one.failure), None)
    page = render(
        "preview.html",
        upload=upload,
        outcome=trial.outcome,
        failure=failed.message if failed else "",
        preview=written(trial.folder, PREVIEW),
        is_stale=desk.is_stale(upload),
    )
    return HTMLResponse(page, headers=FRESH)


async def preview_json(request: Request) -> Response:
    """What accepting a file would change, all of it."""
    _, upload = _at_hand(request)
    if upload.trial is None or not upload.trial.outcome.get("preview"):
        raise RequestError(NOT_FOUND, "There is no preview. Ask for it on the page of the check.")
    return FileResponse(upload.trial.folder / "preview.json", headers=FRESH, media_type="application/json")


async def hand_in(request: Request) -> Response:
    """Put a file in the inbox, under the terms that were said for its preview."""
    desk, upload = _at_hand(request)
    desk.require_inbox()
    if upload.trial is None:
        return RedirectResponse(f"/submit/{upload.id}", SEE_OTHER)
    desk.hand_in(upload)
    return RedirectResponse(f"/submit/{upload.id}/inbox", SEE_OTHER)


async def handed_in(request: Request) -> Response:
    """Where a file is after it was handed in."""
    desk, upload = _at_hand(request)
    errand = upload.handing_in
    if errand is not None and not errand.is_over:
        return waiting(desk, errand, HANDING_IN)
    if errand is None or not errand.outcome.get("submission"):
        return RedirectResponse(f"/submit/{upload.id}/preview", SEE_OTHER)
    return RedirectResponse(f"/inbox/{errand.outcome['submission']}", SEE_OTHER)


def _at_hand(request: Request) -> tuple[FrontDesk, Upload]:
    desk = FrontDesk.of(request)
    return desk, desk.uploads[request.path_params["id"]]


routes = [
    Route("/submit/{id}", check),
    Route("/submit/{id}/report.{form}", report),
    Route("/submit/{id}/encoding", read_as, methods=["POST"]),
    Route("/submit/{id}/preview", preview),
    Route("/submit/{id}/preview", try_out, methods=["POST"]),
    Route("/submit/{id}/preview.json", preview_json),
    Route("/submit/{id}/inbox", handed_in),
    Route("/submit/{id}/inbox", hand_in, methods=["POST"]),
]
