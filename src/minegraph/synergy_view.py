"""The synergies of a region, in the forms people use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minegraph import synergy_html
from minegraph.json_ld import json_ld
from minegraph.pages import Page, Paged, plain
from minegraph.synergy.assessment import result_triples
from minegraph.synergy.result import COLUMNS, DETAIL_COLUMNS, Region, Synergy, SynergyResult
from minegraph.synergy_page import pair_page, ranking_page
from minegraph.tabular.escapes import guarded_csv

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, repr=False)
class Synergies(Paged):
    """Partners of a region, best first, or one pair in both directions. Iterating gives one Synergy each."""

    result: SynergyResult

    def __iter__(self) -> Iterator[Synergy]:
        return iter(self.result.synergies)

    def __len__(self) -> int:
        return len(self.result.synergies)

    @property
    def region(self) -> Region:
        """The region that was asked for."""
        return self.result.region

    @property
    def is_pair(self) -> bool:
        """Whether this is one pair in both directions, not a ranking."""
        return len({synergy.region for synergy in self}) > 1

    def page(self) -> Page:
        """The ranking, or the pair with every item and its evidence, for people."""
        return pair_page(self.result) if self.is_pair else ranking_page(self.result)

    def written(self, form: str) -> bytes:
        """In one of the formats table (as plain text), json, csv, xlsx, jsonld and html."""
        if form == "xlsx":
            return self.to_xlsx()
        if form == "table":
            return plain.text(self.page()).encode()
        texts = {"json": self.to_json, "csv": self.to_csv, "jsonld": self.to_jsonld, "html": self.to_html}
        return texts[form]().encode()

    def to_json(self) -> str:
        """The documented JSON: scores with components, items and evidence."""
        return self.result.to_json()

    def to_jsonld(self) -> str:
        """The assessments as the graph of synergies holds them, as JSON-LD with its context inside."""
        return json_ld(result_triples(self.result))

    def to_xlsx(self) -> bytes:
        """A workbook: the ranking, every item of the scores, and what the ranking was made by."""
        from minegraph.synergy_workbook import workbook

        return workbook(self.result)

    def to_csv(self) -> str:
        """One row per item, in the order of DETAIL_COLUMNS; text that a spreadsheet would run is quoted with `'`."""
        return guarded_csv(DETAIL_COLUMNS, self.result.details())

    def to_html(self) -> str:
        """A complete HTML document that needs no other file."""
        return synergy_html.page(self.result)

    def to_pandas(self) -> pandas.DataFrame:
        """One row per partner, in the order of COLUMNS; needs pandas."""
        from minegraph.frames import frame

        return frame(COLUMNS, self.result.rows())

    def details(self) -> pandas.DataFrame:
        """One row per item, in the order of DETAIL_COLUMNS, as a data frame; needs pandas."""
        from minegraph.frames import frame

        return frame(DETAIL_COLUMNS, self.result.details())
