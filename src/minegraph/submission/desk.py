"""The desk where data are handed in and decided on: templates, checks, the inbox, and what a decision changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from minegraph.errors import AmbiguousNameError, CheckError, NotFoundError
from minegraph.files import Layout, file_sha256, read_quads, shown
from minegraph.forms import Form, Library, Names
from minegraph.forms.sheet import Sheet
from minegraph.lookup import resolve
from minegraph.store import LocalStore
from minegraph.submission import acceptance, preview
from minegraph.submission.acceptance import Acceptance
from minegraph.submission.checking import check_submission
from minegraph.submission.drafts import Draft
from minegraph.submission.entries import Entry
from minegraph.submission.inbox import Inbox, check_terms
from minegraph.submission.licences import licence_iri
from minegraph.submission.locations import Locations
from minegraph.submission.preview import Preview
from minegraph.submission.reading import Submission, read_submission
from minegraph.submission.receipts import ACCEPTED, WAITING, caveats, who
from minegraph.telling import Notice, Progress
from minegraph.terms import GRAPH, MG, SUBMISSIONS
from minegraph.validation import Replacement, Report

_ORGANISATIONS = (f"{MG}Organisation", f"{MG}PublicBody")
_UNNAMED = "data/submissions/new"


@dataclass(frozen=True)
class HandedIn:
    """A file that was handed in: the report on it, and what accepting it would change.

    `entry` is its place in the inbox, None when it was only tried or has to be mended first; `is_new` is false when the
    same file was in the inbox before. There is no preview of what has to be mended first, and neither report nor
    preview of what is accepted already.
    """

    report: Report | None
    entry: Entry | None = None
    is_new: bool = False
    preview: Preview | None = None


@dataclass(frozen=True)
class Reviewed:
    """A submission, the report on it in the graph as it is now, and while it waits what accepting it would change."""

    entry: Entry
    report: Report
    preview: Preview | None


class Desk:
    """The desk of a graph that has files: `open_store` opens their store as they are now, `directory` holds it."""

    def __init__(
        self,
        layout: Layout,
        open_store: Callable[[], LocalStore],
        directory: Path,
        progress: Progress | None,
        notice: Notice,
    ) -> None:
        self._layout, self._open_store, self._directory = layout, open_store, directory
        self._progress, self._notice = progress, notice

    @cached_property
    def _store(self) -> LocalStore:
        return self._open_store()

    @property
    def _inbox(self) -> Inbox:
        return Inbox(self._layout, self._notice)

    @cached_property
    def _library(self) -> Library:
        return Library(self._layout, self._store)

    @property
    def forms(self) -> tuple[Form, ...]:
        """What may be handed in, the usual forms first."""
        return self._library.forms

    def template(self, forms: Sequence[str] = (), filled: Iterable[str] = ()) -> bytes:
        """The template of forms, by the names of classes or sheets, as an Excel workbook; the usual ones by default.

        Of the things in `filled`, given by name, code, slug or IRI, what the graph states stands in the rows.
        """
        from minegraph.forms.workbook import template_workbook

        names = self._library.names()
        sheets = self._sheets(forms, filled, names)
        shown = {sheet.form.name for sheet in sheets}
        return template_workbook(sheets, [form.name for form in self._library.forms if form.name not in shown], names)

    def template_files(self, forms: Sequence[str] = (), filled: Iterable[str] = ()) -> dict[str, bytes]:
        """The same as CSV files by name, with one that describes them (CSV on the Web)."""
        from minegraph.forms.tables import template_files

        return template_files(self._sheets(forms, filled, self._library.names()))

    def _sheets(self, forms: Sequence[str], filled: Iterable[str], names: Names) -> list[Sheet]:
        things = [resolve(self._store, thing).iri for thing in filled]
        chosen = [self._library.named(name) for name in forms] or ([] if things else list(self._library.usual))
        sheets = self._library.sheets(chosen, things, names)
        for line in (line for sheet in sheets for line in sheet.left_out):
            self._notice(line)
        return sheets

    def check(self, files: Sequence[Path], encoding: str | None = None) -> Report:
        """The report on files, seen as part of the graph; one that is part of it already takes its own place."""
        graphs = {path.resolve(): graph for graph, path in self._layout.graph_files.items()}
        accepted = {file: graphs[file.resolve()] for file in files if file.resolve() in graphs}
        replaced = list(accepted.values())
        submission = read_submission(files, self._library, encoding=encoding, accepted=accepted, replaced=replaced)
        return self._check(submission, replaced, touched=False)

    def _check(self, submission: Submission, replaced: Sequence[str], touched: bool = True) -> Report:
        kept = [quad for graph in replaced for quad in self._kept(graph)]
        return check_submission(
            submission,
            self._store,
            self._library,
            replaces=Replacement(replaced, kept),
            scratch=self._directory,
            touched=touched,
        )

    def _kept(self, graph: str) -> Iterator[ox.Quad]:
        """What the store has in a graph although accepted submissions state it as well: of repetitions it has one."""
        place = ox.NamedNode(graph)
        files = ((name, path) for name, path in self._layout.graph_files.items() if name.startswith(SUBMISSIONS))
        for quad in (quad for name, path in files if name != graph for quad in read_quads(path, name)):
            held = self._store.engine.quads_for_pattern(quad.subject, quad.predicate, quad.object, place)
            if next(iter(held), None) is not None:
                yield quad

    def submit(
        self,
        file: Path,
        by: str,
        licence: str,
        *,
        accept_warnings: bool = False,
        replaces: str | None = None,
        encoding: str | None = None,
        is_trial: bool = False,
    ) -> HandedIn:
        """Put a file in the inbox if it conforms (with warnings only when they are accepted), and show what it changes.

        With `replaces`, it is a new version of an accepted submission. A trial leaves the inbox as it is.
        """
        accepted = self._accepted(file, by, licence, replaces, is_trial=is_trial)
        if accepted:
            return HandedIn(None, accepted)
        inbox = self._inbox
        former = inbox.entry(replaces) if replaces else None
        digest = _digest(file)
        submission, report = self._examined(file, former, encoding)
        if not report.conforms or (report.counts["Warning"] and not accept_warnings):
            return HandedIn(report)
        triples = tuple(quad.triple for quad in submission.quads)
        draft = Draft(file, digest, triples, by, licence, report.shapes_version, caveats(report), replaces)
        inbox.known(draft)
        foreseen = self._preview(former.graph if former else f"{GRAPH}{_UNNAMED}", triples)
        entry, is_new = (None, False) if is_trial else inbox.put(draft)
        return HandedIn(report, entry, is_new, foreseen)

    def examine(self, file: Path, *, replaces: str | None = None, encoding: str | None = None) -> Report:
        """The report on a file that would be handed in, as `submit` makes it."""
        return self._examined(file, self._inbox.entry(replaces) if replaces else None, encoding)[1]

    def _examined(self, file: Path, former: Entry | None, encoding: str | None) -> tuple[Submission, Report]:
        """What a file says, and the report on it as a new version of a former submission, if there is one."""
        replaced = [former.graph] if former else []
        submission = read_submission([file], self._library, encoding=encoding, replaced=replaced)
        return submission, self._check(submission, replaced)

    def _accepted(self, file: Path, by: str, licence: str, replaces: str | None, *, is_trial: bool) -> Entry | None:
        """The accepted submission of the same file; SubmissionError for what cannot be handed in, whatever it says."""
        inbox = self._inbox
        who(by)
        licence_iri(licence)
        if not is_trial:
            inbox.check_place()
        same = inbox.same(_digest(file), inbox.entry(replaces) if replaces else None)
        if same is None or same.status != ACCEPTED:
            return None
        check_terms(same, by, licence)
        return same

    def review(self, submission: str) -> Reviewed:
        """A submission by its id, with the report on it and what accepting it would change, as the graph is now."""
        inbox = self._inbox
        entry = inbox.entry(submission)
        quads = inbox.quads(entry)
        report = self._recheck(entry, quads)
        waits = entry.status == WAITING
        return Reviewed(entry, report, self._preview(entry.graph, [quad.triple for quad in quads]) if waits else None)

    def foresee_withdrawal(self, submission: str) -> Preview:
        """What withdrawing a submission would change, by its id; SubmissionError when it cannot be withdrawn."""
        inbox = self._inbox
        entry = inbox.entry(submission)
        acceptance.check_standing(inbox, entry)
        return self._preview(entry.graph if entry.status == ACCEPTED else f"{GRAPH}{_UNNAMED}", ())

    def broken_by_withdrawal(self, submission: str) -> Report:
        """What would be wrong with what stays if an accepted submission were withdrawn, by its id."""
        entry = self._inbox.entry(submission)
        gone = [entry.graph] if entry.status == ACCEPTED else []
        return self._check(Submission((), Locations()), gone)

    def _preview(self, graph: str, triples: Sequence[ox.Triple]) -> Preview:
        name = graph.removeprefix(GRAPH)
        return preview.preview(self._layout, self._directory, name, triples, progress=self._tell, notice=self._notice)

    def _tell(self, step: str, done: int, total: int) -> None:
        if self._progress:
            self._progress(f"preview {step}", done, total)

    def accept(self, submission: str, by: str) -> Acceptance:
        """Check a submission again and make it part of the graph's files; the store is for the caller to rebuild."""
        return acceptance.accept(
            self._layout,
            submission,
            by,
            self._recheck,
            known_agent=self._organisation,
            notice=self._notice,
        )

    def _recheck(self, entry: Entry, quads: list[ox.Quad]) -> Report:
        """The report on a submission in the graph as it is now; others may have changed it since this desk opened."""
        self.__dict__.pop("_store", None)
        self.__dict__.pop("_library", None)
        return self._check(Submission(tuple(quads), Locations()), [entry.graph])

    def _organisation(self, name: str) -> str | None:
        """The IRI of the one organisation in the graph that has a name."""
        try:
            return resolve(self._store, name, _ORGANISATIONS, "organisation").iri
        except (NotFoundError, AmbiguousNameError):
            return None


def _digest(file: Path) -> str:
    """The digest of a file's bytes; empty for what reading will refuse."""
    if not file.is_file():
        return ""
    try:
        return file_sha256(file)
    except OSError as error:
        raise CheckError(f"{shown(file)}: cannot be read ({error.strerror}). Check the path.") from error
