"""The inbox: what was handed in, what became of it, and the decisions of stewards."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from minegraph.formats import HTML, JSON
from minegraph.site import render
from minegraph.submission.receipts import ACCEPTED, WAITING
from minegraph.web.desk_responses import FRESH, json_with, report_file, waiting
from minegraph.web.errands import Errand
from minegraph.web.failures import RequestError
from minegraph.web.front_desk import FrontDesk
from minegraph.web.incoming import fields
from minegraph.web.negotiation import form_for
from minegraph.web.reporting import PREVIEW, REPORT, written
from minegraph.web.responses import answered, asked
from minegraph.web.signing_in import require_steward, session_of

SEE_OTHER, CONFLICT, NOT_FOUND, BAD_REQUEST = 303, 409, 404, 400
ANSWERS = {JSON.media_type: "json", HTML.media_type: "page"}
FORESEEING = "What would change in the graph without it is being worked out."
CHANGED = "The graph has changed since you looked at what this would change. Look again, then decide."


async def inbox(request: Request) -> Response:
    """The submissions, and where each stands."""
    form = "json" if request.url.path.endswith(".json") else "html"
    response = await asked(request, "pages", "inbox", form=form, is_steward=bool(session_of(request)))
    response.headers.update(FRESH)
    return response


async def submission(request: Request) -> Response:
    """A submission, with the report on it and what accepting it would change while it waits."""
    desk, known = await _known(request)
    review = desk.review(known["receipt"]) if known["receipt"]["status"] == WAITING else None
    decision = desk.decision(known["receipt"]["id"])
    page = render(
        "submission.html",
        **known,
        review=review,
        report=written(review.folder, REPORT) if review and review.outcome else "",
        preview=written(review.folder, PREVIEW) if review and review.outcome else "",
        decision=decision,
        is_moving=_is_moving(known, review, decision),
        steward=session_of(request),
        generation=desk.generation,
    )
    return HTMLResponse(page, headers=FRESH)


def _is_moving(known: dict[str, Any], review: Errand | None, decision: Errand | None) -> bool:
    """Whether the page will soon say something else."""
    under_way = any(one and not one.is_over for one in (review, decision))
    return under_way or known["standing"].startswith("being")


async def submission_json(request: Request) -> Response:
    """The same as JSON: what `minegraph inbox ID --format json` gives."""
    desk, known = await _known(request)
    brief = {name: known[name] for name in ("receipt", "standing", "graph")}
    if known["receipt"]["status"] != WAITING:
        return Response(json.dumps({**brief, "report": None, "preview": None}), media_type=JSON.media_type)
    review = desk.review(known["receipt"])
    await review.result()
    return Response(json_with(brief, review), media_type=JSON.media_type)


async def withdrawal(request: Request) -> Response:
    """What taking an accepted submission out of the graph would change."""
    desk, known = await _known(request)
    if known["receipt"]["status"] != ACCEPTED:
        return RedirectResponse(f"/inbox/{known['receipt']['id']}", SEE_OTHER)
    errand = desk.withdrawal(known["receipt"])
    if not errand.is_over:
        return waiting(desk, errand, FORESEEING)
    page = render(
        "withdrawal.html",
        receipt=known["receipt"],
        outcome=errand.outcome,
        failure=errand.failure.message if errand.failure else "",
        report=written(errand.folder, REPORT),
        preview=written(errand.folder, PREVIEW),
        steward=session_of(request),
        generation=desk.generation,
    )
    return HTMLResponse(page, headers=FRESH)


async def report(request: Request) -> Response:
    """The report on a submission that waits, as a file to keep."""
    desk, known = await _known(request)
    form, receipt = request.path_params["form"], known["receipt"]
    if receipt["status"] != WAITING:
        raise RequestError(NOT_FOUND, f"{receipt['id']} does not wait any more, and is not checked again.")
    review = desk.review(receipt)
    if form not in (await review.result())["report"]["forms"]:
        raise RequestError(NOT_FOUND, f"There is no report of the form {form!r}.")
    return report_file(review, form, receipt["id"])


async def original(request: Request) -> Response:
    """The file as it was handed in."""
    FrontDesk.of(request).require_inbox()
    return await asked(request, "pages", "original", submission=request.path_params["id"])


async def decide(request: Request) -> Response:
    """Accept, reject or withdraw a submission, as a steward."""
    desk = FrontDesk.of(request)
    desk.require_inbox()
    await require_steward(request)
    form, verb = form_for(request, ANSWERS), request.url.path.rpartition("/")[2]
    said = await fields(request)
    _require_words(said, verb)
    if session := session_of(request):
        session.by = said["by"].strip()
    if said.get("seen", desk.generation) != desk.generation:
        raise RequestError(CONFLICT, CHANGED)
    _, known = await _known(request)
    errand = desk.decide(verb, known["receipt"]["id"], said["by"], said.get("why", ""))
    if form == "page":
        return RedirectResponse(f"/inbox/{known['receipt']['id']}", SEE_OTHER)
    return Response(json.dumps(await _decided(errand)), media_type=JSON.media_type)


async def _decided(errand: Errand) -> dict[str, Any]:
    try:
        return await errand.result()
    except RequestError as failure:
        status = CONFLICT if failure.status == BAD_REQUEST else failure.status
        raise RequestError(status, failure.message, failure.headers) from failure


def _require_words(said: dict[str, str], verb: str) -> None:
    if not said.get("by", "").strip():
        raise RequestError(BAD_REQUEST, "It is not said who decides. Name the organisation or role in the field “by”.")
    if verb == "reject" and not said.get("why", "").strip():
        raise RequestError(BAD_REQUEST, "It is not said why. Give the submitter a reason in the field “why”.")


async def _known(request: Request) -> tuple[FrontDesk, dict[str, Any]]:
    desk = FrontDesk.of(request)
    desk.require_inbox()
    answer = await answered(request, "pages", "submission", submission=request.path_params["id"])
    known: dict[str, Any] = json.loads(await answer.read())
    return desk, known


routes = [
    Route("/inbox", inbox),
    Route("/inbox.json", inbox),
    Route("/inbox/{id}.json", submission_json),
    Route("/inbox/{id}", submission),
    Route("/inbox/{id}/file", original),
    Route("/inbox/{id}/report.{form}", report),
    Route("/inbox/{id}/withdraw", withdrawal),
    *(Route(f"/inbox/{{id}}/{verb}", decide, methods=["POST"]) for verb in ("accept", "reject", "withdraw")),
]
