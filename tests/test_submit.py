"""Handing in: a file goes through the report, the inbox and the preview into the graph, as a person does it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import openpyxl
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from minegraph import KnowledgeGraph, SubmissionError
from minegraph.cli import verbs
from minegraph.files import Layout, format_turtle
from minegraph.terms import ID, MG, PREFIXES

Run = Callable[..., Result]
SITE = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX mgid: <https://w3id.org/minegraph/id/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX country: <http://publications.europa.eu/resource/authority/country/>
<https://w3id.org/minegraph/id/site/new-mine> a mg:Site ;
  skos:prefLabel "New mine"@en ;
  mg:facilityType <https://w3id.org/minegraph/id/facility-type/mine> ;
  mg:commodity <https://w3id.org/minegraph/id/commodity/cobalt> ;
  mg:country country:FIN ;
  mg:inRegion <https://w3id.org/minegraph/id/region/FI1D7> ;
  mg:siteStatus <https://w3id.org/minegraph/id/site-status/operating> ;
  mg:confidence <https://w3id.org/minegraph/id/confidence/high> ;
  dcterms:source <https://example.org/new-mine> .
"""
WHO = ("--by", "Region of Lapland", "--licence", "CC-BY-4.0")
MINE = f"ASK {{ <{ID}site/new-mine> a <{MG}Site> }}"


@pytest.fixture
def root(tiny_generation: Path, tmp_path: Path) -> Path:
    """A built miniature that the test may change."""
    return Path(shutil.copytree(tiny_generation.parents[2], tmp_path / "tiny"))


@pytest.fixture
def run(root: Path) -> Run:
    """Run a verb on the miniature."""
    return lambda *words: CliRunner().invoke(verbs, ["--root", str(root), *map(str, words)])


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a file to hand in."""

    def write(text: str, name: str = "new.ttl") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file of a graph outside its store."""
    files = (path for path in root.rglob("*") if path.is_file() and ".minegraph" not in path.parts)
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def submitted(run: Run, path: Path, *words: str) -> str:
    """The id of what is handed in."""
    result = run("submit", path, *WHO, "--format", "json", *words)
    assert result.exit_code == 0, result.output
    return str(json.loads(result.stdout)["submission"])


def asked(root: Path, query: str) -> bool:
    with KnowledgeGraph.open(root) as graph:
        return bool(graph.query(query))


def test_from_file_to_graph(run: Run, root: Path, write: Callable[..., Path]) -> None:
    path = write(SITE)
    name = submitted(run, path)
    assert not asked(root, MINE)
    accepted = run("accept", name, "--by", "Data steward")
    assert (accepted.exit_code, f"data/submissions/{name}.ttl" in accepted.stdout) == (0, True)
    assert asked(root, MINE)
    file = root / "data" / "submissions" / f"{name}.ttl"
    assert file.read_text() == format_turtle(file.read_text(), file)
    graph = Layout(root).graph_iri(file)
    digest = sha256(path.read_bytes()).hexdigest()
    said = {
        quad.object.value for quad in ox.parse(file.read_bytes(), ox.RdfFormat.TURTLE) if hasattr(quad.object, "value")
    }
    assert {f"sha256:{digest}", "Region of Lapland", "Data steward", "new.ttl"} <= said
    assert asked(root, f"ASK {{ GRAPH <{graph}> {{ <{graph}> <{PREFIXES['prov']}wasGeneratedBy> ?how }} }}")


def test_preview_says_what_changes(run: Run, write: Callable[..., Path]) -> None:
    result = run("submit", write(SITE), *WHO, "--dry-run")
    assert result.exit_code == 0
    assert "Conforms." in result.stdout
    assert "about 1 resource (1 new)" in result.stdout
    assert "Nothing was handed in: this was a trial." in result.stderr


def test_trial_changes_nothing(run: Run, root: Path, write: Callable[..., Path]) -> None:
    path, before = write(SITE), snapshot(root)
    assert run("submit", path, *WHO, "--dry-run").exit_code == 0
    assert snapshot(root) == before


def test_violation_is_not_handed_in(run: Run, root: Path, write: Callable[..., Path]) -> None:
    before = snapshot(root)
    result = run(
        "submit", write(SITE.replace("dcterms:source <https://example.org/new-mine>", "skos:note 'x'@en")), *WHO
    )
    assert result.exit_code == 1
    assert "No source is given." in result.stdout
    assert "was not handed in: mend what is named above first." in result.stderr
    assert snapshot(root) == before


