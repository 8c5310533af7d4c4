"""A report as SARIF 2.1.0 (OASIS), the format in which editors and code review show findings.

One result for each place: the standard (section 3.27.12) allows several locations of one result only where it takes a
change at all of them to mend it. The results of one finding share a partial fingerprint.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from minegraph import __version__
from minegraph.pages import text_of
from minegraph.places import Place
from minegraph.terms import BASE, compress
from minegraph.validation.paths import words
from minegraph.validation.report.finding import Finding
from minegraph.validation.report.outcome import Outcome
from minegraph.validation.report.page import cell
from minegraph.validation.triples import Term

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}

_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"

Entry = dict[str, object]


def document(outcome: Outcome) -> str:
    """The report as a SARIF log with one run."""
    rules = list({_rule_id(finding): _rule(finding) for finding in reversed(outcome.findings)}.values())
    driver = {"name": "minegraph", "version": __version__, "informationUri": BASE, "rules": rules}
    notes = [{"level": "note", "message": {"text": note}} for note in outcome.notes]
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "results": [result for finding in outcome.findings for result in _results(finding)],
        "properties": {"verdict": outcome.verdict, "engine": outcome.engine, "shapesVersion": outcome.shapes_version},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule_id(finding: Finding) -> str:
    return compress(finding.constraint or finding.component)


def _rule(finding: Finding) -> Entry:
    identifier = _rule_id(finding)
    rule: Entry = {
        "id": identifier,
        "shortDescription": {"text": finding.name or identifier},
        "help": {"text": finding.message or finding.name or identifier},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
    }
    return rule | ({"helpUri": quote(finding.constraint, safe=_IN_ADDRESSES)} if finding.constraint else {})


def _results(finding: Finding) -> Iterator[Entry]:
    """A result for each place of a finding; without any, for each of its resources."""
    path = words(finding.path) if finding.path else ""
    cause = "\n".join(str(part) for part in (finding.constraint, finding.component, path, finding.value))
    common = {
        "ruleId": _rule_id(finding),
        "level": LEVELS[finding.severity],
        "message": {"text": finding.sentence},
        "partialFingerprints": {"finding/v1": hashlib.sha256(cause.encode()).hexdigest()},
    }
    for location in _locations(finding):
        yield {**common, "locations": [location]}


def _locations(finding: Finding) -> Iterator[Entry]:
    alone = [_resource(focus) for focus in finding.focuses] if len(finding.focuses) == 1 else []
    for place in finding.places:
        yield {"physicalLocation": _physical(place), "logicalLocations": [*_cells(place), *alone]}
    if not finding.places:
        for focus in finding.focuses:
            yield {"logicalLocations": [_resource(focus)]}


def _physical(place: Place) -> Entry:
    region = {"region": {"startLine": place.line}} if place.line else {}
    return {"artifactLocation": {"uri": _uri(place.file)}, **region}


def _uri(file: str) -> str:
    """The address of a file: relative when its name is."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _cells(place: Place) -> Iterator[Entry]:
    """The cell or row of a spreadsheet, for which SARIF has no region: as spreadsheet programs write it."""
    if place.row:
        sheet = f"{place.sheet}!" if place.sheet else ""
        yield {"fullyQualifiedName": f"{sheet}{place.cell or f'{place.row}:{place.row}'}", "kind": "member"}


def _resource(focus: Term) -> Entry:
    return {"fullyQualifiedName": text_of(cell(focus)), "kind": "resource"}
