"""All that the graph says of one thing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from minegraph.store import Term
from minegraph.terms import INFERRED, MG, PREFIXES, compress

TYPE = f"{PREFIXES['rdf']}type"
SOURCE = f"{PREFIXES['dcterms']}source"
CONFIDENCE = f"{MG}confidence"


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple, and the named graphs that hold it (none where the store does not tell)."""

    subject: str
    predicate: str
    value: Term
    graphs: tuple[str, ...]

    @property
    def inferred(self) -> bool:
        """It follows by rule; no file states it."""
        return self.graphs == (INFERRED,)

    @property
    def triple(self) -> Triple:
        """The statement as a term of RDF."""
        return Triple(NamedNode(self.subject), NamedNode(self.predicate), self.value)


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource that is linked with the thing: the links, and what is said of it where it only exists to be linked."""

    iri: str
    links: tuple[Statement, ...]
    statements: tuple[Statement, ...]

    @property
    def inferred(self) -> bool:
        """Every link with the thing follows by rule."""
        return all(link.inferred for link in self.links)

    def values(self, prop: str) -> list[Term]:
        """The values of one of its properties, sorted."""
        return values_of(self.statements, prop)


@dataclass(frozen=True, slots=True)
class Group:
    """The linked resources of one class (an IRI, empty for those without one)."""

    kind: str
    resources: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """A thing: what is said of it, what is linked with it by class, what one would expect and is not there.

    `labels` names every IRI that occurs. `complete` is false when more links lead to the thing than were read.
    """

    iri: str
    label: str
    statements: tuple[Statement, ...]
    groups: tuple[Group, ...]
    undocumented: tuple[str, ...]
    labels: Mapping[str, str]
    complete: bool

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source of the thing and of what is linked with it, sorted."""
        resources = [resource.statements for group in self.groups for resource in group.resources]
        return tuple(sorted({source for said in (self.statements, *resources) for source in sources_of(said)}))

    def label_of(self, iri: str) -> str:
        """What an IRI is called."""
        return self.labels.get(iri) or compress(iri)

    def triples(self) -> Iterator[Triple]:
        """The statements and links as triples."""
        said = [*self.statements]
        for group in self.groups:
            for resource in group.resources:
                said += [*resource.links, *resource.statements]
        return (statement.triple for statement in said)

    def json(self) -> str:
        """The description as JSON.

        `{"iri", "label", "statements": [STATEMENT], "linked": [{"class", "label", "resources": [{"iri", "label",
        "links": [STATEMENT], "statements": [STATEMENT], "sources", "confidence"}]}], "sources", "not_documented",
        "complete"}`; STATEMENT is `{"subject", "property", "label", "value", "inferred", "graphs"}`, and a value is a
        term as in the SPARQL JSON results format, with a "label" when it is an IRI.
        """
        document = {
            "iri": self.iri,
            "label": self.label,
            "statements": [self._statement(statement) for statement in self.statements],
            "linked": [self._group(group) for group in self.groups],
            "sources": list(self.sources),
            "not_documented": list(self.undocumented),
            "complete": self.complete,
        }
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    def _group(self, group: Group) -> dict[str, object]:
        resources = [self._resource(resource) for resource in group.resources]
        return {"class": group.kind or None, "label": self.label_of(group.kind), "resources": resources}

    def _resource(self, resource: Resource) -> dict[str, object]:
        return {
            "iri": resource.iri,
            "label": self.label_of(resource.iri),
            "links": [self._statement(link) for link in resource.links],
            "statements": [self._statement(statement) for statement in resource.statements],
            "sources": sources_of(resource.statements),
            "confidence": confidence_of(resource.statements),
        }

    def _statement(self, statement: Statement) -> dict[str, object]:
        return {
            "subject": statement.subject,
            "property": statement.predicate,
            "label": self.label_of(statement.predicate),
            "value": self._value(statement.value),
            "inferred": statement.inferred,
            "graphs": list(statement.graphs),
        }

    def _value(self, term: Term) -> dict[str, object]:
        match term:
            case NamedNode():
                return {"type": "uri", "value": term.value, "label": self.label_of(term.value)}
            case Literal(language=str() as language):
                return {"type": "literal", "value": term.value, "xml:lang": language}
            case Literal():
                return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
            case _:
                return {"type": "bnode", "value": str(term)}


def values_of(statements: Iterable[Statement], prop: str) -> list[Term]:
    """The values of one property among statements, sorted."""
    return sorted((said.value for said in statements if said.predicate == prop), key=str)


def sources_of(statements: Iterable[Statement]) -> list[str]:
    """The sources among statements, sorted."""
    return [term.value for term in values_of(statements, SOURCE) if isinstance(term, NamedNode)]


def confidence_of(statements: Iterable[Statement]) -> str | None:
    """The confidence among statements: high, medium or low; None when not said."""
    said = [term.value for term in values_of(statements, CONFIDENCE) if isinstance(term, NamedNode)]
    return said[0].rsplit("/", 1)[-1] if said else None
