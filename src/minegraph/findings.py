"""What a search found, in the forms people use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from minegraph.pages import Block, Heading, Link, Page, Paged, Prose, Table

How = Literal["code", "exact", "prefix", "words", "part", "alike", "some"]
HOW: tuple[How, ...] = ("code", "exact", "prefix", "words", "part", "alike", "some")


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found: its label and kind in words, the name that matched, and how it did.

    `how` is `code`, `exact` (the whole name), `prefix` (its beginning), `words` (each word, or its beginning), `part`
    (within words), `alike` (nearly so) or `some` (not all of the words). `language` is that of the name, empty for a
    code or a name without one.
    """

    iri: str
    label: str
    kind: str
    kind_iri: str
    name: str
    language: str
    how: How

    @property
    def called(self) -> str:
        """The name that matched with its language, where it is not the label.

        >>> Hit("x:1", "Lapland", "region", "x:Region", "Lappi", "fi", "exact").called
        'Lappi (fi)'
        """
        if self.name == self.label:
            return ""
        return f"{self.name} ({self.language})" if self.language else self.name


@dataclass(frozen=True, repr=False)
class Findings(Paged):
    """The best hits for a text, best first, out of `total`. Iterating gives one Hit each."""

    text: str
    hits: tuple[Hit, ...]
    total: int

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    @property
    def complete(self) -> bool:
        """Whether these are all hits."""
        return len(self.hits) == self.total

    @property
    def meant(self) -> str:
        """The name that was probably meant, where nothing has the words as they were written; else empty."""
        return self.hits[0].name if self.hits and self.hits[0].how == "alike" else ""

    def is_ambiguous(self, hit: Hit) -> bool:
        """Whether another hit of its kind has the same label."""
        return sum(other.label == hit.label and other.kind == hit.kind for other in self.hits) > 1

    def by_kind(self) -> dict[str, tuple[Hit, ...]]:
        """The hits by their kind in words, the kind of the best hit first."""
        found: dict[str, tuple[Hit, ...]] = {}
        for hit in self.hits:
            found[hit.kind] = (*found.get(hit.kind, ()), hit)
        return found

    def page(self) -> Page:
        """The hits as a table, for people."""
        return tuple(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        yield Heading(f"Search: {self.text}", 1)
        if self.meant:
            yield Prose(f"Nothing is called that. Did you mean {self.meant}?")
        if self.hits and self.hits[0].how == "some":
            yield Prose("Nothing has all of these words in its name. These have the most of them.")
        if not self.hits:
            yield Prose("Nothing is called that. Try fewer words, a code, or the name in another language.")
            return
        rows = tuple((Link(hit.label, hit.iri), hit.kind, hit.called, hit.iri) for hit in self.hits)
        yield Table(("name", "what it is", "found as", "IRI"), rows)
        if not self.complete:
            yield Prose(f"The best {len(self.hits)} of {self.total}.")

    def json(self) -> str:
        """The hits as JSON.

        `{"text", "hits": [{"iri", "label", "kind", "kind_iri", "name", "language", "how"}], "total", "complete",
        "meant"}`.
        """
        document = {
            "text": self.text,
            "hits": [asdict(hit) for hit in self.hits],
            "total": self.total,
            "complete": self.complete,
            "meant": self.meant or None,
        }
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
