"""RDF as JSON-LD that people can read: short names under one context, no remote context, one node a subject."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from minegraph.terms import PREFIXES, compress

_TYPE = f"{PREFIXES['rdf']}type"
_STRING = f"{PREFIXES['xsd']}string"
_ID, _KINDS = '"@id"', '"@type"'
_encode = json.JSONEncoder(ensure_ascii=False).encode


def json_ld(triples: Iterable[Triple]) -> str:
    """The triples, in their order, as the text of a JSON-LD 1.1 document, a property a line.

    It is `{"@context": {PREFIX: NAMESPACE}, "@graph": [NODE]}`. Raises ValueError for terms that RDF 1.1 does not have.
    """
    names = _Names()
    nodes: dict[str, dict[str, list[str]]] = {}
    for triple in triples:
        subject = names.name(triple.subject)
        names.add(nodes.setdefault(subject, {}), triple)
    context = {_encode(prefix): _encode(PREFIXES[prefix]) for prefix in sorted(names.prefixes)}
    objects = ({_ID: subject, **_lists(node)} for subject, node in nodes.items())
    written = ",\n".join(f"  {_object(one, '   ')}" for one in objects)
    graph = f"[\n{written}\n ]" if nodes else "[]"
    return f'{{\n "@context": {_object(context, "  ")},\n "@graph": {graph}\n}}\n'


def _lists(node: Mapping[str, list[str]]) -> dict[str, str]:
    return {key: f"[{', '.join(values)}]" for key, values in node.items()}


def _object(fields: Mapping[str, str], indent: str) -> str:
    """An object of written names and values, each pair on a line."""
    lines = ",\n".join(f"{indent}{key}: {value}" for key, value in fields.items())
    return f"{{\n{lines}\n{indent[:-1]}}}" if fields else "{}"


class _Names:
    """Writes terms as JSON, and keeps the prefixes that have been used so far."""

    def __init__(self) -> None:
        self.prefixes: set[str] = set()

    def add(self, node: dict[str, list[str]], triple: Triple) -> None:
        """Put a statement into the node of its subject; `@type` holds the classes that are IRIs."""
        term = triple.object
        if triple.predicate.value == _TYPE and not isinstance(term, Literal):
            node.setdefault(_KINDS, []).append(self.name(term))
        else:
            node.setdefault(self.short(triple.predicate.value), []).append(self.value(term))

    def value(self, term: object) -> str:
        """A value; a text as such, with its language or datatype, exactly as written, where it has one."""
        if not isinstance(term, Literal):
            return f'{{"@id": {self.name(term)}}}'
        text = _encode(term.value)
        if term.language:
            return f'{{"@value": {text}, "@language": {_encode(term.language)}}}'
        datatype = term.datatype.value
        return text if datatype == _STRING else f'{{"@value": {text}, "@type": {self.short(datatype)}}}'

    def name(self, term: object) -> str:
        match term:
            case NamedNode():
                return self.short(term.value)
            case BlankNode():
                return _encode(f"_:{term.value}")
            case _:
                raise ValueError(f"{term} is not RDF 1.1")

    def short(self, iri: str) -> str:
        text, prefix = _short(iri)
        if prefix:
            self.prefixes.add(prefix)
        return text


@lru_cache(1 << 14)
def _short(iri: str) -> tuple[str, str]:
    """The compact IRI with its prefix, unless a reader would take it for something else: then the IRI without one."""
    compact = compress(iri)
    prefix, _, local = compact.partition(":")
    return (_encode(iri), "") if compact == iri or local.startswith("//") else (_encode(compact), prefix)
