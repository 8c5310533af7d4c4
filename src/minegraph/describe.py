"""Reading all that the graph says of one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode

from minegraph.description import Description
from minegraph.expansions import expansion_of
from minegraph.lookup import REGIONS, Thing
from minegraph.readers import EXPANDED, QueryReader, Reader
from minegraph.statements import TYPE, Group, Resource, Statement
from minegraph.store import Source
from minegraph.terms import MG

_EXPECTED_OF_REGIONS = {
    "commodities": {"commodity"},
    "value-chain stages": {"stage"},
    "mines and plants": {"inRegion"},
    "smart-specialisation priorities": {"priorityOf"},
    "policy instruments": {"appliesTo"},
    "projects": {"representsRegion", "involvedRegion"},
    "networks": {"member"},
    "figures": {"about"},
}


def describe(source: Source, thing: Thing, labels: dict[str, str] | None = None) -> Description:
    """Everything stated and inferred about a thing, and about what exists only to say something of it.

    (A participation, a site, an indicator, ...: the classes of EXPANSIONS; and those of PARTS that it names.) Those who
    describe several things keep the `labels` that were read: what is read is added to them.
    """
    return described(QueryReader(source, labels), thing.iri, thing.label)


def described(reader: Reader, iri: str, label: str) -> Description:
    """The same, read in another way: for describing many things."""
    own = reader.statements([iri])
    linking, complete = reader.links(iri)
    linked = _by_resource(iri, [*linking, *own])
    kinds = reader.kinds([iri, *linked])
    details = _details(reader, [one for one, links in linked.items() if _is_told(iri, kinds.get(one, ""), links)])
    groups = tuple(_groups(iri, linked, kinds, details))
    named = _iris([*own, *linking, *(said for group in details.values() for said in group)], kinds)
    unknown = tuple(_undocumented(own, groups))
    return Description(iri, label, kinds.get(iri, ""), tuple(own), groups, unknown, reader.labels(named), complete)


def _by_resource(thing: str, statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """The links with the thing by the resource at their other end."""
    found: dict[str, list[Statement]] = {}
    for said in statements:
        other = said.subject if said.subject != thing else said.value.value if isinstance(said.value, NamedNode) else ""
        if other and other != thing and said.predicate != TYPE:
            found.setdefault(other, []).append(said)
    return found


def _details(reader: Reader, iris: list[str]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {iri: [] for iri in iris}
    for said in reader.statements(iris):
        found[said.subject].append(said)
    return found


def _groups(
    thing: str, linked: dict[str, list[Statement]], kinds: Mapping[str, str], details: dict[str, list[Statement]]
) -> Iterator[Group]:
    """The linked resources by class; what the thing points to and is not expanded stays among its statements."""
    members: dict[str, list[Resource]] = {}
    for iri, links in sorted(linked.items()):
        kind = kinds.get(iri, "")
        if _is_told(thing, kind, links) or any(link.subject != thing for link in links):
            members.setdefault(kind, []).append(Resource(iri, tuple(links), tuple(details.get(iri, ()))))
    for kind in sorted(members, key=lambda kind: (EXPANDED.index(kind) if kind in EXPANDED else len(EXPANDED), kind)):
        yield Group(kind, tuple(members[kind]))


def _is_told(thing: str, kind: str, links: Iterable[Statement]) -> bool:
    """Whether all is told of a resource with the thing that it is linked with."""
    return expansion_of(kind, any(link.subject == thing for link in links)) is not None


def _iris(statements: Iterable[Statement], kinds: Mapping[str, str]) -> set[str]:
    """Every IRI that a description may name."""
    found = set(kinds.values())
    for said in statements:
        found |= {said.subject, said.predicate}
        if isinstance(said.value, NamedNode):
            found.add(said.value.value)
    return found


def _undocumented(own: Iterable[Statement], groups: Iterable[Group]) -> Iterator[str]:
    """What one expects to know of a region and no statement says."""
    regions = {NamedNode(kind) for kind in REGIONS}
    if not any(said.predicate == TYPE and said.value in regions for said in own):
        return
    resources = [resource for group in groups if group.kind in EXPANDED for resource in group.resources]
    said = {statement.predicate for resource in resources for statement in (*resource.links, *resource.statements)}
    for words, properties in _EXPECTED_OF_REGIONS.items():
        if not any(f"{MG}{name}" in said for name in properties):
            yield words
