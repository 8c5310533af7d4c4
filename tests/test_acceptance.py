"""Accepting, rejecting and withdrawing: what is said to be done is on disk, and says who did it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from minegraph.cli import verbs
from minegraph.errors import NotFoundError, SubmissionError
from minegraph.files import Layout, format_turtle
from minegraph.knowledge_graph import KnowledgeGraph
from minegraph.submission.acceptance import reject, withdraw
from minegraph.submission.inbox import Inbox
from minegraph.submission.licences import OPEN
from minegraph.terms import ID, MG, PREFIXES
from submission_worlds import BY_LICENCE, NORTH, VERSION, draft_of, files_below, put, small_root, taken, warning

SOUTH = "r:South a mg:Region ; mg:area 2 ; mg:name 'South' ."
LONG = "Geological Survey of Somewhere, Regional Office"
TESTS = Path(__file__).parent
ACCEPT = """
import sys
from pathlib import Path
from minegraph.files import Layout
from submission_worlds import taken
done = taken(Layout(Path(sys.argv[1])), sys.argv[2], sys.argv[3], notice=lambda said: print(said, flush=True))
print(done.is_new)
"""


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return small_root(tmp_path / "root")


def stated(path: Path) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE)}


def said(path: Path, subject: str) -> dict[str, set[str]]:
    """What a file says of one resource: the local name of the property -> the values."""
    found: dict[str, set[str]] = {}
    for triple in stated(path):
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value == subject:
            name = re.split("[#/]", triple.predicate.value)[-1]
            found.setdefault(name, set()).add(getattr(triple.object, "value", ""))
    return found


def agent(slug: str, name: str) -> str:
    """The IRI of somebody whom the graph does not know."""
    return f"{ID}agent/{slug}-{sha256(name.encode()).hexdigest()[:8]}"


def statuses(layout: Layout) -> dict[str, str]:
    return {entry.id: entry.status for entry in Inbox(layout).entries()}


def test_accepted_submission_is_one_canonical_file(layout: Layout) -> None:
    before, entry = files_below(layout.root), put(layout)
    acceptance = taken(layout, entry.id)
    assert acceptance.path == layout.root / "data" / "submissions" / f"{entry.id}.ttl"
    text = acceptance.path.read_text()
    assert format_turtle(text, acceptance.path) == text
    assert "mg:area 16073.00 ;" in text
    assert {quad.triple for quad in Inbox(layout).quads(entry)} < stated(acceptance.path)
    assert layout.graph_files[acceptance.graph] == acceptance.path
    after = files_below(layout.root)
    assert {name for name in after if after[name] != before.get(name)} == {
        f"data/submissions/{entry.id}.ttl",
        "inbox/lock",
        *(f"inbox/{entry.id}/{name}" for name in ("North regions.ttl", "receipt.json", "statements.ttl")),
    }


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


def test_file_says_all_that_the_receipt_says(layout: Layout, tmp_path: Path) -> None:
    acceptance = taken(layout, put(layout, "r:North a mg:Region ; mg:area 1 .").id)
    layout.inbox.rename(tmp_path / "elsewhere")
    entry = Inbox(layout).entry(acceptance.entry.id)
    assert entry.receipt.statements == ""
    assert vars(entry.receipt) | {"statements": ""} == vars(acceptance.entry.receipt) | {"statements": ""}


def test_accepting_twice_is_accepting_once(layout: Layout) -> None:
    entry = put(layout)
    first = taken(layout, entry.id)
    before = files_below(layout.root)
    again = taken(layout, entry.id, "Somebody else")
    assert (first.is_new, again.is_new, again.entry, again.path) == (True, False, first.entry, first.path)
    assert files_below(layout.root) == before


def test_violations_are_refused_and_the_submission_waits(layout: Layout) -> None:
    entry = put(layout, "r:North a mg:Region ; mg:name 'N' ; mg:area 1 , 2 .")
    with pytest.raises(
        SubmissionError, match=r"does not fit the graph as it is now and stays in the inbox: 1 to fix\."
    ):
        taken(layout, entry.id)
    assert statuses(layout) == {entry.id: "waiting"}
    assert not layout.submissions.exists()


@pytest.mark.parametrize("name", ["North regions.ttl", "statements.ttl"])
def test_files_that_were_changed_in_the_inbox_are_refused(layout: Layout, name: str) -> None:
    entry = put(layout)
    (entry.directory / name).write_text("<urn:a> <urn:b> 1 .")
    with pytest.raises(SubmissionError, match=f"{name} is not what was handed in. Reject it, and have the file"):
        taken(layout, entry.id)


def test_new_version_takes_the_file_of_the_old_one(layout: Layout) -> None:
    old = taken(layout, put(layout).id)
    entry = put(layout, NORTH.replace("16073.00", "16074.00"), name="v2.ttl", replaces=old.entry.id[:-1])
    new = taken(layout, entry.id)
    assert (new.path, new.graph, new.replaced) == (old.path, old.graph, old.entry.id)
    assert "16074.00" in new.path.read_text()
    assert "16073.00" not in new.path.read_text()
    assert said(new.path, f"{ID}submission/{entry.id}")["wasRevisionOf"] == {f"{ID}submission/{old.entry.id}"}
    assert statuses(layout) == {old.entry.id: "replaced", entry.id: "accepted"}
    assert [path.name for path in layout.submissions.iterdir()] == [old.path.name]


def test_versions_follow_each_other_in_one_file(layout: Layout) -> None:
    names = [put(layout).id]
    path = taken(layout, names[0]).path
    for number in range(3):
        names.append(put(layout, NORTH.replace("16073", f"{number}"), name=f"{number}.ttl", replaces=names[-1]).id)
        assert taken(layout, names[-1]).path == path
    assert statuses(layout) == {**dict.fromkeys(names[:-1], "replaced"), names[-1]: "accepted"}
    back = put(layout, NORTH, replaces=names[-1])
    assert taken(layout, back.id).path == path
    assert "16073.00" in path.read_text()


def test_replaced_version_handed_in_again_is_told_how(layout: Layout, tmp_path: Path) -> None:
    old = taken(layout, put(layout).id).entry
    taken(layout, (new := put(layout, SOUTH, name="v2.ttl", replaces=old.id)).id)
    advice = f"as {old.id}, and {new.id} took its place. Hand it in with --replaces {new.id}."
    with pytest.raises(SubmissionError, match=advice):
        put(layout)
    newest = put(layout, "r:S a mg:Region .", name="v3.ttl", replaces=new.id)
    taken(layout, newest.id)
    for given in (None, old.id):
        with pytest.raises(
            SubmissionError, match=f"{newest.id} took its place. Hand it in with --replaces {newest.id}."
        ):
            put(layout, replaces=given)


def versions(layout: Layout) -> tuple[str, str]:
    """A submission, and the one that took its place and stands."""
    old = taken(layout, put(layout).id).entry
    return old.id, taken(layout, put(layout, SOUTH, name="v2.ttl", replaces=old.id).id).entry.id


def test_replaced_version_waits_again_when_the_newer_one_was_withdrawn(layout: Layout) -> None:
    old, new = versions(layout)
    withdraw(layout, new)
    for gone, state in ((old, "replaced"), (new, "withdrawn")):
        told = f"{gone} is {state}: only what is accepted can be replaced. Hand the file in without --replaces."
        with pytest.raises(SubmissionError, match=told):
            put(layout, replaces=gone)
    assert (put(layout).id, taken(layout, old).is_new) == (old, True)
    assert statuses(layout) == {old: "accepted", new: "withdrawn"}
    again = put(layout, SOUTH, name="v2.ttl", replaces=old)
    assert (again.id, taken(layout, new).replaced) == (new, old)
    assert statuses(layout) == {old: "replaced", new: "accepted"}


def test_what_replaces_a_version_that_was_replaced_is_told_the_newest(layout: Layout) -> None:
    old, new = versions(layout)
    told = f"{old} is replaced: only what is accepted can be replaced. Hand the file in with --replaces {new}."
    with pytest.raises(SubmissionError, match=told):
        put(layout, "r:S a mg:Region .", name="v3.ttl", replaces=old)


def test_version_that_was_replaced_meanwhile_is_named_with_the_one_that_stands(layout: Layout) -> None:
    first = taken(layout, put(layout).id).entry.id
    one, other = (put(layout, f"r:S a mg:Region ; mg:area {n} .", replaces=first).id for n in (1, 2))
    taken(layout, one)
    told = rf"{other} is to replace {first}, which is replaced \({one} took its place\)\. Reject it"
    with pytest.raises(SubmissionError, match=told):
        taken(layout, other)


def test_withdrawing_what_does_not_stand_names_what_does(layout: Layout) -> None:
    old, new = versions(layout)
    told = rf"{old} cannot be withdrawn: it is replaced \({new} took its place\)\. Withdraw {new}\."
    with pytest.raises(SubmissionError, match=told):
        withdraw(layout, old)
    withdraw(layout, new)
    with pytest.raises(SubmissionError, match=r"It is not part of the graph: there is nothing to withdraw\."):
        withdraw(layout, old)


def test_new_version_whose_file_is_gone_names_the_file_that_it_was(layout: Layout) -> None:
    old, new = versions(layout)
    (layout.submissions / f"{old}.ttl").unlink()
    gone = Inbox(layout).entry(new).receipt
    assert gone.decision is not None
    assert (gone.status, gone.decision.why) == ("withdrawn", f"data/submissions/{old}.ttl is gone")


def test_new_version_that_git_takes_back_is_replaced_and_can_be_handed_in_again(layout: Layout) -> None:
    old = taken(layout, put(layout).id).entry
    text = old.path.read_bytes()
    new = taken(layout, put(layout, SOUTH, name="v2.ttl", replaces=old.id).id).entry
    old.path.write_bytes(text)
    assert statuses(layout) == {old.id: "accepted", new.id: "replaced"}
    assert put(layout, SOUTH, name="v2.ttl", replaces=old.id).id == new.id
    assert taken(layout, new.id).replaced == old.id


def test_only_what_is_accepted_can_be_replaced(layout: Layout) -> None:
    old = put(layout)
    with pytest.raises(SubmissionError, match=f"{old.id} is waiting: only what is accepted can be replaced."):
        put(layout, SOUTH, replaces=old.id)


def test_new_version_of_what_was_withdrawn_meanwhile_is_refused(layout: Layout) -> None:
    old = taken(layout, put(layout).id).entry
    new = put(layout, SOUTH, name="v2.ttl", replaces=old.id)
    withdraw(layout, old.id)
    with pytest.raises(SubmissionError, match=f"is to replace {old.id}, which is withdrawn. Reject it"):
        taken(layout, new.id)


def test_same_file_is_not_accepted_twice_under_two_names(layout: Layout) -> None:
    first, old = put(layout), taken(layout, put(layout, SOUTH, name="s.ttl").id).entry
    second = put(layout, NORTH, replaces=old.id)
    taken(layout, first.id)
    with pytest.raises(SubmissionError, match=f"The same file is already accepted, as {first.id}."):
        taken(layout, second.id)


def test_rejected_submission_says_why(layout: Layout) -> None:
    entry = put(layout)
    rejected = reject(layout, entry.id, "Data steward", "The sources\nare missing.")
    assert rejected.status == "rejected"
    assert rejected.receipt.decision is not None
    assert (rejected.receipt.decision.by, rejected.receipt.decision.why) == (
        "Data steward",
        "The sources are missing.",
    )
    assert reject(layout, entry.id, "Another", "Again.") == rejected
    with pytest.raises(SubmissionError, match=r"cannot be accepted: it is rejected \(The sources are missing.\). Have"):
        taken(layout, entry.id)


def test_rejecting_needs_a_reason(layout: Layout) -> None:
    with pytest.raises(SubmissionError, match=r"It is not said why\. Give the submitter a reason with --why."):
        reject(layout, put(layout).id, "Data steward", " ")


def test_accepted_submission_cannot_be_rejected(layout: Layout) -> None:
    entry = taken(layout, put(layout).id).entry
    with pytest.raises(SubmissionError, match=r"cannot be rejected: it is accepted\. Withdraw it first\."):
        reject(layout, entry.id, "Data steward", "No.")


def test_withdrawn_submission_leaves_the_graph(layout: Layout) -> None:
    before = set(layout.graph_files)
    entry = taken(layout, put(layout).id).entry
    withdrawn = withdraw(layout, entry.id, "Data steward", "Retracted.")
    assert withdrawn.receipt.decision is not None
    assert (withdrawn.status, withdrawn.receipt.decision.why) == ("withdrawn", "Retracted.")
    assert set(layout.graph_files) == before
    assert withdraw(layout, entry.id) == withdrawn


def test_withdrawal_that_was_killed_once_decided_is_ended_by_the_next_command(layout: Layout) -> None:
    entry = taken(layout, put(layout).id).entry
    with (inbox := Inbox(layout)).changing("withdraw", "GTK"):
        inbox.set_status(entry, "withdrawing", "GTK", "Retracted.")
    assert statuses(layout) == {entry.id: "withdrawn"}
    other = put(layout, SOUTH, name="s.ttl")
    assert not entry.path.exists()
    assert statuses(layout) == {entry.id: "withdrawn", other.id: "waiting"}


def test_waiting_submission_is_withdrawn_by_its_submitter(layout: Layout) -> None:
    withdrawn = withdraw(layout, put(layout).id)
    assert withdrawn.receipt.decision is not None
    assert (withdrawn.status, withdrawn.receipt.decision.by) == ("withdrawn", "GTK")


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


def test_versions_follow_each_other_where_the_first_ones_came_with_git(layout: Layout, tmp_path: Path) -> None:
    _, newest = versions(layout)
    layout.inbox.rename(tmp_path / "elsewhere")
    mine = put(layout, "r:M a mg:Region .", name="mine.ttl", replaces=newest)
    accepted = taken(layout, mine.id).entry
    noted = (accepted.directory / "receipt.json").read_bytes()
    last = taken(layout, put(layout, "r:L a mg:Region .", name="last.ttl", replaces=mine.id).id).entry
    with pytest.raises(SubmissionError, match=f"Hand it in with --replaces {last.id}"):
        put(layout, "r:M a mg:Region .", name="mine.ttl")
    (accepted.directory / "receipt.json").write_bytes(noted)
    assert statuses(layout) == {mine.id: "replaced", last.id: "accepted"}


def test_receipts_that_replace_each_other_are_listed(layout: Layout) -> None:
    names = [put(layout, text).id for text in (NORTH, SOUTH)]
    for name, other in zip(names, reversed(names), strict=True):
        place = layout.inbox / name / "receipt.json"
        place.write_text(json.dumps({**json.loads(place.read_text()), "replaces": other}))
    assert statuses(layout) == dict.fromkeys(names, "waiting")


def test_file_that_git_takes_away_is_not_accepted_any_more(layout: Layout) -> None:
    entry = taken(layout, put(layout).id).entry
    entry.path.unlink()
    gone = Inbox(layout).entry(entry.id)
    assert gone.receipt.decision is not None
    assert (gone.status, gone.receipt.decision.why) == ("withdrawn", f"data/submissions/{entry.id}.ttl is gone")


def test_file_of_the_same_name_is_not_overwritten(layout: Layout) -> None:
    entry = put(layout)
    layout.submissions.mkdir()
    entry.path.write_text("<urn:a> <urn:b> 1 .")
    with pytest.raises(SubmissionError, match=f"data/submissions/{entry.id}.ttl is in the way. Move it"):
        taken(layout, entry.id)
    assert entry.path.read_text() == "<urn:a> <urn:b> 1 ."


def in_process(layout: Layout, submission: str, by: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    command = [sys.executable, "-c", ACCEPT, str(layout.root), submission, by]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def test_second_command_waits_and_says_for_whom(layout: Layout) -> None:
    entry = put(layout)
    with Inbox(layout).changing("accept", "Data steward"):
        second = in_process(layout, entry.id, "Another")
        assert second.stdout is not None
        line = second.stdout.readline()
        assert second.poll() is None
    assert re.fullmatch(rf'Waiting: accept by "Data steward" \(process {os.getpid()}, since \d\d:\d\d:\d\d\)\.\n', line)
    assert second.communicate(timeout=60) == ("True\n", "")


def test_one_waits_only_so_long(layout: Layout) -> None:
    entry = put(layout)
    with (
        Inbox(layout).changing("accept", "GTK"),
        pytest.raises(SubmissionError, match=r'The workspace is still in use: accept by "GTK" \(process .*Try again'),
    ):
        taken(layout, entry.id, patience=0.2)


def test_accepts_at_the_same_time_are_one(layout: Layout) -> None:
    entry = put(layout)
    outputs = [one.communicate(timeout=60) for one in [in_process(layout, entry.id, f"S{n}") for n in range(4)]]
    assert [errors for _, errors in outputs] == [""] * 4
    assert sorted(output.splitlines()[-1] for output, _ in outputs) == ["False", "False", "False", "True"]


def test_killed_holder_leaves_no_lock(layout: Layout) -> None:
    entry = put(layout)
    program = f"""
import time
from pathlib import Path
from minegraph.files import Layout
from minegraph.submission.inbox import Inbox
with Inbox(Layout(Path({str(layout.root)!r}))).changing("accept", "GTK"):
    print("held", flush=True)
    time.sleep(60)
"""
    holder = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    holder.kill()
    holder.communicate()
    assert taken(layout, entry.id, patience=0).is_new


@pytest.fixture
def tiny(tiny_generation: Path, tmp_path: Path) -> Iterator[KnowledgeGraph]:
    """A built miniature that the test may change."""
    shutil.copytree(tiny_generation.parents[2], tmp_path / "tiny")
    with KnowledgeGraph.open(tmp_path / "tiny") as graph:
        yield graph


FACTS = f"""
@prefix mg: <{MG}> . @prefix o: <{ID}organisation/> . @prefix skos: <{PREFIXES["skos"]}> .
@prefix dcterms: <{PREFIXES["dcterms"]}> . @prefix country: <{PREFIXES["country"]}> .
o:new a mg:Organisation ; skos:prefLabel "New Survey"@en ; mg:country country:FIN ; mg:pic "999999999" ;
    mg:confidence <{ID}confidence/high> ; dcterms:source <https://example.org/source> .
"""


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
