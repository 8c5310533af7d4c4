"""What is handed in waits in a directory of its own, whole or not there, once."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest

from minegraph.errors import AmbiguousNameError, CheckError, NotFoundError, SubmissionError
from minegraph.files import Layout
from minegraph.submission.acceptance import reject, withdraw
from minegraph.submission.inbox import Inbox
from minegraph.submission.licences import OPEN, licence_iri
from minegraph.submission.receipts import Receipt, slug
from minegraph.terms import ID
from minegraph.validation.incoming import read_located
from submission_worlds import BY_LICENCE, NORTH, VERSION, draft_of, files_below, put, small_root, taken, warning


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return small_root(tmp_path / "root")


def ids(layout: Layout) -> list[str]:
    return [entry.id for entry in Inbox(layout).entries()]


def test_submission_keeps_file_statements_and_receipt(layout: Layout, tmp_path: Path) -> None:
    entry = put(layout, warnings=(warning(),))
    assert sorted(path.name for path in entry.directory.iterdir()) == [
        "North regions.ttl",
        "receipt.json",
        "statements.ttl",
    ]
    assert entry.original.read_bytes() == (tmp_path / "handed-in" / "North regions.ttl").read_bytes()
    assert "mg:area 16073.00 ;" in entry.statements.read_text()
    assert (entry.status, entry.graph) == (
        "waiting",
        f"https://w3id.org/minegraph/graph/data/submissions/{entry.id}",
    )


def test_receipt_says_who_when_and_what(layout: Layout) -> None:
    entry = put(layout, warnings=(warning(),))
    receipt = json.loads((entry.directory / "receipt.json").read_text())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", receipt.pop("submitted_at"))
    assert receipt == {
        "id": entry.id,
        "file": "North regions.ttl",
        "sha256": sha256(entry.original.read_bytes()).hexdigest(),
        "statements": sha256(entry.statements.read_bytes()).hexdigest(),
        "submitted_by": "GTK",
        "licence": BY_LICENCE,
        "shapes_version": VERSION,
        "warnings": [
            {
                "constraint": "https://w3id.org/minegraph/shapes#Region-name",
                "problem": "No name.",
                "places": ["a.xlsx, row 2", "a.xlsx, row 3"],
            }
        ],
        "replaces": None,
        "status": "waiting",
        "decision": None,
    }
    assert Receipt.read(entry.directory / "receipt.json") == entry.receipt


def test_id_is_the_day_the_name_and_a_digest(layout: Layout) -> None:
    entry = put(layout)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-north-regions-[0-9a-f]{8}", entry.id)
    assert entry.id.startswith(entry.receipt.submitted_at[:10])


def test_same_file_handed_in_twice_is_one_submission(layout: Layout, tmp_path: Path) -> None:
    first, is_new = Inbox(layout).put(draft_of(tmp_path))
    before = files_below(layout.inbox)
    again, again_new = Inbox(layout).put(draft_of(tmp_path, name="other name.ttl"))
    assert (is_new, again_new, again) == (True, False, first)
    assert files_below(layout.inbox) == before


@pytest.mark.parametrize("other", [{"by": "ECO"}, {"licence": OPEN["CC0-1.0"]}])
def test_same_file_that_waits_under_another_name_or_licence_is_refused(layout: Layout, other: dict[str, str]) -> None:
    entry = put(layout)
    before = files_below(layout.inbox)
    told = f"waits already, as {entry.id}, under {BY_LICENCE} by GTK. Withdraw it first (minegraph withdraw {entry.id})"
    with pytest.raises(SubmissionError, match=re.escape(told)):
        put(layout, **other)
    assert files_below(layout.inbox) == before
    withdraw(layout, entry.id)
    receipt = put(layout, **other).receipt
    assert other.items() <= {"by": receipt.submitted_by, "licence": receipt.licence}.items()


def test_same_file_as_an_accepted_one_is_that_one(layout: Layout, tmp_path: Path) -> None:
    entry = put(layout)
    taken(layout, entry.id)
    again, is_new = Inbox(layout).put(draft_of(tmp_path))
    assert (again.id, again.status, is_new) == (entry.id, "accepted", False)


def test_same_file_as_one_that_was_accepted_elsewhere_is_that_one(layout: Layout, tmp_path: Path) -> None:
    entry = put(layout)
    taken(layout, entry.id)
    layout.inbox.rename(tmp_path / "the inbox of a colleague")
    again, is_new = Inbox(layout).put(draft_of(tmp_path))
    assert (again.id, again.status, is_new) == (entry.id, "accepted", False)


@pytest.mark.parametrize("turn_down", [reject, withdraw])
def test_same_file_as_one_turned_down_waits_again(layout: Layout, tmp_path: Path, turn_down: object) -> None:
    entry = put(layout)
    turn_down(layout, entry.id, "Steward", "No.")  # type: ignore[operator]
    again, is_new = Inbox(layout).put(draft_of(tmp_path, by="ECO"))
    assert (again.id, again.status, again.receipt.submitted_by, is_new) == (entry.id, "waiting", "ECO", True)
    assert taken(layout, entry.id).is_new


def test_file_that_was_changed_in_the_inbox_is_whole_when_it_is_handed_in_again(layout: Layout) -> None:
    entry = put(layout)
    entry.original.write_text("something else")
    reject(layout, entry.id, "Steward", "It was changed.")
    with pytest.raises(SubmissionError, match=r"is not what was handed in\. Have the file handed in again\."):
        Inbox(layout).quads(Inbox(layout).entry(entry.id))
    put(layout)
    assert taken(layout, entry.id).is_new


def test_other_content_is_another_submission(layout: Layout) -> None:
    one, other = put(layout), put(layout, NORTH.replace("16073.00", "16073.0"))
    assert one.id != other.id
    assert set(ids(layout)) == {one.id, other.id}


def test_submissions_are_listed_newest_last(layout: Layout) -> None:
    names = [put(layout, f"r:N{number} a mg:Region .").id for number in range(3)]
    for number, name in enumerate(names):
        receipt = Inbox(layout).entry(name).receipt
        Inbox(layout).record(replace(receipt, submitted_at=f"2026-01-0{9 - number}T00:00:00Z"))
    assert ids(layout) == names[::-1]


def test_beginning_of_an_id_is_enough(layout: Layout) -> None:
    one, other = put(layout), put(layout, name="South.ttl", text="r:S a mg:Region .")
    assert Inbox(layout).entry(one.id[:-2]).id == one.id
    with pytest.raises(AmbiguousNameError, match=re.escape(f"South.ttl ({other.id})")):
        Inbox(layout).entry(one.id[:10])


def test_unknown_id_names_the_nearest(layout: Layout) -> None:
    with pytest.raises(NotFoundError, match="None was handed in so far"):
        Inbox(layout).entry("x")
    entry = put(layout)
    with pytest.raises(NotFoundError, match=rf"Did you mean '{entry.id}'\? `minegraph inbox` lists them"):
        Inbox(layout).entry(entry.id.replace("north", "nroth"))
    for nobody in ("", "../root"):
        with pytest.raises(NotFoundError):
            Inbox(layout).entry(nobody)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Übersicht Regionen (2).ttl", "Übersicht Regionen (2).ttl"),
        ("receipt.json", "submitted-receipt.json"),
        ("Statements.ttl", "submitted-Statements.ttl"),
        ("-rf $(x); `y`|z.ttl", "-rf _(x)_ _y__z.ttl"),
        ("..hidden.ttl", "hidden.ttl"),
        ("a\u202eb\nc.ttl", "ab c.ttl"),
        ("\udcff.ttl", "_.ttl"),
        ("n" * 240 + ".ttl", "n" * 116 + ".ttl"),
        ("...", "file"),
    ],
)
def test_file_is_kept_under_a_name_that_does_no_harm(layout: Layout, given: str, kept: str) -> None:
    entry = put(layout, name=given)
    assert entry.receipt.file == kept
    assert (layout.inbox / entry.id / kept).is_file()


@pytest.mark.parametrize(("name", "short"), [("Région (Öst)", "region-ost"), ("Łódź", "lodz"), ("x" * 90, "x" * 40)])
def test_slug_is_readable(name: str, short: str) -> None:
    assert slug(name) == short


def test_slug_of_a_name_without_latin_letters_is_a_digest() -> None:
    assert re.fullmatch("[0-9a-f]{8}", slug("Γεωλογικό"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"licence": "all mine"}, "'all mine' is not the name of a licence. Use CC0-1.0, CC-BY-4.0"),
        ({"licence": "https://example.org/a b"}, "is not the name of a licence"),
        ({"by": " \n"}, "It is not said who. Name the organisation or role with --by."),
        ({"text": ""}, "states nothing. Fill in at least one row."),
    ],
)
def test_what_cannot_be_taken_in_leaves_nothing(layout: Layout, options: dict[str, str], message: str) -> None:
    with pytest.raises(SubmissionError, match=re.escape(message)):
        put(layout, **options)
    assert not layout.inbox.exists()


@pytest.mark.parametrize("kind", ["submission", "acceptance", "submitted-file", "accepted-warning", "agent"])
def test_file_that_says_how_files_came_is_refused_when_it_is_read(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(f"<urn:a> <urn:b> 1 .\n<{ID}{kind}/x> <urn:b> 1 .\n")
    told = rf"a\.ttl:2: describes <{ID}{kind}/x>\. Leave that out: it is recorded when the file is accepted\."
    with pytest.raises(CheckError, match=told):
        read_located(file)


def test_file_that_changes_while_it_is_read_is_refused(layout: Layout, tmp_path: Path) -> None:
    draft = draft_of(tmp_path)
    draft.path.write_text("something else")
    with pytest.raises(SubmissionError, match="was changed while it was read"):
        Inbox(layout).put(draft)
    assert [path.name for path in layout.inbox.iterdir()] == ["lock"]


def test_literals_are_kept_as_they_are_written(layout: Layout) -> None:
    text = 'r:X mg:area 1.50 , "007"^^<http://www.w3.org/2001/XMLSchema#integer> , 1e3 ; mg:name "a\\"\\\\\\n\\tb"@fi .'
    entry = put(layout, text)
    assert {quad.triple for quad in Inbox(layout).quads(entry)} == set(draft_of(layout.root.parent, text).triples)
    assert {quad.graph_name for quad in Inbox(layout).quads(entry)} == {ox.NamedNode(entry.graph)}


@pytest.mark.parametrize("name", sorted(OPEN))
def test_licences_go_by_their_short_name(name: str) -> None:
    assert licence_iri(name.lower().replace("-", " ")) == OPEN[name] == licence_iri(OPEN[name])


def test_leftovers_of_killed_commands_are_swept(layout: Layout) -> None:
    entry = put(layout)
    (layout.inbox / ".draft-x").mkdir()
    (layout.inbox / ".draft-x" / "statements.ttl").write_text("half a")
    (layout.inbox / "empty").mkdir()
    (entry.directory / ".receipt.json.7.part").write_text("{")
    assert ids(layout) == [entry.id]
    put(layout, "r:S a mg:Region .")
    assert sorted(path.name for path in layout.inbox.iterdir()) == sorted(["lock", *ids(layout)])
    assert not list(layout.inbox.rglob("*.part"))


@pytest.mark.parametrize("name", ["../../evil", "2026-01-01-other-12345678", ""])
def test_receipt_with_another_id_than_its_directory_is_named(layout: Layout, name: str) -> None:
    place = put(layout).directory / "receipt.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), "id": name}))
    with pytest.raises(SubmissionError, match=r"receipt.json: not the receipt of a submission .* Restore the file"):
        Inbox(layout).entries()


@pytest.mark.parametrize("name", ["../../evil", "..", "", "C:evil"])
def test_receipt_of_a_file_elsewhere_is_named(layout: Layout, name: str) -> None:
    place = put(layout).directory / "receipt.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), "file": name}))
    with pytest.raises(SubmissionError, match=r"receipt.json: not the receipt .* is not the name of a file"):
        Inbox(layout).entries()


def test_listing_writes_nothing(layout: Layout) -> None:
    before = files_below(layout.root)
    assert Inbox(layout).entries() == ()
    assert files_below(layout.root) == before


def test_broken_receipt_is_named(layout: Layout) -> None:
    entry = put(layout)
    (entry.directory / "receipt.json").write_text('{"id": 1}')
    with pytest.raises(SubmissionError, match=r"receipt.json: not the receipt of a submission .* Restore the file"):
        Inbox(layout).entries()
