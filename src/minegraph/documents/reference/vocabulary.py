"""The terms of the ontology, as its files state them, with what belongs together brought together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from minegraph.terms import BASE, GRAPH, ID, MG, PREFIXES, compress, expand
from minegraph.validation.triples import Term as Node
from minegraph.validation.triples import Triples

KINDS = {
    f"{PREFIXES['owl']}Class": "class",
    f"{PREFIXES['owl']}ObjectProperty": "object property",
    f"{PREFIXES['owl']}DatatypeProperty": "datatype property",
    f"{PREFIXES['owl']}AnnotationProperty": "annotation property",
    f"{PREFIXES['rdfs']}Datatype": "datatype",
}
INDIVIDUAL = "individual"
CHARACTERISTICS = {
    f"{PREFIXES['owl']}{name}Property": words
    for name, words in {
        "Transitive": "transitive: from one thing to a second and on to a third is from the first to the third",
        "Symmetric": "symmetric: it holds both ways",
        "Asymmetric": "asymmetric: it never holds both ways",
        "Reflexive": "reflexive: everything has it to itself",
        "Irreflexive": "irreflexive: nothing has it to itself",
        "Functional": "functional: there is one value at most",
        "InverseFunctional": "inverse functional: each value belongs to one thing at most",
    }.items()
}
ALIGNMENTS = {
    expand(curie): words
    for curie, words in {
        "skos:exactMatch": "the same as",
        "skos:closeMatch": "close to",
        "skos:broadMatch": "narrower than",
        "skos:narrowMatch": "broader than",
        "skos:relatedMatch": "related to",
        "owl:equivalentClass": "equivalent to",
        "owl:equivalentProperty": "equivalent to",
    }.items()
}
_ABOVE = (f"{PREFIXES['rdfs']}subClassOf", f"{PREFIXES['rdfs']}subPropertyOf")


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property, datatype or individual of the ontology; other terms are named by their IRIs.

    `module` is the named graph that declares it. Each chain is the properties that, one after the other, make it.
    """

    iri: str
    kind: str
    label: str
    definition: str
    notes: tuple[str, ...]
    module: str
    types: tuple[str, ...]
    above: tuple[str, ...]
    domains: tuple[str, ...]
    ranges: tuple[str, ...]
    inverses: tuple[str, ...]
    disjoint: tuple[str, ...]
    characteristics: tuple[str, ...]
    chains: tuple[tuple[str, ...], ...]
    alignments: tuple[tuple[str, str], ...]
    deprecated: bool
    replaced_by: tuple[str, ...]
    below: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What its IRI ends with: its place on the page."""
        return self.iri.removeprefix(MG)

    @property
    def is_property(self) -> bool:
        """True for properties of every kind."""
        return self.kind.endswith("property")


@dataclass(frozen=True)
class Vocabulary:
    """The terms of the ontology by IRI, in the order of their labels, and its statements."""

    terms: Mapping[str, Term]
    triples: Triples

    def of_kind(self, kind: str) -> list[Term]:
        """The terms of a kind."""
        return [term for term in self.terms.values() if term.kind == kind]

    def label(self, iri: str) -> str:
        """What a term is called; a list of concepts by its name, and a term of another vocabulary by its CURIE."""
        if iri.startswith(ID):
            return iri.removeprefix(ID).replace("-", " ")
        return self.terms[iri].label if iri in self.terms else compress(iri)

    def outside(self) -> dict[str, tuple[str, ...]]:
        """The namespace of each other vocabulary -> its terms that the ontology builds on or is aligned with."""
        found: dict[str, set[str]] = defaultdict(set)
        for term in self.terms.values():
            aligned = [iri for _, iri in term.alignments]
            for iri in (*term.above, *term.domains, *term.ranges, *aligned):
                if not iri.startswith(BASE):
                    found[namespace_of(iri)].add(iri)
        return {namespace: tuple(sorted(iris)) for namespace, iris in sorted(found.items())}

    def texts(self, iri: str, curie: str) -> tuple[str, ...]:
        """The texts that a property of a resource has, English ones first."""
        return _texts(self.triples, ox.NamedNode(iri), expand(curie))


def read_vocabulary(quads: Iterable[ox.Quad]) -> Vocabulary:
    """The ontology that quads state; their named graphs are its modules."""
    stated = list(quads)
    triples = Triples(stated)
    found = {
        quad.subject.value: quad.graph_name.value.removeprefix(GRAPH)
        for quad in stated
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.graph_name, ox.NamedNode)
        and quad.subject.value.startswith(MG)
        and quad.predicate.value == f"{PREFIXES['rdf']}type"
    }
    terms = [_term(iri, module, triples) for iri, module in found.items()]
    ordered = sorted(_joined(terms), key=lambda term: (term.label.casefold(), term.iri))
    return Vocabulary({term.iri: term for term in ordered}, triples)


def namespace_of(iri: str) -> str:
    """The known namespace that an IRI is in, else all but its last part."""
    known = [namespace for namespace in PREFIXES.values() if iri.startswith(namespace)]
    return max(known, key=len) if known else iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _term(iri: str, module: str, triples: Triples) -> Term:
    node = ox.NamedNode(iri)

    def named(*curies: str) -> tuple[str, ...]:
        values = (value for curie in curies for value in triples.objects(node, expand(curie)))
        return tuple(sorted({one for value in values for one in _named(value, triples)}))

    types = named("rdf:type")
    aligned = {(words, one) for prop, words in ALIGNMENTS.items() for one in named(compress(prop))}
    return Term(
        iri=iri,
        kind=next((kind for known, kind in KINDS.items() if known in types), _other_kind(types)),
        label=next(iter(_texts(triples, node, expand("rdfs:label"))), iri.removeprefix(MG)),
        definition=next(iter(_texts(triples, node, expand("skos:definition"))), ""),
        notes=_texts(triples, node, expand("skos:scopeNote")) + _texts(triples, node, expand("skos:note")),
        module=module,
        types=types,
        above=named(*map(compress, _ABOVE)),
        domains=named("rdfs:domain"),
        ranges=named("rdfs:range"),
        inverses=named("owl:inverseOf"),
        disjoint=named("owl:disjointWith", "owl:propertyDisjointWith"),
        characteristics=tuple(words for kind, words in CHARACTERISTICS.items() if kind in types),
        chains=tuple(sorted(_chains(node, triples))),
        alignments=tuple(sorted(aligned)),
        deprecated=any(text in ("true", "1") for text in _texts(triples, node, expand("owl:deprecated"))),
        replaced_by=named("dcterms:isReplacedBy"),
    )


def _other_kind(types: Iterable[str]) -> str:
    """What a term is that has none of the usual types: a property of one characteristic, else an individual."""
    return "object property" if CHARACTERISTICS.keys() & set(types) else INDIVIDUAL


def _joined(terms: Iterable[Term]) -> Iterator[Term]:
    """The terms with what others state of them: what is below, inverses, and what is disjoint."""
    listed = list(terms)
    below: dict[str, set[str]] = defaultdict(set)
    inverses: dict[str, set[str]] = defaultdict(set)
    disjoint: dict[str, set[str]] = defaultdict(set)
    for term in listed:
        for found, others in ((below, term.above), (inverses, term.inverses), (disjoint, term.disjoint)):
            for other in others:
                found[other].add(term.iri)
    for term in listed:
        yield replace(
            term,
            below=tuple(sorted(below[term.iri])),
            inverses=tuple(sorted({*term.inverses, *inverses[term.iri]})),
            disjoint=tuple(sorted({*term.disjoint, *disjoint[term.iri]})),
        )


def _named(value: Node, triples: Triples) -> Iterator[str]:
    """The IRIs that a value stands for: itself, or the members of a union."""
    if isinstance(value, ox.NamedNode):
        yield value.value
    elif union := triples.one(value, expand("owl:unionOf")):
        yield from (one.value for one in _members(union, triples) if isinstance(one, ox.NamedNode))


def _chains(node: ox.NamedNode, triples: Triples) -> Iterator[tuple[str, ...]]:
    for head in triples.objects(node, expand("owl:propertyChainAxiom")):
        yield tuple(one.value for one in _members(head, triples) if isinstance(one, ox.NamedNode))


def _members(head: Node, triples: Triples) -> tuple[Node, ...]:
    """The members of a list; none of one that is not well-formed."""
    try:
        return triples.members(head)
    except ValueError:
        return ()


def _texts(triples: Triples, node: ox.NamedNode, prop: str) -> tuple[str, ...]:
    values = [value for value in triples.objects(node, prop) if isinstance(value, ox.Literal)]
    ordered = sorted(values, key=lambda value: ({"en": 0, None: 1}.get(value.language, 2), value.value))
    return tuple(value.value for value in ordered)
