"""The knowledge graph as one object: the verbs of the command line as functions."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from minegraph.errors import StoreError
from minegraph.files import Layout, find_layout
from minegraph.store import LocalStore, Source
from minegraph.telling import Notice, Progress, ignore
from minegraph.terms import BASE, GRAPH, ID

if TYPE_CHECKING:
    from minegraph.boundaries import Imported
    from minegraph.build import BuildReport
    from minegraph.comparison import Comparison
    from minegraph.description import Description
    from minegraph.fairness import Fairness
    from minegraph.findings import Findings
    from minegraph.nameindex import NameIndex
    from minegraph.overview import Overview
    from minegraph.queries import Parameter, Question
    from minegraph.release import Release
    from minegraph.results import Results
    from minegraph.submission.acceptance import Acceptance
    from minegraph.submission.desk import Desk, HandedIn, Reviewed
    from minegraph.submission.entries import Entry
    from minegraph.submission.preview import Preview
    from minegraph.synergy import Landscapes
    from minegraph.synergy.candidates import Candidates
    from minegraph.synergy.landscape import Landscape
    from minegraph.synergy_matrix import SynergyMatrix
    from minegraph.synergy_view import Synergies
    from minegraph.validation.report import Report

ParameterValue = str | int | float | bool | date
SPARQL = re.compile(r"[\s{<]")
ENDPOINT = re.compile(r"https?://", re.IGNORECASE)


class KnowledgeGraph:
    """The graph of a root directory with its built store, or one behind a SPARQL 1.1 endpoint."""

    def __init__(
        self, layout: Layout, store: Path | str | None, progress: Progress | None = None, notice: Notice | None = None
    ) -> None:
        self.layout, self._store = layout, store
        self._progress, self._notice = progress, notice or _warn
        self._kept: Landscapes | None = None

    @classmethod
    def open(
        cls,
        root: str | Path | None = None,
        store: str | Path | None = None,
        *,
        progress: Progress | None = None,
        notice: Notice | None = None,
    ) -> Self:
        """The graph of a root directory or workspace; without one, that of the working directory, or of the package.

        `store` is the directory of the store (default: beside the root), or the URL of an endpoint to ask instead.
        What is needed is built on first use: `progress` is told the step, how much is done and out of how much,
        `notice` in a sentence what one should know (default: a warning).
        """
        return cls(find_layout(None if root is None else Path(root)), store, progress, notice)

    @classmethod
    def of_generation(cls, layout: Layout, store: Path, generation: Path) -> Self:
        """The graph as one built generation of its store has it, whatever becomes of the files."""
        graph = cls(layout, store)
        graph.source = LocalStore.open(generation)
        return graph

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store; it is opened again when it is needed."""
        self._kept = None
        for kept in ("source", "_desk", "_names"):
            self.__dict__.pop(kept, None)

    @property
    def endpoint(self) -> str | None:
        """The URL of the endpoint that answers, if one does."""
        return str(self._store) if isinstance(self._store, str) and ENDPOINT.match(self._store) else None

    @cached_property
    def source(self) -> Source:
        """Where questions are put."""
        if self.endpoint:
            from minegraph.endpoint import Endpoint

            return Endpoint(self.endpoint)
        from minegraph.build import open_built

        return open_built(self.layout, self.store_directory, self._progress, self._notice)

    def built(self) -> Path:
        """The generation of the store that answers, built if need be; StoreError for an endpoint."""
        from minegraph.build import ensure_built

        return ensure_built(self.layout, self.store_directory, self._progress, self._notice)

    @property
    def store_directory(self) -> Path:
        """Where the store is, or will be built; StoreError for an endpoint."""
        if self.endpoint:
            raise StoreError(f"{self.endpoint} has no files. Open the graph without it, or with a directory as store.")
        from minegraph.build import default_store_dir

        return Path(self._store) if self._store is not None else default_store_dir(self.layout)

    def build(self) -> BuildReport:
        """Bring the store up to date with the files; gives what was done."""
        from minegraph.build import build

        self.close()
        return build(self.layout, self.store_directory, self._progress, self._notice)

    @property
    def questions(self) -> dict[str, Question]:
        """The stored questions by name."""
        from minegraph.queries import catalogue

        return catalogue(self.layout)

    def query(self, question: str | Path | Question, /, **parameters: ParameterValue) -> Results:
        """The results of a stored question (or its name), a file (a Path), or SPARQL text.

        Parameters of type iri may be names, codes, slugs or IRIs. Raises NotFoundError, RefusedQueryError, QueryError.
        """
        from minegraph.results import ask

        return ask(self.source, self.query_text(question, **parameters))

    def query_text(self, question: str | Path | Question, /, **parameters: ParameterValue) -> str:
        """The SPARQL text that `query` runs: the parameters bound, and nothing in it that is refused."""
        from minegraph.guard import check
        from minegraph.queries import bind

        asked = self._question(question)
        check(asked.text)
        known = {parameter.name: parameter for parameter in asked.parameters}
        values = {name: self._value(known.get(name), _text(value)) for name, value in parameters.items()}
        return bind(asked, values)

    def describe(self, thing: str) -> Description:
        """Everything stated and inferred about a thing, given by name, code, slug or IRI."""
        from minegraph.describe import describe
        from minegraph.lookup import resolve

        return describe(self.source, resolve(self.source, thing))

    def overview(self) -> Overview:
        """The graph in numbers, and what projects claim beside what is documented of them."""
        from minegraph.overview import overview

        return overview(self.source, self.layout)

    def search(self, text: str, *, kinds: Iterable[str] = (), limit: int = 20) -> Findings:
        """The things that a text names, best first: names in every language (also misspelt or begun), codes, IRIs.

        `kinds` are classes by IRI, CURIE or label, such as `mining region`. Raises NotFoundError for an unknown one.
        """
        return self._names.search(text, kinds, limit)

    @cached_property
    def _names(self) -> NameIndex:
        from minegraph.nameindex import NameIndex

        return NameIndex(self.source)

    def synergies(
        self,
        region: str,
        *,
        profile: str | None = None,
        weights: Mapping[str, float] | None = None,
        certain: bool = False,
        with_region: str | None = None,
        top: int | None = 10,
    ) -> Synergies:
        """The best partners of a region, best first, or (`with_region`) one pair in both directions.

        Regions are given by name, code, slug or IRI. `weights`, such as `{"commodities-similarity": 0.5}`, take the
        place of single weights of the profile. `certain`: needs count only where they are known to be absent.
        """
        from minegraph.lookup import REGIONS, resolve
        from minegraph.synergy import DEFAULT_PROFILE, synergies
        from minegraph.synergy_view import Synergies

        asked, other = (one and resolve(self.source, one, REGIONS, "region").iri for one in (region, with_region))
        return Synergies(
            synergies(
                self.source,
                str(asked),
                profile=profile or DEFAULT_PROFILE,
                weights=weights,
                certain=certain,
                with_region=other,
                top=top,
                landscapes=self._landscapes(),
            )
        )

    def synergy_matrix(
        self, *, profile: str | None = None, weights: Mapping[str, float] | None = None, certain: bool = False
    ) -> SynergyMatrix:
        """What each mining region has to gain from each other one; the arguments are those of `synergies`."""
        from minegraph.synergy import DEFAULT_PROFILE
        from minegraph.synergy.matrix import matrix
        from minegraph.synergy_matrix import SynergyMatrix

        chosen = profile or DEFAULT_PROFILE
        return SynergyMatrix(matrix(self.source, self._landscapes(), profile=chosen, weights=weights, certain=certain))

    def landscape(self, *, certain: bool = False) -> Landscape:
        """What the mining regions are compared by: all known of them, the parts of a score, and the profiles."""
        return self._landscapes().of(certain=certain)

    def synergy_candidates(self, region: str, *, certain: bool = False) -> Candidates:
        """All possible partners of a region with the value of every component, for weighing them otherwise."""
        from minegraph.lookup import REGIONS, resolve
        from minegraph.synergy.candidates import candidates

        asked = resolve(self.source, region, REGIONS, "region")
        return candidates(self.source, self._landscapes(), asked.iri, certain=certain)

    def _landscapes(self) -> Landscapes:
        """What the regions are compared by, kept as long as the built store is: that of an endpoint may change."""
        from minegraph.synergy import Landscapes, read_facets

        if self._kept is None or self._kept.source is not self.source or self.endpoint:
            self._kept = Landscapes(self.source, read_facets(self.layout.facets))
        return self._kept

    def validate(self, *files: str | Path, shapes: Sequence[str | Path] = (), encoding: str | None = None) -> Report:
        """What in the files, seen as part of the graph, is not as its shapes want it; without files, all of the graph.

        Files are filled-in templates (.xlsx, .csv) or RDF. `encoding` is that of text tables which are not in UTF-8.
        `shapes` are other shapes to use instead, for RDF. A file that cannot be read raises an error; a graph that does
        not conform is a Report.
        """
        from minegraph.validation import check_graph, validate_files

        own = [path for graph, path in self.layout.graph_files.items() if graph.startswith(f"{GRAPH}shapes/")]
        if not files:
            asked = [Path(path) for path in shapes] or own
            return check_graph(LocalStore.open(self.build().store).engine, asked, known_terms=not shapes)
        paths = [Path(file) for file in files]
        if not shapes:
            return self._desk.check(paths, encoding)
        places = {path.resolve(): graph for graph, path in self.layout.graph_files.items()}
        known = [places[path.resolve()] for path in paths if path.resolve() in places]
        context, others = self._local("validate").engine, [Path(path) for path in shapes]
        return validate_files(paths, others, context, known_terms=False, leave_out=known, scratch=self.store_directory)

    def template(self, *forms: str, filled: Iterable[str] = ()) -> bytes:
        """An Excel workbook to fill in: a sheet for each form, by the name of its class; by default the usual ones.

        Of the things in `filled`, what the graph states stands in the rows. Raises NotFoundError.
        """
        return self._desk.template(forms, filled)

    def template_files(self, *forms: str, filled: Iterable[str] = ()) -> dict[str, bytes]:
        """The same as CSV files, by name, with one that describes them."""
        return self._desk.template_files(forms, filled)

    def submit(
        self,
        file: str | Path,
        *,
        by: str,
        licence: str,
        accept_warnings: bool = False,
        replaces: str | None = None,
        encoding: str | None = None,
        dry_run: bool = False,
    ) -> HandedIn:
        """Put a file in the inbox if it conforms, and show what accepting it would change.

        `by` is an organisation or role, `licence` an SPDX name or an IRI, `replaces` the id of the accepted submission
        that this is a new version of. With `dry_run` the inbox stays as it is. Raises SubmissionError, CheckError.
        """
        return self._desk.submit(
            Path(file),
            by,
            licence,
            accept_warnings=accept_warnings,
            replaces=replaces,
            encoding=encoding,
            is_trial=dry_run,
        )

    def examine(self, file: str | Path, *, replaces: str | None = None, encoding: str | None = None) -> Report:
        """The report that `submit` would make of a file, without what accepting it would change.

        Beyond `validate`, it holds what the file breaks at existing things that it refers to. Raises as `submit` does.
        """
        return self._desk.examine(Path(file), replaces=replaces, encoding=encoding)

    def inbox(self) -> tuple[Entry, ...]:
        """The submissions, newest last: those that wait, and what became of the others."""
        from minegraph.submission.inbox import Inbox

        return Inbox(self.layout, self._notice).entries()

    def review(self, submission: str) -> Reviewed:
        """A submission by its id, with the report on it and what accepting it would change, as the graph is now."""
        return self._desk.review(submission)

    def accept(self, submission: str, *, by: str) -> Acceptance:
        """Check a submission again and make it part of the graph: its file is on disk when this returns.

        What is asked next rebuilds the store. Raises SubmissionError, NotFoundError.
        """
        accepted = self._desk.accept(submission, by)
        self.close()
        return accepted

    def reject(self, submission: str, *, by: str, why: str) -> Entry:
        """Turn a waiting submission down. Raises SubmissionError, NotFoundError."""
        from minegraph.submission.acceptance import reject

        return reject(self.layout, submission, by, why, notice=self._notice)

    def withdraw(self, submission: str, *, by: str | None = None, why: str = "") -> Entry:
        """Take a waiting submission out of the inbox, or an accepted one out of the graph. Raises SubmissionError."""
        from minegraph.submission.acceptance import withdraw

        withdrawn = withdraw(self.layout, submission, by, why, notice=self._notice)
        self.close()
        return withdrawn

    def foresee_withdrawal(self, submission: str) -> Preview:
        """What taking an accepted submission out of the graph would change. Raises NotFoundError."""
        return self._desk.foresee_withdrawal(submission)

    def broken_by_withdrawal(self, submission: str) -> Report:
        """What would be wrong with what stays if a submission were withdrawn. Raises NotFoundError."""
        return self._desk.broken_by_withdrawal(submission)

    @cached_property
    def _desk(self) -> Desk:
        from minegraph.submission.desk import Desk

        self._local("submit")
        return Desk(self.layout, self._reopened, self.store_directory, self._progress, self._notice)

    def _reopened(self) -> LocalStore:
        """The store of the files as they are now."""
        for kept in ("source", "_names"):
            self.__dict__.pop(kept, None)
        return self._local("submit")

    def _local(self, verb: str) -> LocalStore:
        """The built store, for what needs the files of a graph; StoreError for an endpoint."""
        if not isinstance(self.source, LocalStore):
            raise StoreError(f"{self.endpoint} has no files. Open the graph without it to {verb}.")
        return self.source

    def import_boundaries(self, file: str | Path, *, nuts_version: str = "2021") -> Imported:
        """Take the boundaries of a GISCO file of NUTS regions (GeoJSON, EPSG:4326) into the workspace.

        What is asked next rebuilds the store. Raises SourceError, NotFoundError, StoreError.
        """
        from minegraph.boundaries import import_boundaries

        imported = import_boundaries(self._local("import boundaries"), self.layout, Path(file), nuts_version)
        self.close()
        return imported

    def export(self, *graphs: str, form: str = "nquads") -> bytes:
        """The whole graph, or the named graphs of these names or IRIs, in one of `render.DATASET_FORMATS`.

        Authored graphs are what their files say; the same files give the same bytes.
        """
        from io import BytesIO

        from minegraph.dump import dumped, graph_named
        from minegraph.dump_formats import write_dump

        chosen = [graph_named(self.layout, name) for name in graphs]
        written = BytesIO()
        with dumped(self.built(), self.layout, chosen or None) as dump:
            write_dump(dump, form, written)
        return written.getvalue()

    def publish(self, directory: str | Path, *, base: str = BASE) -> Release:
        """Write a release to a directory, all or nothing: a static site with documents and dumps.

        `base` is the address where the site will be. A directory that holds a release is replaced; its versions are
        kept. Raises ReleaseError.
        """
        from minegraph.release import publish

        progress, notice = self._progress or ignore, self._notice
        return publish(self.layout, self.store_directory, Path(directory), base, progress=progress, notice=notice)

    def fair(self, release: str | Path | None = None) -> Fairness:
        """Whether a release is fit for the web, as far as it can be told offline: the directory of one, or a fresh one.

        Without a release, the graph is published to a temporary directory. Raises ReleaseError for what is none.
        """
        from tempfile import TemporaryDirectory

        from minegraph.fairness import assess

        progress = self._progress or ignore
        if release is not None:
            return assess(Path(release), progress)
        with TemporaryDirectory(prefix="minegraph-") as scratch:
            return assess(self.publish(Path(scratch) / "release").place, progress)

    def _question(self, question: str | Path | Question) -> Question:
        """The stored question of a name, the one in a file, or SPARQL text as a question without parameters."""
        from minegraph.files import read_bytes
        from minegraph.queries import Question, question_named, read_question

        if isinstance(question, Question):
            return question
        if isinstance(question, str):
            is_text = SPARQL.search(question) is not None
            return Question("query", "", (), (), question) if is_text else question_named(self.layout, question)
        text = read_bytes(question).decode(errors="replace")
        has_header = any(line.startswith("#+ question:") for line in text.splitlines())
        return read_question(question) if has_header else Question(question.name, "", (), (), text)

    def _value(self, parameter: Parameter | None, value: str) -> str:
        """The text of a parameter's value; a thing that is not given as an IRI is looked up."""
        from minegraph.lookup import REGIONS, as_iri, resolve

        if parameter is None or parameter.type != "iri" or as_iri(value):
            return value
        spaces = parameter.spaces
        kinds = REGIONS if f"{ID}region/" in spaces else ()
        return resolve(self.source, value, kinds, parameter.name, spaces).iri


def compare(
    old: str | Path, new: str | Path, *, progress: Progress | None = None, notice: Notice | None = None
) -> Comparison:
    """What is different in `new`: each is a published directory, one of its `releases/VERSION`, or a graph's root.

    The store of a root directory or workspace is built in its usual place; `progress` and `notice` are those of
    `KnowledgeGraph.open`. Raises ReleaseError, and what building a store raises.
    """
    from minegraph.comparison import compare as compared

    return compared(Path(old), Path(new), progress or ignore, notice or _warn)


def _warn(sentence: str) -> None:
    warnings.warn(sentence, stacklevel=2)


def _text(value: ParameterValue) -> str:
    """A Python value as one writes it in SPARQL."""
    return str(value).lower() if isinstance(value, bool) else str(value)
