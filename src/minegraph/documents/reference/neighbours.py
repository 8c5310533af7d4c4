"""A class among its neighbours: what leads to it at the left, what it leads to at the right, its superclasses above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from minegraph.documents.reference.drawing import BOLD, TITLE, Box, Drawing, Text, curve, straight, width_of
from minegraph.documents.reference.relations import Relation
from minegraph.documents.reference.vocabulary import Term, Vocabulary

ROW = 36.0
MARGIN = 10.0
PADDING = 12.0
ABOVE = 58.0
ARROW = 7.0
MOST = 14

Side = Sequence[tuple[str, str]]  # property, class


def neighbours(vocabulary: Vocabulary, known: Iterable[Relation], term: Term) -> Drawing | None:
    """The picture of a class; None where nothing of the ontology stands beside or above it."""
    listed = list(known)
    right = [
        (one.property, value)
        for one in listed
        if one.subject == term.iri
        for value in one.values
        if vocabulary.terms[one.property].kind == "object property"
    ]
    left = [(one.property, one.subject) for one in listed if term.iri in one.values and one.subject != term.iri]
    turned = {prop for prop, _ in right}
    left = [(prop, iri) for prop, iri in left if not turned & set(vocabulary.terms[prop].inverses)]
    is_linked = left or right or any(iri in vocabulary.terms for iri in term.above)
    return _Picture(vocabulary, term, left[:MOST], right[:MOST]).drawing() if is_linked else None


class _Picture:
    def __init__(self, vocabulary: Vocabulary, term: Term, left: Side, right: Side) -> None:
        self._vocabulary, self._term, self._left, self._right = vocabulary, term, left, right
        label = vocabulary.label
        self._above = term.above
        self._left_box, self._left_arm = (_widest([label(side[at]) for side in left]) for at in (1, 0))
        self._right_box, self._right_arm = (_widest([label(side[at]) for side in right]) for at in (1, 0))
        self._width = max(_widest([term.label]), 110.0)
        self._x = MARGIN + (self._left_box + self._left_arm + 24 if left else 0)
        self._top = MARGIN + (ABOVE if self._above else 0)
        self._height = ROW * max(len(left), len(right), 1)

    def drawing(self) -> Drawing:
        middle = self._top + self._height / 2
        boxes = [*self._sides(), *self._superclasses()]
        own = Text(self._term.label, f"#{self._term.name}", self._x + PADDING, middle + TITLE * 0.16)
        boxes.append(Box(self._x, middle - TITLE / 2, self._width, TITLE, own, is_main=True))
        above = sum(_widest([self._vocabulary.label(iri)]) + 16 for iri in self._above)
        side = self._right_arm + 24 + self._right_box if self._right else 0
        return Drawing(
            id=f"picture-{self._term.name}",
            width=max(self._x + self._width + side, self._x + above) + MARGIN,
            height=self._top + self._height + MARGIN,
            title=f"{self._term.label} and what it is linked with",
            description=self._words(),
            boxes=tuple(boxes),
            lines=(*self._lines(self._left, is_left=True), *self._lines(self._right, is_left=False)),
        )

    def _words(self) -> str:
        label, own = self._vocabulary.label, self._term.label
        parts = [f"{own} is a kind of {label(iri)}" for iri in self._above]
        parts += [f"{label(iri)}: {label(prop)} {own}" for prop, iri in self._left]
        parts += [f"{own}: {label(prop)} {label(iri)}" for prop, iri in self._right]
        return "; ".join(parts)

    def _y(self, number: int, side: Side) -> float:
        return self._top + (self._height - ROW * len(side)) / 2 + ROW * number + ROW / 2

    def _sides(self) -> list[Box]:
        right_x = self._x + self._width + self._right_arm + 24
        return [
            Box(x, self._y(number, side) - TITLE / 2, width, TITLE, self._text(iri, x, self._y(number, side)))
            for side, x, width in ((self._left, MARGIN, self._left_box), (self._right, right_x, self._right_box))
            for number, (_, iri) in enumerate(side)
        ]

    def _superclasses(self) -> list[Box]:
        boxes, x = [], self._x
        for iri in self._above:
            width = _widest([self._vocabulary.label(iri)])
            title = self._text(iri, x, MARGIN + TITLE / 2)
            start = (self._x + 40.0, self._top + self._height / 2 - TITLE / 2)
            line = straight(start, (x + 40.0, MARGIN + TITLE + ARROW))
            boxes.append(Box(x, MARGIN, width, TITLE, title, (Text("", "", x, MARGIN, line),)))
            x += width + 16
        return boxes

    def _lines(self, side: Side, *, is_left: bool) -> list[Text]:
        middle = self._top + self._height / 2
        found = []
        for number, (prop, _) in enumerate(side):
            y = self._y(number, side)
            if is_left:
                start = MARGIN + self._left_box
                arm = start + self._left_arm
                points = [(start, y), (arm, y), (self._x - ARROW, middle)]
                x = start + 8
            else:
                end = self._x + self._width + self._right_arm + 24
                x = self._x + self._width + 24
                points = [(self._x + self._width, middle), (x, y), (end - ARROW, y)]
                x += 4
            known = self._vocabulary.terms.get(prop)
            found.append(Text(self._vocabulary.label(prop), f"#{known.name}" if known else "", x, y - 5, curve(points)))
        return found

    def _text(self, iri: str, x: float, y: float) -> Text:
        term = self._vocabulary.terms.get(iri)
        return Text(self._vocabulary.label(iri), f"#{term.name}" if term else "", x + PADDING, y + TITLE * 0.16)


def _widest(texts: Sequence[str]) -> float:
    return width_of(texts, BOLD) + 2 * PADDING if texts else 0.0