def test_things_without_an_iri_are_found_by_line(run: Run, write: Callable[..., Path]) -> None:
    path = write(
        SITE.replace("mg:inRegion <https://w3id.org/minegraph/id/region/FI1D7>", "mg:inRegion [ a mg:Region ]")
    )
    result = run("submit", path, *WHO)
    assert (result.exit_code, "Something has no IRI of its own" in result.stdout) == (1, True)
    assert "new.ttl, line 12" in result.stdout


def test_what_breaks_at_an_existing_thing_is_found_where_it_is_referred_to(
    run: Run, write: Callable[..., Path]
) -> None:
    header = "project,organisation,role,source,confidence"
    table = write(f"{header}\nore,smelter,coordinator,https://example.org/x,high\n", "partners.csv")
    alone = run("validate", table)
    assert alone.exit_code == 0, alone.output
    result = run("submit", table, *WHO)
    assert (result.exit_code, "Keep one coordinator" in result.stdout) == (1, True)
    assert "partners.csv, column A (project), row 2" in result.stdout


def test_warnings_have_to_be_accepted_and_stay_on_record(run: Run, root: Path, write: Callable[..., Path]) -> None:
    path = write(SITE.replace("  mg:inRegion <https://w3id.org/minegraph/id/region/FI1D7> ;\n", ""))
    refused = run("submit", path, *WHO)
    assert (refused.exit_code, "add --accept-warnings" in refused.stderr) == (1, True)
    name = submitted(run, path, "--accept-warnings")
    assert run("accept", name, "--by", "Steward").exit_code == 0
    text = (root / "data" / "submissions" / f"{name}.ttl").read_text()
    assert "Site-region-count" in text


def test_same_file_is_one_submission(run: Run, write: Callable[..., Path]) -> None:
    path = write(SITE)
    name = submitted(run, path)
    assert submitted(run, path) == name
    assert run("accept", name, "--by", "Steward").exit_code == 0
    again = run("submit", path, *WHO)
    assert (again.exit_code, f"was handed in before, as {name} (accepted)" in again.stderr) == (0, True)
    twice = run("accept", name, "--by", "Another")
    assert (twice.exit_code, "before now" in twice.stdout) == (0, True)


def test_new_version_takes_the_place_of_the_old(run: Run, root: Path, write: Callable[..., Path]) -> None:
    first = submitted(run, write(SITE))
    assert run("accept", first, "--by", "Steward").exit_code == 0
    newer = write(SITE.replace("site-status/operating", "site-status/closed"), "newer.ttl")
    clash = run("submit", newer, *WHO)
    assert (clash.exit_code, "status of a site" in clash.stdout) == (1, True)
    assert f"For a new version of {first}: --replaces {first}." in clash.stdout
    second = submitted(run, newer, "--replaces", first)
    assert f"replaces   {first}" in run("inbox", second).stdout
    assert run("accept", second, "--by", "Steward").exit_code == 0
    assert [path.name for path in (root / "data" / "submissions").iterdir()] == [f"{first}.ttl"]
    status = f"ASK {{ <{ID}site/new-mine> <{MG}siteStatus> <{ID}site-status/%s> }}"
    assert [asked(root, status % value) for value in ("operating", "closed")] == [False, True]


ORGANISATION = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX mgid: <https://w3id.org/minegraph/id/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX country: <http://publications.europa.eu/resource/authority/country/>
<https://w3id.org/minegraph/id/organisation/%s> a mg:Organisation ; skos:prefLabel "%s"@en ; mg:country country:FIN ;
  mg:confidence <https://w3id.org/minegraph/id/confidence/high> ; dcterms:source <https://example.org/o> .
