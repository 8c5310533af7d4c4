"""An accepted file says who handed it in, who accepted it, and with which warnings, wherever git takes it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from minegraph.errors import NotFoundError
from minegraph.files import Layout
from minegraph.submission.acceptance import withdraw
from minegraph.submission.inbox import Inbox
from minegraph.submission.licences import OPEN
from minegraph.terms import ID, PREFIXES
from submission_worlds import (
    BY_LICENCE,
    SOUTH,
    VERSION,
    agent,
    draft_of,
    files_below,
    put,
    said,
    small_root,
    statuses,
    taken,
    warning,
)

LONG = "Geological Survey of Somewhere, Regional Office"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return small_root(tmp_path / "root")


def test_provenance_says_who_when_and_from_what(layout: Layout) -> None:
    entry = put(layout, by="Geologian tutkimuskeskus (GTK)")
    path, graph = (acceptance := taken(layout, entry.id, "Data steward")).path, acceptance.graph
    receipt = acceptance.entry.receipt
    assert receipt.decision is not None
    submission, file, act = (f"{ID}{kind}/{entry.id}" for kind in ("submission", "submitted-file", "acceptance"))
    submitter, steward = (
        agent("geologian-tutkimuskeskus-gtk", receipt.submitted_by),
        agent("data-steward", "Data steward"),
    )
    entity, someone = {f"{PREFIXES['prov']}Entity"}, {f"{PREFIXES['prov']}Agent"}
    assert said(path, graph) == {
        "type": entity,
        "wasDerivedFrom": {submission},
        "wasGeneratedBy": {act},
        "wasAttributedTo": {submitter},
        "generatedAtTime": {receipt.decision.at},
        "license": {BY_LICENCE},
        "conformsTo": {VERSION},
    }
    assert said(path, submission) == {
        "type": entity,
        "wasAttributedTo": {submitter},
        "wasDerivedFrom": {file},
        "generatedAtTime": {receipt.submitted_at},
    }
    digest = {f"sha256:{receipt.sha256}"}
    assert said(path, file) == {"type": entity, "title": {"North regions.ttl"}, "identifier": digest}
    assert said(path, act) == {
        "type": {f"{PREFIXES['prov']}Activity"},
        "wasAssociatedWith": {steward},
        "used": {submission},
        "endedAtTime": {receipt.decision.at},
    }
    assert said(path, submitter) == {"type": someone, "label": {"Geologian tutkimuskeskus (GTK)"}}
    assert said(path, steward) == {"type": someone, "label": {"Data steward"}}


def test_known_organisation_is_named_by_its_own_iri(layout: Layout) -> None:
    known = {"GTK": f"{ID}organisation/gtk"}
    path = taken(layout, put(layout).id, "Data steward", known_agent=known.get).path
    assert said(path, f"{ID}submission/{path.stem}")["wasAttributedTo"] == {f"{ID}organisation/gtk"}
    assert "agent/gtk" not in path.read_text()


@pytest.mark.parametrize(
    ("one", "other"), [(f"{LONG} North", f"{LONG} South"), ("ÅF", "AF"), ("Γεωλογικό", "Геологія")]
)
def test_names_that_look_alike_stay_two_agents(layout: Layout, tmp_path: Path, one: str, other: str) -> None:
    first, second = taken(layout, put(layout, by=one).id), taken(layout, put(layout, SOUTH, by=other).id)
    agents = {who for done in (first, second) for who in said(done.path, done.graph)["wasAttributedTo"]}
    assert len(agents) == 2
    assert all(re.fullmatch(rf"{ID}agent/[a-z0-9]+(-[a-z0-9]+)*", iri) for iri in agents)
    layout.inbox.rename(tmp_path / "elsewhere")
    assert {entry.id: entry.receipt.submitted_by for entry in Inbox(layout).entries()} == {
        first.entry.id: one,
        second.entry.id: other,
    }


def test_accepted_warnings_stay_recorded(layout: Layout) -> None:
    entry = put(layout, "r:North a mg:Region ; mg:area 1 .")
    acceptance = taken(layout, entry.id)
    (caveat,) = acceptance.entry.receipt.warnings
    assert (caveat.constraint, caveat.problem) != ("", "")
    warning = f"{ID}accepted-warning/{entry.id}-1"
    assert said(acceptance.path, f"{ID}acceptance/{entry.id}")["used"] == {f"{ID}submission/{entry.id}", warning}
    assert said(acceptance.path, warning)["wasDerivedFrom"] == {"https://w3id.org/minegraph/shapes#Region-name"}


def test_warnings_that_were_agreed_to_stay_beside_those_found_later(layout: Layout, tmp_path: Path) -> None:
    agreed = (warning("Name it."), *(warning(f"No {number}.") for number in range(11)))
    acceptance = taken(layout, put(layout, "r:North a mg:Region ; mg:area 1 .", warnings=agreed).id)
    *kept, found = acceptance.entry.receipt.warnings
    assert (tuple(kept), found.constraint) == (agreed, agreed[0].constraint)
    assert found.problem not in {caveat.problem for caveat in agreed}
    layout.inbox.rename(tmp_path / "elsewhere")
    assert Inbox(layout).entry(acceptance.entry.id).receipt.warnings == (*agreed, found)


def test_warning_that_is_found_again_is_the_one_that_was_agreed_to(layout: Layout) -> None:
    text = "r:North a mg:Region ; mg:area 1 ."
    (found,) = taken(layout, put(layout, text).id).entry.receipt.warnings
    agreed = (replace(found, places=("a.xlsx, sheet Regions, row 2",)),)
    assert taken(layout, put(layout, f"{text} # again", warnings=agreed).id).entry.receipt.warnings == agreed


def test_file_says_all_that_the_receipt_says(layout: Layout, tmp_path: Path) -> None:
    acceptance = taken(layout, put(layout, "r:North a mg:Region ; mg:area 1 .").id)
    layout.inbox.rename(tmp_path / "elsewhere")
    entry = Inbox(layout).entry(acceptance.entry.id)
    assert entry.receipt.statements == ""
    assert vars(entry.receipt) | {"statements": ""} == vars(acceptance.entry.receipt) | {"statements": ""}


def test_receipt_that_a_killed_accept_left_keeps_the_name_of_the_submitter(layout: Layout) -> None:
    waiting = put(layout, warnings=(warning(),))
    left = (waiting.directory / "receipt.json").read_bytes()
    done = taken(layout, waiting.id, "Data steward", known_agent={"GTK": f"{ID}organisation/gtk"}.get)
    (waiting.directory / "receipt.json").write_bytes(left)
    assert Inbox(layout).entry(waiting.id).receipt == done.entry.receipt


def test_accepted_submission_can_be_looked_at_where_it_came_with_git(layout: Layout, tmp_path: Path) -> None:
    entry = taken(layout, put(layout).id).entry
    layout.inbox.rename(tmp_path / "elsewhere")
    cloned = Inbox(layout).entry(entry.id)
    assert {quad.triple for quad in Inbox(layout).quads(cloned)} == set(draft_of(tmp_path / "handed-in").triples)
    assert {quad.graph_name for quad in Inbox(layout).quads(cloned)} == {ox.NamedNode(entry.graph)}


@pytest.mark.parametrize("name", ["../../../evil", "..", "/etc/evil", "Évil", ""])
def test_accepted_file_whose_id_would_be_a_path_is_no_submission(layout: Layout, tmp_path: Path, name: str) -> None:
    entry = taken(layout, put(layout).id).entry
    text = entry.path.read_text().replace(f"submission/{entry.id}>", f"submission/{name}>")
    entry.path.write_text(
        re.sub(rf"mgid:submission/{entry.id}|submission:{entry.id}", f"<{ID}submission/{name}>", text)
    )
    assert said(entry.path, entry.graph)["wasDerivedFrom"] == {f"{ID}submission/{name}"}
    layout.inbox.rename(tmp_path / "elsewhere")
    before = files_below(tmp_path)
    assert Inbox(layout).entries() == ()
    with pytest.raises(NotFoundError):
        withdraw(layout, name)
    assert files_below(tmp_path).keys() - before.keys() == {"root/inbox/lock"}


def test_submission_that_came_with_git_can_be_withdrawn(layout: Layout, tmp_path: Path) -> None:
    entry = taken(layout, put(layout).id).entry
    layout.inbox.rename(tmp_path / "elsewhere")
    assert withdraw(layout, entry.id).status == "withdrawn"
    assert not entry.path.exists()
    assert put(layout).status == "waiting"
    assert taken(layout, entry.id).is_new


def test_file_that_git_brings_back_is_accepted_again(layout: Layout) -> None:
    entry = taken(layout, put(layout).id).entry
    text = entry.path.read_bytes()
    withdraw(layout, entry.id)
    entry.path.write_bytes(text)
    assert statuses(layout) == {entry.id: "accepted"}
    put(layout, SOUTH)
    assert entry.path.read_bytes() == text


def test_file_that_git_brings_says_under_whose_name_and_licence_it_is_public(layout: Layout) -> None:
    public = taken(layout, put(layout).id).entry
    text = public.path.read_bytes()
    withdraw(layout, public.id)
    assert put(layout, by="ECO", licence=OPEN["CC0-1.0"]).id == public.id
    public.path.write_bytes(text)
    receipt = Inbox(layout).entry(public.id).receipt
    assert (receipt.status, receipt.submitted_by, receipt.licence) == ("accepted", "GTK", BY_LICENCE)


def test_file_that_git_takes_away_is_not_accepted_any_more(layout: Layout) -> None:
    entry = taken(layout, put(layout).id).entry
    entry.path.unlink()
    gone = Inbox(layout).entry(entry.id)
    assert gone.receipt.decision is not None
    assert (gone.status, gone.receipt.decision.why) == ("withdrawn", f"data/submissions/{entry.id}.ttl is gone")
