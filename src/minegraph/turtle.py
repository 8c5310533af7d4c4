"""The canonical form of Turtle: the layout of rdflib's `longturtle`, in an order that depends on the triples alone.

rdflib itself is not used: it orders subjects by how often they are referred to and blank nodes by chance, compares
literals by value, rewrites numbers (`1e3` becomes `1e+03`) and leaves blanks at the ends of lines.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph as ox

from minegraph.terms import PREFIXES

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

XSD = PREFIXES["xsd"]
TYPE, FIRST, REST, NIL = (ox.NamedNode(PREFIXES["rdf"] + name) for name in ("type", "first", "rest", "nil"))
LEADING = {TYPE: 0, ox.NamedNode(f"{PREFIXES['rdfs']}label"): 1}
INDENT = "    "
LOCAL_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
BARE = {
    f"{XSD}boolean": re.compile(r"true|false"),
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
}
ESCAPES = {"\\": "\\\\", '"': '\\"', "\r": "\\r", "\t": "\\t"}


def write_turtle(triples: Iterable[ox.Triple | ox.Quad]) -> str:
    """The triples as canonical Turtle with the used prefixes; blank nodes must already have canonical labels.

    Raises ValueError for terms that RDF 1.1 does not have, RecursionError for very deep blank nodes.
    """
    return _Document(triples).text()


class _Document:
    """The triples by subject, which blank nodes are written inside others, and the prefixes used so far."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        self.properties: dict[Term, dict[ox.NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self.parents: dict[Term, list[Subject]] = defaultdict(list)
        self.prefixes: set[str] = set()
        for triple in triples:
            self.properties[triple.subject][triple.predicate].append(triple.object)
            if isinstance(triple.object, ox.BlankNode):
                self.parents[triple.object].append(triple.subject)
        self.inner = self._inner()

    def _inner(self) -> set[Term]:
        """The blank nodes that hang by one triple from something that is not itself inside them."""
        below: dict[Term, list[Term]] = defaultdict(list)
        single = {node for node, parents in self.parents.items() if len(parents) == 1}
        for node in single:
            below[self.parents[node][0]].append(node)
        reached: list[Term] = [subject for subject in self.properties if subject not in single]
        for subject in reached:
            reached.extend(below[subject])
        return single & set(reached)

    def text(self) -> str:
        outer = (subject for subject in self.properties if subject not in self.inner)
        blocks = self._sorted(
            (subject, f"{self._subject(subject)}{self._body(subject, INDENT)}.\n") for subject in outer
        )
        header = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in sorted(self.prefixes))
        return "\n".join([header, *blocks] if header else blocks)

    def _subject(self, subject: Term) -> str:
        anonymous = isinstance(subject, ox.BlankNode) and not self.parents.get(subject)
        return f"{'[]' if anonymous else self._term(subject)}\n"

    def _body(self, subject: Term, indent: str) -> str:
        properties = self.properties.get(subject, {})
        ordered = sorted(properties, key=lambda predicate: (LEADING.get(predicate, 2), predicate.value))
        return "".join(f"{indent}{self._verb(p)}{self._objects(properties[p], indent)} ;\n" for p in ordered)

    def _verb(self, predicate: ox.NamedNode) -> str:
        return "a" if predicate == TYPE else self._term(predicate)

    def _objects(self, objects: list[Term], indent: str) -> str:
        if len(objects) == 1:
            return f" {self._object(objects[0], indent)}"
        deeper = indent + INDENT
        return " ,".join(self._sorted((item, f"\n{deeper}{self._object(item, deeper)}") for item in objects))

    @staticmethod
    def _sorted(written: Iterable[tuple[Term, str]]) -> list[str]:
        """IRIs, literals, blank nodes: each by its text, blank nodes by all that is said of them."""
        kinds = {ox.NamedNode: 0, ox.Literal: 1, ox.BlankNode: 2}
        placed = (
            (kinds[type(term)], text if isinstance(term, ox.BlankNode) else str(term), text) for term, text in written
        )
        return [text for _, _, text in sorted(placed)]

    def _object(self, term: Term, indent: str) -> str:
        if term == NIL:
            return "()"
        if term not in self.inner:
            return self._term(term)
        items = self._list(term)
        if items is None:
            return f"[\n{self._body(term, indent + INDENT)}{indent}]" if self.properties.get(term) else "[]"
        deeper = indent + INDENT
        return "(" + "".join(f"\n{deeper}{self._object(item, deeper)}" for item in items) + f"\n{indent})"

    def _list(self, cell: Term) -> list[Term] | None:
        """The items of a list that parentheses can hold: nothing else is said of its cells, and it ends."""
        items: list[Term] = []
        while cell != NIL:
            said = self.properties.get(cell, {}) if cell in self.inner else {}
            if Counter({p: len(objects) for p, objects in said.items()}) != Counter([FIRST, REST]):
                return None
            items.extend(said[FIRST])
            cell = said[REST][0]
        return items

    def _term(self, term: Term) -> str:
        if isinstance(term, ox.NamedNode):
            return self._iri(term.value)
        if isinstance(term, ox.BlankNode):
            return f"_:{term.value}"
        if isinstance(term, ox.Triple) or term.direction is not None:
            raise ValueError(f"{term} is not RDF 1.1")
        return self._literal(term)

    def _iri(self, iri: str) -> str:
        prefix, text = _prefixed(iri)
        if prefix:
            self.prefixes.add(prefix)
        return text

    def _literal(self, literal: ox.Literal) -> str:
        datatype = literal.datatype.value
        if datatype in BARE and BARE[datatype].fullmatch(literal.value):
            return literal.value
        if literal.language:
            return f"{_quote(literal.value)}@{literal.language}"
        return _quote(literal.value) + ("" if datatype == f"{XSD}string" else f"^^{self._iri(datatype)}")


@lru_cache(maxsize=100_000)
def _prefixed(iri: str) -> tuple[str, str]:
    """The prefix of an IRI, empty for none, and the IRI as it is written."""
    known = [(len(namespace), prefix) for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)]
    length, prefix = max(known, default=(0, ""))
    if not known or not LOCAL_NAME.fullmatch(iri[length:]):
        return "", f"<{iri}>"
    return prefix, f"{prefix}:{iri[length:]}"


def _quote(value: str) -> str:
    if "\n" not in value:
        return '"' + re.sub(r'[\\"\r\t]', lambda match: ESCAPES[match[0]], value) + '"'
    escaped = value.replace("\\", "\\\\").replace("\r", "\\r")
    return '"""' + re.sub(r'"(?="|\Z)', '\\\\"', escaped) + '"""'
