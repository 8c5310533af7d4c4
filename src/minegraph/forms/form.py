"""Forms: for each class what one can say of its things, as the shapes have it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from minegraph.forms.literals import words
from minegraph.forms.values import Values, values_of
from minegraph.terms import PREFIXES, SHAPES
from minegraph.validation.paths import Predicate, properties
from minegraph.validation.shacl import RDF, RDFS, SH
from minegraph.validation.shapes import Shape, Shapes
from minegraph.validation.triples import Term, Triples

TYPE = f"{RDF}type"
IDENTITY = f"{SHAPES}Identity"
_SUBCLASS = f"{RDFS}subClassOf"
_URI_SPACE = f"{PREFIXES['void']}uriSpace"
_EXAMPLE = f"{PREFIXES['skos']}example"
_LAST = 10_000


@dataclass(frozen=True)
class Column:
    """What one can say of a thing in one property.

    `values` are the values it takes. `needed` says how much it is wanted: `required` (a Violation without),
    `recommended` or `optional`; `single` that there is one value at most. `identifies`: it makes up the id of a row
    that gives none.
    """

    property: str
    header: str
    explanation: str
    values: Values
    needed: str
    single: bool
    identifies: bool


@dataclass(frozen=True)
class Form:
    """The columns for the things of a class and its subclasses (`kinds`: IRI -> label, the class itself first).

    `space` is how their IRIs begin, `example` one that is described in the graph; forms with an `order` are in a
    template unless others are asked for.
    """

    iri: str
    name: str
    kinds: dict[str, str] = field(hash=False)
    space: str
    example: str
    order: float | None
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What the form goes by: its name, in the singular too."""
        return self.name, re.sub("s$", "", re.sub("ies$", "y", self.name))

    @property
    def class_iri(self) -> str:
        """The class whose things are described."""
        return next(iter(self.kinds))

    @property
    def properties(self) -> dict[str, Column]:
        """Property -> its column."""
        return {column.property: column for column in self.columns}


def read_forms(shapes: Shapes, ontology: Iterable[ox.Quad | ox.Triple]) -> tuple[Form, ...]:
    """The forms that the shapes hold: node shapes with a `void:uriSpace`, the ordered ones first, then by name.

    A column is a property that the form lists, or that a shape of the class asks for; what it takes and whether it is
    needed is what all shapes of the class say together. The ontology says which class is below which, and what a
    property without a name of its own is called.
    """
    reader = _Reader(shapes, Triples(ontology))
    forms = [reader.form(shape) for shape in shapes.roots if reader.is_form(shape)]
    return tuple(sorted(forms, key=lambda form: (form.order is None, form.order or 0, form.name)))


def below(top: ox.NamedNode, ontology: Triples) -> list[ox.NamedNode]:
    """A class and all below it, breadth first."""
    found = {top: None}
    waiting = [top]
    while waiting:
        kind = waiting.pop(0)
        lower = [one for one in ontology.subjects() if kind in ontology.objects(one, _SUBCLASS)]
        new = sorted((one for one in lower if isinstance(one, ox.NamedNode) and one not in found), key=str)
        found.update(dict.fromkeys(new))
        waiting += new
    return list(found)