"""
PARTNER = "project,organisation,role,source,confidence\nore,xray,partner,https://example.org/x,high\n"


def taken_in(run: Run, path: Path, *words: str) -> str:
    """The id of what is handed in and accepted."""
    name = submitted(run, path, *words)
    assert run("accept", name, "--by", "Steward").exit_code == 0
    return name


def test_new_version_cannot_leave_out_what_others_refer_to(run: Run, root: Path, write: Callable[..., Path]) -> None:
    first = taken_in(run, write(ORGANISATION % ("xray", "X Ray Works"), "one.ttl"))
    taken_in(run, write(PARTNER, "partners.csv"))
    newer = write(ORGANISATION % ("yankee", "Yankee Works"), "two.ttl")
    result = run("submit", newer, *WHO, "--replaces", first)
    assert (result.exit_code, "Name the one organisation" in result.stdout) == (1, True)
    assert "What would be wrong with what stays" in run("withdraw", first, "--dry-run").stdout
    withdrawn = run("withdraw", first, "--by", "Steward")
    assert (withdrawn.exit_code, "The graph now has" in withdrawn.stderr) == (0, True)


def test_what_another_submission_states_as_well_stays(run: Run, root: Path, write: Callable[..., Path]) -> None:
    first = taken_in(run, write(ORGANISATION % ("xray", "X Ray Works"), "one.ttl"))
    both = ORGANISATION % ("xray", "X Ray Works") + ORGANISATION % ("yankee", "Yankee Works")
    taken_in(run, write(both, "two.ttl"))
    newer = write(PARTNER, "partners.csv")
    name = taken_in(run, newer, "--replaces", first)
    assert asked(root, f"ASK {{ <{ID}organisation/xray> a <{MG}Organisation> }}")
    assert run("withdraw", name, "--by", "Steward", "--dry-run").stdout.startswith("Withdrawing it removes")
    assert asked(root, f"ASK {{ ?participation <{MG}participant> <{ID}organisation/xray> }}")


def test_warnings_that_came_up_since_are_named(run: Run, write: Callable[..., Path]) -> None:
    names = [
        submitted(run, write(ORGANISATION % (slug, label), f"{slug}.ttl"))
        for slug, label in (("xray", "X Ray Works Finland"), ("x-ray", "X Ray Works of Finland"))
    ]
    assert "warnings  none" in run("accept", names[0], "--by", "Steward").stdout
    assert "The graph probably has this organisation already" in run("accept", names[1], "--by", "Steward").stdout


def test_accept_sees_what_another_has_accepted_meanwhile(root: Path, write: Callable[..., Path]) -> None:
    contradicting = write(SITE.replace("operating", "closed"), "two.ttl")
    with KnowledgeGraph.open(root) as one, KnowledgeGraph.open(root) as other:
        handed = [
            graph.submit(path, by="GTK", licence="CC0-1.0").entry
            for graph, path in ((one, write(SITE)), (other, contradicting))
        ]
        assert handed[0] is not None
        assert handed[1] is not None
        assert one.accept(handed[0].id, by="Steward").is_new
        with pytest.raises(SubmissionError, match="does not fit the graph as it is now"):
            other.accept(handed[1].id, by="Steward")


def test_file_is_not_taken_under_another_licence_or_name(run: Run, write: Callable[..., Path]) -> None:
    path = write(SITE)
    name = submitted(run, path)
    for state in ("waits", "is part of the graph"):
        again = run("submit", path, "--by", "GTK", "--licence", "CC0-1.0")
        assert (again.exit_code, f"This file {state} already" in again.stderr) == (2, True)
        run("accept", name, "--by", "Steward")


def test_withdrawing_what_waits_changes_nothing_in_the_graph(run: Run, write: Callable[..., Path]) -> None:
    first = taken_in(run, write(SITE))
    newer = submitted(run, write(SITE.replace("operating", "closed"), "two.ttl"), "--replaces", first)
    assert "changes nothing" in run("withdraw", newer, "--dry-run").stdout
    assert "removes" in run("withdraw", first, "--dry-run").stdout


def test_withdrawn_submission_leaves_the_graph(run: Run, root: Path, write: Callable[..., Path]) -> None:
    name = submitted(run, write(SITE))
    run("accept", name, "--by", "Steward")
    assert run("withdraw", name, "--by", "Steward", "--why", "The source was retracted.").exit_code == 0
    assert not asked(root, MINE)
    assert run("inbox", "--format", "json").stdout.count('"withdrawn"') == 1


def test_marked_workbook_can_be_mended_and_handed_in(run: Run, tmp_path: Path) -> None:
    given, marked = tmp_path / "a.xlsx", tmp_path / "marked.xlsx"
    assert run("template", "participation", "-o", given).exit_code == 0
    fill(given, project="ore", organisation="smelter", role="boss", source="https://example.org/x", confidence="high")
    assert run("validate", given, "--format", "xlsx", "-o", marked).exit_code == 1
    fill(marked, role="Partner")
    result = run("submit", marked, *WHO)
    assert (result.exit_code, "Handed in as" in result.stderr) == (0, True), result.output


def fill(path: Path, **cells: str) -> None:
    """Write into the first row to be filled in of a template for participations."""
    book = openpyxl.load_workbook(path)
    sheet = book["Participations"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(row for row in range(2, 20) if not str(sheet.cell(row, 1).value).startswith("#"))
    for heading, text in cells.items():
        sheet.cell(row, columns[heading]).value = text
    book.save(path)


def test_steward_reviews_a_waiting_submission(run: Run, write: Callable[..., Path]) -> None:
    name = submitted(run, write(SITE))
    result = run("inbox", name)
    assert result.exit_code == 0
    assert all(part in result.stdout for part in (name, "Region of Lapland", "Conforms.", "Accepting it adds"))
    document = json.loads(run("inbox", name, "--format", "json").stdout)
    assert (document["receipt"]["status"], document["report"]["conforms"]) == ("waiting", True)


def test_accept_looks_at_the_graph_as_it_is_now(run: Run, root: Path, write: Callable[..., Path]) -> None:
    waiting = submitted(run, write(SITE, "one.ttl"))
    other = submitted(run, write(SITE.replace("operating", "closed"), "two.ttl"))
    assert run("accept", other, "--by", "Steward").exit_code == 0
    before = snapshot(root)
    result = run("accept", waiting, "--by", "Steward")
    assert (result.exit_code, "does not fit the graph as it is now" in result.stderr) == (2, True)
    assert snapshot(root)[f"inbox/{waiting}/statements.ttl"] == before[f"inbox/{waiting}/statements.ttl"]
    assert not (root / "data" / "submissions" / f"{waiting}.ttl").exists()


def test_accepted_file_can_be_validated(run: Run, root: Path, write: Callable[..., Path]) -> None:
    name = submitted(run, write(SITE))
    run("accept", name, "--by", "Steward")
    result = run("validate", root / "data" / "submissions" / f"{name}.ttl")
    assert (result.exit_code, result.stdout.splitlines()[0][:9]) == (0, "Conforms.")


def test_verbs_are_functions_too(root: Path, write: Callable[..., Path]) -> None:
    with KnowledgeGraph.open(root) as graph:
        handed = graph.submit(write(SITE), by="Region of Lapland", licence="CC0-1.0")
        assert handed.entry is not None
        assert [entry.id for entry in graph.inbox()] == [handed.entry.id]
        assert graph.accept(handed.entry.id, by="Steward").is_new
        assert graph.query(MINE).answer
        assert graph.withdraw(handed.entry.id).status == "withdrawn"
        assert not graph.query(MINE).answer
        with pytest.raises(SubmissionError, match="licence"):
            graph.submit(write(SITE, "other.ttl"), by="GTK", licence="my own")


def test_graph_of_an_endpoint_takes_nothing_in(root: Path, endpoint: str, write: Callable[..., Path]) -> None:
    result = CliRunner().invoke(verbs, ["--store", endpoint, "submit", str(write(SITE)), *WHO])
    assert (result.exit_code, "needs the files of a graph" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("/dev/zero", *WHO), "not a file"),
        (("nowhere.xlsx", *WHO), "Check the path"),
        (("FILE", "--by", " ", "--licence", "CC-BY-4.0"), "It is not said who"),
        (("FILE", "--by", "GTK", "--licence", "mine"), "licence"),
        (("FILE", *WHO, "--replaces", "2020"), "There is no submission"),
        (("FILE", "FILE", *WHO), "Hand in one file"),
    ],
)
def test_what_cannot_be_handed_in_is_said(
    run: Run, root: Path, write: Callable[..., Path], words: tuple[str, ...], reason: str
) -> None:
    before = snapshot(root)
    result = run("submit", *(str(write(SITE)) if word == "FILE" else word for word in words))
    assert (result.exit_code, reason in result.stderr) == (2, True)
    assert snapshot(root) == before
