"""RDF as JSON-LD that people can read: short names under one context, no remote context, one node a subject."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from minegraph.terms import PREFIXES, compress

_TYPE = f"{PREFIXES['rdf']}type"
_encode = json.JSONEncoder(ensure_ascii=False).encode
_STRING = f"{PREFIXES['xsd']}string"


def json_ld(triples: Iterable[Triple]) -> str:
    """The triples, in their order, as the text of a JSON-LD 1.1 document, a property a line.

    Raises ValueError as `document` does.
    """
    whole = document(triples)
    context, nodes = whole["@context"], whole["@graph"]
    assert isinstance(context, dict)  # noqa: S101
    assert isinstance(nodes, list)  # noqa: S101
    written = ",\n".join(f"  {_object(node, '   ')}" for node in nodes)
    graph = f"[\n{written}\n ]" if nodes else "[]"
    return f'{{\n "@context": {_object(context, "  ")},\n "@graph": {graph}\n}}\n'


def _object(fields: dict[str, object], indent: str) -> str:
    """An object with each of its fields on a line, which the encoder writes several times as fast as one with more."""
    lines = ",\n".join(f"{indent}{_encode(key)}: {_encode(value)}" for key, value in fields.items())
    return f"{{\n{lines}\n{indent[:-1]}}}" if fields else "{}"


def document(triples: Iterable[Triple]) -> dict[str, object]:
    """The triples, in their order, as `{"@context": {PREFIX: NAMESPACE}, "@graph": [NODE]}`.

    Raises ValueError for terms that RDF 1.1 does not have.
    """
    names = _Names()
    nodes: dict[str, dict[str, object]] = {}
    for triple in triples:
        subject = names.name(triple.subject)
        names.add(nodes.setdefault(subject, {"@id": subject}), triple)
    context = {prefix: PREFIXES[prefix] for prefix in sorted(names.prefixes)}
    return {"@context": context, "@graph": list(nodes.values())}


class _Names:
    """The prefixes that have been used so far."""

    def __init__(self) -> None:
        self.prefixes: set[str] = set()

    def add(self, node: dict[str, object], triple: Triple) -> None:
        """Put a statement into the node of its subject; `@type` holds the classes that are IRIs."""
        is_class = triple.predicate.value == _TYPE and not isinstance(triple.object, Literal)
        key = "@type" if is_class else self.short(triple.predicate.value)
        values = node.setdefault(key, [])
        assert isinstance(values, list)  # noqa: S101 (only `@id` is none, and no property is called so)
        values.append(self.name(triple.object) if is_class else self.value(triple.object))

    def value(self, term: object) -> object:
        match term:
            case Literal():
                return self.literal(term)
            case NamedNode() | BlankNode():
                return {"@id": self.name(term)}
            case _:
                raise ValueError(f"{term} is not RDF 1.1")

    def literal(self, literal: Literal) -> object:
        """A text as such; with its language or datatype, exactly as written, where it has one."""
        if literal.language:
            return {"@value": literal.value, "@language": literal.language}
        datatype = literal.datatype.value
        return literal.value if datatype == _STRING else {"@value": literal.value, "@type": self.short(datatype)}

    def name(self, term: object) -> str:
        match term:
            case NamedNode():
                return self.short(term.value)
            case BlankNode():
                return f"_:{term.value}"
            case _:
                raise ValueError(f"{term} is not RDF 1.1")

    def short(self, iri: str) -> str:
        """The compact IRI, unless a reader would take it for something else."""
        compact = compress(iri)
        prefix, _, local = compact.partition(":")
        if compact == iri or local.startswith("//"):
            return iri
        self.prefixes.add(prefix)
        return compact
