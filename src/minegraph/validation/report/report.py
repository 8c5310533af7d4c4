"""A report: the outcome of a validation in each of its forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from minegraph.pages import Page, Paged
from minegraph.validation.report.outcome import Outcome
from minegraph.validation.report.result import Result


@dataclass(frozen=True, repr=False)
class Report(Outcome, Paged):
    """The outcome of a validation, with its forms: for people, for programs, and for the file that was handed in."""

    @classmethod
    def of(cls, results: Iterable[Result], engine: str, notes: Iterable[str] = (), shapes_version: str = "") -> Report:
        """A report of these results, sorted, each once."""
        ordered = tuple(sorted(set(results), key=lambda result: result.order))
        conforms = all(result.severity != "Violation" for result in ordered)
        return cls(conforms, ordered, engine, tuple(notes), shapes_version)

    def page(self) -> Page:
        """The report for people: the verdict, how the files were read, then each finding: what, where, what to do."""
        from minegraph.validation.report.page import page

        return page(self)

    def json(self) -> str:
        """The report as JSON.

        `{"conforms", "verdict", "engine", "shapes", "notes", "counts": {"Violation", "Warning", "Info"}, "findings",
        "results": [{"severity", "focus", "path", "value", "message", "constraint", "name", "component", "graph"}]}`.
        `focus` and `value` are terms as in the SPARQL JSON results format (`{"type": "uri", "value": ...}`); `path` is
        the IRI of a property, or a SPARQL property path with CURIEs; what there is not is null. A finding has
        `problem`, `focuses`, `places` (`{"file", "sheet", "row", "column", "header", "line", "cell"}`, those that
        apply) and `graphs` instead of `focus` and `graph`. `shapes` is the version IRI of the shapes.
        """
        from minegraph.validation.report.json_document import document

        return document(self)

    def html(self) -> str:
        """The report as a whole web page that needs nothing else: no scripts, no other addresses."""
        from minegraph.validation.report.html_document import document

        return document(self)

    def turtle(self) -> str:
        """The report as a standard sh:ValidationReport. Its sh:conforms is true only when there is no result at all.

        Beyond the standard, it names the version of the shapes (prov:wasDerivedFrom), what is wrong
        (dcterms:description) and where (prov:atLocation).
        """
        from minegraph.validation.report.turtle_graph import document

        return document(self)

    def sarif(self) -> str:
        """The report as SARIF 2.1.0, for editors and code review: one result for each place."""
        from minegraph.validation.report.sarif_log import document

        return document(self)

    def workbook(self, source: Path | None = None, encoding: str | None = None) -> bytes:
        """The report as an .xlsx workbook: a sheet with the findings, before those of `source`.

        `source` is the file that was handed in, `encoding` that of a text table which is not in UTF-8. The cells of a
        workbook or CSV file to which findings refer are coloured by severity and commented; all else in a workbook
        stays, except pictures, charts and macros. Of other files, and without one, there is only the sheet with the
        findings. Raises CheckError when it cannot be marked.
        """
        from minegraph.validation.report.workbook import marked

        return marked(self, source, encoding)
