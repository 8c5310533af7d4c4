"""What has to do with handing data in: templates, checks, the inbox, and the decisions of stewards."""

from __future__ import annotations

from collections.abc import Iterable

from minegraph.formats import HTML, JSON, TURTLE, XLSX, Format
from minegraph.web.openapi.parts import Document, parameter, responses

TAG = "submissions"
STEWARD: Document = {
    "steward": {"type": "http", "scheme": "bearer", "description": "The token that `minegraph serve` prints."}
}
ARCHIVE = Format("zip", "CSV files", "application/zip", "zip")
SARIF = Format("sarif", "SARIF", "application/sarif+json", "sarif")
_FILE: Document = {"type": "string", "contentMediaType": "application/octet-stream"}
_TEXT: Document = {"type": "string"}
_CHECKED: Document = {
    "file": {**_FILE, "description": "A filled-in template (.xlsx, .csv) or RDF, at most 50 MB."},
    "encoding": {**_TEXT, "description": "The encoding of a CSV file that is not in UTF-8, such as windows-1252."},
    "replaces": {**_TEXT, "description": "The id of the accepted submission that this is a new version of."},
}
_HANDED_IN: Document = {
    **_CHECKED,
    "by": {**_TEXT, "description": "The organisation or role that hands it in, never a person: it is published."},
    "licence": {**_TEXT, "description": "Such as CC-BY-4.0, or its web address."},
    "accept_warnings": {"enum": ["yes"], "description": "Hand it in with its warnings."},
    "dry_run": {"enum": ["yes"], "description": "Only show what would change."},
}
_SUBMISSION = parameter("id", "The id of a submission, or the beginning of one.", place="path")


def _operation(name: str, words: str, formats: Iterable[Format], *failing: str) -> Document:
    return {"operationId": name, "summary": words, "tags": [TAG], "responses": responses(formats, *failing)}


def _posted(operation: Document, kind: str, fields: Document, required: list[str]) -> Document:
    """An operation that is sent a form."""
    schema = {"type": "object", "properties": fields, "required": required}
    return {"post": {**operation, "requestBody": {"required": True, "content": {kind: {"schema": schema}}}}}


def _template(form: Format) -> Document:
    asked = [
        parameter("form", "A kind of thing, such as Sites; may be repeated. By default the usual ones."),
        parameter("with", "What stands in the rows already: a name, code or IRI; several with | between them."),
    ]
    words = f"Spreadsheets to fill in, as {form.title}."
    return {"get": {**_operation(f"template-{form.name}", words, (form,), "NotFound"), "parameters": asked}}


def _decision(verb: str, words: str) -> Document:
    """An operation of stewards on a submission."""
    by = {**_TEXT, "description": "The organisation or role that decides, never a person: it is published."}
    why = {**_TEXT, "description": "What the submitter should know; needed to reject."}
    operation = _operation(verb, words, (JSON,), "BadRequest", "Unauthorised", "NotFound", "Conflict", "Unavailable")
    posted = _posted(
        {**operation, "security": [{"steward": []}]},
        "application/x-www-form-urlencoded",
        {"by": by, "why": why},
        ["by", "why"] if verb == "reject" else ["by"],
    )
    return {"parameters": [_SUBMISSION], **posted}


def _sent(name: str, words: str, formats: Iterable[Format], fields: Document, *required: str) -> Document:
    """An operation that is sent a file."""
    failing = ("BadRequest", "NotFound", "Conflict", "TooLarge", "NotConforming", "Unavailable")
    operation = _operation(name, words, formats, *failing)
    return _posted(operation, "multipart/form-data", fields, ["file", *required])


DESK: Document = {
    "/template.xlsx": _template(XLSX),
    "/template.zip": _template(ARCHIVE),
    "/validate": _sent(
        "validate", "The report on a file, seen as part of the graph.", (JSON, TURTLE, SARIF, XLSX, HTML), _CHECKED
    ),
    "/submit": _sent(
        "submit",
        "Put a file in the inbox if it conforms: the report, and what accepting it would change.",
        (JSON,),
        _HANDED_IN,
        "by",
        "licence",
    ),
    "/inbox.json": {"get": _operation("inbox", "The submissions, newest last, and what became of them.", (JSON,))},
    "/inbox/{id}.json": {
        "parameters": [_SUBMISSION],
        "get": _operation(
            "review",
            "A submission; while it waits with the report on it and what accepting it would change.",
            (JSON,),
            *("NotFound", "Conflict", "Unavailable"),
        ),
    },
    "/inbox/{id}/accept": _decision("accept", "Make a submission part of the graph."),
    "/inbox/{id}/reject": _decision("reject", "Turn a submission down."),
    "/inbox/{id}/withdraw": _decision("withdraw", "Take a submission out of the inbox, or out of the graph."),
}
