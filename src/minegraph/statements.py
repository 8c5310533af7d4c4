"""What is said of things: statements with their named graphs, and resources linked by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode, Triple

from minegraph.store import Term
from minegraph.terms import INFERRED, MG, PREFIXES

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


@dataclass(frozen=True)
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
        return values_of(self._by_property.get(prop, ()), prop)

    def stated_values(self, prop: str) -> list[Term]:
        """Those of them that files state, sorted."""
        return values_of((said for said in self._by_property.get(prop, ()) if not said.inferred), prop)

    @cached_property
    def _by_property(self) -> dict[str, list[Statement]]:
        found: dict[str, list[Statement]] = {}
        for said in self.statements:
            found.setdefault(said.predicate, []).append(said)
        return found


@dataclass(frozen=True, slots=True)
class Group:
    """The linked resources of one class (an IRI, empty for those without one)."""

    kind: str
    resources: tuple[Resource, ...]


def values_of(statements: Iterable[Statement], prop: str) -> list[Term]:
    """The values of one property among statements, sorted."""
    found = [said.value for said in statements if said.predicate == prop]
    return sorted(found, key=str) if len(found) > 1 else found


def sources_of(statements: Iterable[Statement]) -> list[str]:
    """The sources among statements, sorted."""
    return [term.value for term in values_of(statements, SOURCE) if isinstance(term, NamedNode)]


def confidence_of(statements: Iterable[Statement]) -> str | None:
    """The confidence among statements: high, medium or low; None when not said."""
    said = [term.value for term in values_of(statements, CONFIDENCE) if isinstance(term, NamedNode)]
    return said[0].rsplit("/", 1)[-1] if said else None
