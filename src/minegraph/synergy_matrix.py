"""The synergies of all mining regions with one another, in the forms people use."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minegraph.errors import FormatError
from minegraph.json_ld import json_ld
from minegraph.pages import Heading, Link, Page, Paged, Prose, Table, plain
from minegraph.synergy.assessments import MOST_PARTNERS, best_triples
from minegraph.synergy.matrix import COLUMNS, Matrix
from minegraph.synergy_page import name, profile_in_words
from minegraph.tabular.escapes import guarded_csv

if TYPE_CHECKING:
    import pandas

SHOWN_PARTNERS = 3


@dataclass(frozen=True, repr=False, eq=False)
class SynergyMatrix(Paged):
    """What each mining region has to gain from each other one."""

    matrix: Matrix

    def page(self) -> Page:
        """The three best partners of each region."""
        profile = profile_in_words(self.matrix.profile.name, self.matrix.profile.changed)
        best: dict[str, list[str]] = {region.iri: [] for region in self.matrix.regions}
        for iri, _, _, partner, rank, score, _ in self.matrix.rows():
            if rank <= SHOWN_PARTNERS:
                best[iri].append(f"{partner} {score:.3f}")
        rows = tuple((Link(name(region), region.iri), "; ".join(best[region.iri])) for region in self.matrix.regions)
        return (
            Heading(f"Best partners of all mining regions: profile {profile}", 1),
            Table(("region", "best partners with their scores"), rows, wide=frozenset({1})),
            Prose("All scores: --format csv. One region with reasons: minegraph synergies REGION"),
        )

    def written(self, form: str) -> bytes:
        """In one of the formats table (as plain text), json, csv, xlsx and jsonld; FormatError for html."""
        if form == "xlsx":
            return self.to_xlsx()
        if form == "table":
            return plain.text(self.page()).encode()
        if form == "html":
            raise FormatError("The matrix of all regions is a page only in `minegraph serve`. Use csv, xlsx or json.")
        return {"json": self.to_json, "csv": self.to_csv, "jsonld": self.to_jsonld}[form]().encode()

    def to_json(self) -> str:
        """The documented JSON: regions, scores and coverage."""
        return json.dumps(self.matrix.to_dict(), ensure_ascii=False) + "\n"

    def to_csv(self) -> str:
        """One row per pair with a score above 0, in the order of COLUMNS, safe in a spreadsheet."""
        return guarded_csv(COLUMNS, self.matrix.rows())

    def to_xlsx(self) -> bytes:
        """A workbook: the matrix, every pair, and what it was made by."""
        from minegraph.synergy_workbook import matrix_workbook

        return matrix_workbook(self.matrix)

    def to_jsonld(self) -> str:
        """The assessments of each region's five best partners, as the graph of synergies holds them, as JSON-LD."""
        return json_ld(best_triples(self.matrix.landscape, self.matrix.profile, MOST_PARTNERS))

    def to_pandas(self) -> pandas.DataFrame:
        """One row per pair, in the order of COLUMNS; needs pandas."""
        from minegraph.frames import frame

        return frame(COLUMNS, self.matrix.rows())
