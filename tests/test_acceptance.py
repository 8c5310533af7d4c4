"""Accepting, rejecting and withdrawing: what is said to be done is on disk, and one command at a time does it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from minegraph.errors import SubmissionError
from minegraph.files import Layout, format_turtle
from minegraph.submission.acceptance import reject, withdraw
from minegraph.submission.inbox import Inbox
from submission_worlds import SOUTH, files_below, put, small_root, stated, statuses, taken

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
