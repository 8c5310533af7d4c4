"""All that the graph says of one thing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from minegraph import description_page, render
from minegraph.description_page import BRIEF, Extent
from minegraph.pages import Page, Paged
from minegraph.statements import Group, Resource, Statement, confidence_of, sources_of
from minegraph.store import Term
from minegraph.terms import compress


@dataclass(frozen=True, slots=True, repr=False)
class Description(Paged):
    """A thing: what is said of it, what is linked with it by class, what one would expect and is not there.

    `kind` is the most telling of its classes, empty when it has none. `labels` names every IRI that occurs. `complete`
    is false when more links lead to the thing than were read.
    """

    iri: str
    label: str
    kind: str
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

    def page(self, extent: Extent = BRIEF) -> Page:
        """The description for people."""
        return description_page.page(self, extent)

    def rdf(self, form: str) -> bytes:
        """The statements and links as RDF in one of `formats.GRAPHS`, the same for the same graph."""
        return render.graph(self.triples(), form)

    def json(self) -> str:
        """The description as JSON.

        `{"iri", "label", "class", "statements": [STATEMENT], "linked": [{"class", "label", "resources": [{"iri",
        "label", "links": [STATEMENT], "statements": [STATEMENT], "sources", "confidence"}]}], "sources",
        "not_documented", "complete"}`; STATEMENT is `{"subject", "property", "label", "value", "inferred", "graphs"}`,
        and a value is a term as in the SPARQL JSON results format, with a "label" when it is an IRI.
        """
        document = {
            "iri": self.iri,
            "label": self.label,
            "class": self.kind or None,
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