class _Reader:
    def __init__(self, shapes: Shapes, ontology: Triples) -> None:
        self._shapes = shapes
        self._triples = Triples(shapes.triples)
        self._ontology = ontology

    def is_form(self, shape: Shape) -> bool:
        return self._triples.one(shape.node, _URI_SPACE) is not None

    def form(self, shape: Shape) -> Form:
        top = next(term for name, term in shape.targets if name == "targetClass" and isinstance(term, ox.NamedNode))
        kinds = {kind.value: self._label(kind) for kind in below(top, self._ontology)}
        applying = list(self._applying(next(iter(kinds))))
        order = self._text(shape.node, f"{SH}order")
        return Form(
            iri=shape.iri,
            name=self._text(shape.node, f"{RDFS}label"),
            kinds=kinds,
            space=self._text(shape.node, _URI_SPACE),
            example=self._text(shape.node, _EXAMPLE),
            order=float(order) if order else None,
            columns=tuple(self._columns(shape, applying, kinds)),
        )

    def _applying(self, class_iri: str) -> Iterator[tuple[Shape, bool]]:
        """The property shapes that look at things of a class, and whether they look at all of them."""
        above = self._above(ox.NamedNode(class_iri))
        for shape in self._shapes.roots:
            of_class = any(name == "targetClass" and term in above for name, term in shape.targets)
            subjects = {term for name, term in shape.targets if name == "targetSubjectsOf"}
            for child in (self._shapes.by_node[node] for node in shape.properties):
                if of_class or subjects & set(map(ox.NamedNode, properties(child.path))):
                    yield child, of_class

    def _above(self, kind: Term) -> set[Term]:
        found: set[Term] = set()
        waiting = [kind]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self._ontology.objects(one, _SUBCLASS)
        return found

    def _columns(self, form: Shape, applying: list[tuple[Shape, bool]], kinds: dict[str, str]) -> Iterator[Column]:
        listed = {self._shapes.by_node[node].path: self._shapes.by_node[node] for node in form.properties}
        asked = [iri for shape, of_class in applying if of_class and _is_asked(shape) for iri in properties(shape.path)]
        given = sorted(listed.items(), key=lambda item: self._order(item[1]))
        wanted = dict.fromkeys([path.iri for path, _ in given if isinstance(path, Predicate)] + asked)
        for iri in wanted:
            about = [(shape, of_class) for shape, of_class in applying if iri in properties(shape.path)]
            if iri != TYPE or len(kinds) > 1:
                yield self._column(iri, listed.get(Predicate(iri)), about, kinds)

    def _order(self, shape: Shape) -> float:
        return float(self._text(shape.node, f"{SH}order") or _LAST)

    def _column(self, iri: str, listed: Shape | None, about: list[tuple[Shape, bool]], kinds: dict[str, str]) -> Column:
        named = ox.NamedNode(iri)
        header = listed.name if listed else self._label(named)
        shapes = [shape for shape, _ in about]
        values = values_of(iri, shapes, self._shapes, self._ontology, kinds)
        described = self._text(listed.node, f"{SH}description") if listed else ""
        group = self._triples.one(listed.node, f"{SH}group") if listed else None
        return Column(
            property=iri,
            header=header,
            explanation=described or self._defined(named, header, values),
            values=values,
            needed=_needed([shape for shape, of_class in about if of_class and shape.path == Predicate(iri)]),
            single=any(
                one.parameter == "maxCount" and one.number == 1 for shape in shapes for one in shape.constraints
            ),
            identifies=group == ox.NamedNode(IDENTITY),
        )

    def _defined(self, named: ox.NamedNode, header: str, values: Values) -> str:
        """What the ontology says of a property, as a sentence, and what its literals must be."""
        definition = self._text(named, f"{PREFIXES['skos']}definition", self._ontology) or header
        written = f" Write {words(values.datatypes)}." if values.datatypes else ""
        return f"{definition[:1].upper()}{definition[1:]}.{written}"

    def _label(self, node: ox.NamedNode) -> str:
        return self._text(node, f"{RDFS}label", self._ontology) or node.value.rpartition("#")[2].rpartition("/")[2]

    def _text(self, node: Term, predicate: str, triples: Triples | None = None) -> str:
        value = (triples or self._triples).one(node, predicate)
        return value.value if isinstance(value, ox.Literal | ox.NamedNode) else ""


def _is_asked(shape: Shape) -> bool:
    """A shape of one property that says more of it than a query does."""
    return isinstance(shape.path, Predicate) and any(one.parameter != "sparql" for one in shape.constraints)


def _needed(shapes: list[Shape]) -> str:
    severities = {
        shape.severity for shape in shapes for one in shape.constraints if one.parameter == "minCount" and one.number
    }
    if "Violation" in severities:
        return "required"
    return "recommended" if "Warning" in severities else "optional"
