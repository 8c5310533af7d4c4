"""The overview: the classes that properties join, and these properties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from minegraph.documents.reference.drawing import BOLD, LINE, TITLE, Box, Drawing, Text, curve, width_of
from minegraph.documents.reference.layers import layers
from minegraph.documents.reference.relations import Relation
from minegraph.documents.reference.vocabulary import Vocabulary

BETWEEN = 70.0
MARGIN = 10.0
PADDING = 12.0
ARROW = 7.0
BELOW = 8.0
LOOP = "↻"


def main_relations(vocabulary: Vocabulary, known: Iterable[Relation]) -> list[Relation]:
    """The relations of an overview: between classes of the ontology, and in one direction.

    What only follows by a chain, and what a subclass has of its superclass, is left out.
    """
    found = []
    for one in known:
        values = tuple(iri for iri in one.values if iri in vocabulary.terms)
        if values and not _is_derived(vocabulary, one.property) and not _is_turned(vocabulary, one.property):
            found.append(Relation(one.subject, one.property, values))
    return [one for one in found if not _is_inherited(vocabulary, one, found)]


def _is_derived(vocabulary: Vocabulary, iri: str) -> bool:
    """Whether a property, or its inverse, is a shortcut: made by chains of other properties alone."""
    either = [vocabulary.terms[one].chains for one in (iri, *vocabulary.terms[iri].inverses) if one in vocabulary.terms]
    return any(chains and all(iri not in chain for chain in chains) for chains in either)


def _is_turned(vocabulary: Vocabulary, iri: str) -> bool:
    """Whether the inverse of a property is shown in its stead: that of the two which is not called "has ..."."""
    others = [other for other in vocabulary.terms[iri].inverses if other in vocabulary.terms]
    return any(_rank(vocabulary, other) < _rank(vocabulary, iri) for other in others)


def _rank(vocabulary: Vocabulary, iri: str) -> tuple[bool, str]:
    return vocabulary.terms[iri].label.startswith(("has ", "holds ", "contains ")), iri


def _is_inherited(vocabulary: Vocabulary, relation: Relation, all_of: Sequence[Relation]) -> bool:
    above = set(vocabulary.terms[relation.subject].above)
    return any(one.subject in above and one.property == relation.property for one in all_of)


def class_map(vocabulary: Vocabulary, known: Iterable[Relation]) -> Drawing:
    """The picture of the main relations, columns of classes from left to right."""
    return _Map(vocabulary, main_relations(vocabulary, known)).drawing()


class _Map:
    def __init__(self, vocabulary: Vocabulary, shown: Sequence[Relation]) -> None:
        self._vocabulary, self._shown = vocabulary, shown
        self._label = vocabulary.label
        self._rows: dict[str, list[tuple[str, str]]] = {}
        for one in shown:
            self._rows.setdefault(one.subject, []).extend((one.property, value) for value in one.values)
        self._nodes = sorted({iri for one in shown for iri in (one.subject, *one.values)})
        self._heights = {iri: self._height(iri) for iri in self._nodes}
        edges = [(start, end) for start, rows in self._rows.items() for _, end in rows if start != end]
        self._placed = layers(self._heights, edges)
        self._widths = self._column_widths()
        self._lefts = [MARGIN + sum(self._widths[:at]) + BETWEEN * at for at in range(len(self._widths))]

    def drawing(self) -> Drawing:
        """The picture."""
        return Drawing(
            id="overview",
            width=sum(self._widths) + BETWEEN * max(len(self._widths) - 1, 0) + 2 * MARGIN,
            height=self._placed.height + 2 * MARGIN,
            title="The classes and the properties between them",
            description="; ".join(map(self._words, self._shown)),
            boxes=tuple(map(self._box, self._nodes)),
        )

    def _words(self, relation: Relation) -> str:
        values = ", ".join(map(self._label, relation.values))
        return f"{self._label(relation.subject)}: {self._label(relation.property)} {values}"

    def _height(self, iri: str) -> float:
        rows = self._rows.get(iri, ())
        return TITLE + LINE * len(rows) + (BELOW if rows else 0)

    def _column_widths(self) -> list[float]:
        """The width of each column: that of its widest box."""
        columns = self._placed.columns
        widths = [0.0] * (max(columns.values(), default=-1) + 1)
        for iri in self._nodes:
            title = width_of([self._label(iri)], BOLD)
            inner = width_of([f"{self._label(prop)} {LOOP}" for prop, _ in self._rows.get(iri, ())])
            widths[columns[iri]] = max(widths[columns[iri]], title + 2 * PADDING, inner + 2 * PADDING)
        return widths

    def _corner(self, iri: str) -> tuple[float, float]:
        return self._lefts[self._placed.columns[iri]], self._placed.tops[iri] + MARGIN

    def _box(self, iri: str) -> Box:
        x, y = self._corner(iri)
        title = Text(self._label(iri), f"#{self._vocabulary.terms[iri].name}", x + PADDING, y + TITLE * 0.66)
        rows = tuple(self._row(iri, number) for number in range(len(self._rows.get(iri, ()))))
        return Box(x, y, self._widths[self._placed.columns[iri]], self._heights[iri], title, rows)

    def _row(self, iri: str, number: int) -> Text:
        """A property in the box of a class, with the line that leads to the class of its values."""
        prop, end = self._rows[iri][number]
        x, y = self._corner(iri)
        return Text(
            text=f"{self._label(prop)} {LOOP}" if end == iri else self._label(prop),
            href=f"#{self._vocabulary.terms[prop].name}",
            x=x + PADDING,
            y=y + TITLE + LINE * number + LINE * 0.72,
            line=self._line(iri, end, y + TITLE + LINE * number + LINE / 2),
        )

    def _line(self, iri: str, end: str, height: float) -> str:
        """The line from a height of a box to another box; none to itself, nor to the left where a circle was cut."""
        columns, tops = self._placed.columns, self._placed.tops
        if columns[end] <= columns[iri]:
            return ""
        start = (self._lefts[columns[iri]] + self._widths[columns[iri]], height)
        way = [
            point
            for column, at in self._placed.bends.get((iri, end), ())
            for point in (
                (self._lefts[column], at + MARGIN),
                (self._lefts[column] + self._widths[column], at + MARGIN),
            )
        ]
        return curve([start, *way, (self._lefts[columns[end]] - ARROW, tops[end] + MARGIN + TITLE / 2)])
