"""A new version takes the file of the old one, and what is out of the graph can come back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from minegraph.errors import SubmissionError
from minegraph.files import Layout
from minegraph.submission.acceptance import withdraw
from minegraph.submission.inbox import Inbox
from minegraph.terms import ID
from submission_worlds import NORTH, SOUTH, put, said, small_root, statuses, taken


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return small_root(tmp_path / "root")


def versions(layout: Layout) -> tuple[str, str]:
    """A submission, and the one that took its place and stands."""
    old = taken(layout, put(layout).id).entry
    return old.id, taken(layout, put(layout, SOUTH, name="v2.ttl", replaces=old.id).id).entry.id


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
