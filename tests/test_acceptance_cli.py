"""Submissions are decided on through the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from minegraph.cli import verbs
from minegraph.knowledge_graph import KnowledgeGraph
from minegraph.submission.inbox import Inbox
from minegraph.terms import ID, MG, PREFIXES
from submission_worlds import agent, draft_of, said, statuses

FACTS = f"""
@prefix mg: <{MG}> . @prefix o: <{ID}organisation/> . @prefix skos: <{PREFIXES["skos"]}> .
@prefix dcterms: <{PREFIXES["dcterms"]}> . @prefix country: <{PREFIXES["country"]}> .
o:new a mg:Organisation ; skos:prefLabel "New Survey"@en ; mg:country country:FIN ; mg:pic "999999999" ;
    mg:confidence <{ID}confidence/high> ; dcterms:source <https://example.org/source> .
"""


@pytest.fixture
def tiny(tiny_generation: Path, tmp_path: Path) -> Iterator[KnowledgeGraph]:
    """A built miniature that the test may change."""
    shutil.copytree(tiny_generation.parents[2], tmp_path / "tiny")
    with KnowledgeGraph.open(tmp_path / "tiny") as graph:
        yield graph


def handed_in(graph: KnowledgeGraph) -> str:
    """A submission of an organisation to the miniature; gives its id."""
    draft = draft_of(graph.layout.root.parent / "handed-in", FACTS, name="new.ttl", by="Another Survey")
    return Inbox(graph.layout).put(draft)[0].id


def run(graph: KnowledgeGraph, *words: str) -> Result:
    return CliRunner().invoke(verbs, ["--root", str(graph.layout.root), *words])


def test_accepted_submission_is_in_the_graph_and_adds_no_violation(tiny: KnowledgeGraph) -> None:
    name = handed_in(tiny)
    before = tiny.validate()
    result = run(tiny, "accept", name[:-3], "--by", "Data steward")
    assert (result.exit_code, result.stdout.splitlines()[0].split()) == (0, ["accepted", name])
    assert f"The store is up to date: data/submissions/{name}" in result.stderr
    after = tiny.validate()
    new = set(after.results) - set(before.results)
    assert {(one.severity, getattr(one.focus, "value", "")) for one in new} == {("Info", f"{ID}organisation/new")}
    assert "New Survey" in str(tiny.describe("New Survey"))


@pytest.mark.parametrize(("by", "slug"), [("Junta de Andalucía", "junta"), ("survey of the north", "north-survey")])
def test_organisation_that_is_in_the_graph_is_named_by_its_iri(tiny: KnowledgeGraph, by: str, slug: str) -> None:
    run(tiny, "accept", name := handed_in(tiny), "--by", by)
    path = tiny.layout.submissions / f"{name}.ttl"
    assert said(path, f"{ID}acceptance/{name}")["wasAssociatedWith"] == {f"{ID}organisation/{slug}"}
    assert said(path, f"{ID}submission/{name}")["wasAttributedTo"] == {agent("another-survey", "Another Survey")}


def test_accept_checks_against_the_graph_as_it_is_now(tiny: KnowledgeGraph) -> None:
    name = handed_in(tiny)
    same = FACTS.replace("o:new", "o:twin").replace("New Survey", "Twin Survey")
    (tiny.layout.root / "data" / "organisations" / "twin.ttl").write_text(same)
    result = run(tiny, "accept", name, "--by", "Data steward")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"minegraph: {name} does not fit the graph as it is now and stays in the inbox" in result.stderr
    assert not tiny.layout.submissions.exists()


def test_store_that_cannot_be_built_does_not_undo_the_acceptance(tiny: KnowledgeGraph) -> None:
    name = handed_in(tiny)
    tiny.build()
    (tiny.layout.root / "data" / "broken.ttl").write_text("broken")
    result = run(tiny, "accept", name, "--by", "Data steward")
    assert result.exit_code == 0
    assert "The decision stands; `minegraph build` tries again." in result.stderr
    assert statuses(tiny.layout) == {name: "accepted"}


def test_inbox_lists_what_waits_and_what_became_of_the_rest(tiny: KnowledgeGraph) -> None:
    empty = run(tiny, "inbox")
    assert (empty.exit_code, empty.stdout, empty.stderr) == (0, "", "0 submissions, 0 waiting.\n")
    name = handed_in(tiny)
    listed = run(tiny, "inbox")
    assert listed.stdout.splitlines()[2].split()[:2] == [name, "new.ttl"]
    assert listed.stderr == "1 submission, 1 waiting.\n"
    (described,) = json.loads(run(tiny, "inbox", "--format", "json").stdout)
    assert described == json.loads(Inbox(tiny.layout).entry(name).receipt.to_json())


def test_accepted_submission_is_shown_where_it_came_with_git(tiny: KnowledgeGraph, tmp_path: Path) -> None:
    run(tiny, "accept", name := handed_in(tiny), "--by", "Steward")
    tiny.layout.inbox.rename(tmp_path / "elsewhere")
    shown = run(tiny, "inbox", name)
    assert (shown.exit_code, name in shown.stdout, "new.ttl" in shown.stdout) == (0, True, True)


def test_reject_and_withdraw_say_what_they_did(tiny: KnowledgeGraph) -> None:
    name = handed_in(tiny)
    assert (
        run(tiny, "reject", name, "--by", "Steward", "--why", "No source.").stdout == f"Rejected {name}: No source.\n"
    )
    handed_in(tiny)
    run(tiny, "accept", name, "--by", "Steward")
    withdrawn = run(tiny, "withdraw", name, "--why", "Retracted.")
    assert withdrawn.stdout == f"Withdrew {name}.\n"
    assert f"The store is up to date: data/submissions/{name}" in withdrawn.stderr
    assert statuses(tiny.layout) == {name: "withdrawn"}
