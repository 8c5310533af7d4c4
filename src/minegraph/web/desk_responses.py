"""What errands of the desk have come to, as responses."""

from __future__ import annotations

import json

from starlette.responses import FileResponse, HTMLResponse, Response

from minegraph.site import render
from minegraph.web.errands import Errand
from minegraph.web.front_desk import FrontDesk
from minegraph.web.reporting import REPORTS

FRESH = {"cache-control": "no-store"}


def waiting(desk: FrontDesk, errand: Errand, words: str) -> Response:
    """A page that says how an errand which is not over stands, and looks again."""
    return HTMLResponse(render("waiting.html", words=words, before=desk.checks.before(errand)), headers=FRESH)


def report_file(errand: Errand, form: str, name: str) -> Response:
    """A report that an errand has written, to be saved."""
    path, saved_as = errand.folder / f"report.{form}", f"{name}-report.{form}"
    return FileResponse(path, headers=FRESH, media_type=REPORTS[form], filename=saved_as)


def handed_in(errand: Errand) -> str:
    """What became of a file, as JSON, with the whole report and preview in it."""
    brief = {name: errand.outcome[name] for name in ("submission", "status", "new")}
    return json_with(brief, errand)


def json_with(brief: dict[str, object], errand: Errand) -> str:
    """JSON with the report and the preview that an errand has written; null where it has none."""
    documents = {
        name: (errand.folder / f"{name}.json").read_text(encoding="utf-8") if errand.outcome[name] else "null"
        for name in ("report", "preview")
    }
    members = {name: json.dumps(value, ensure_ascii=False) for name, value in brief.items()} | documents
    written = ", ".join(f"{json.dumps(name)}: {text}" for name, text in members.items())
    return f"{{{written}}}\n"
