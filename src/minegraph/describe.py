"""Reading all that the graph says of one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import NamedNode

from minegraph.description import Description
from minegraph.expansions import EXPANSIONS
from minegraph.kinds import kinds_of
from minegraph.labels import BATCH, labels_of, values
from minegraph.lookup import REGIONS, Thing
from minegraph.statements import TYPE, Group, Resource, Statement
from minegraph.store import Solutions, Source, Term
from minegraph.terms import MG

MOST_LINKS = 5000

EXPANDED = tuple(EXPANSIONS)
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

    (A participation, a site, an indicator, ...: the classes of EXPANSIONS.) Those who describe many things keep the
    `labels` that were read: what is read is added to them.
    """
    own = _statements(source, [thing.iri])
    linking, complete = _links(source, thing.iri)
    linked = _by_resource(thing.iri, [*linking, *own])
    kinds = kinds_of(source, [thing.iri, *linked], EXPANDED)
    details = _details(source, [iri for iri in linked if kinds.get(iri) in EXPANDED])
    groups = tuple(_groups(thing.iri, linked, kinds, details))
    named = _iris([*own, *linking, *(said for group in details.values() for said in group)], kinds)
    unknown = tuple(_undocumented(own, groups))
    kind = kinds.get(thing.iri, "")
    return Description(
        thing.iri, thing.label, kind, tuple(own), groups, unknown, labels_of(source, named, labels), complete
    )


def _statements(source: Source, iris: Sequence[str]) -> list[Statement]:
    """What is said of the IRIs."""
    found: list[Statement] = []
    for at in range(0, len(iris), BATCH):
        subjects = values("subject", map(NamedNode, iris[at : at + BATCH]))
        pattern = "?subject ?property ?value"
        answer = source.select(f"SELECT * WHERE {{ {subjects} GRAPH ?graph {{ {pattern} }} }}")
        found += _read(answer if answer.rows else source.select(f"SELECT * WHERE {{ {subjects} {pattern} }}"))
    return found


def _links(source: Source, iri: str) -> tuple[list[Statement], bool]:
    """The statements that lead to an IRI, and whether these are all."""
    value = values("value", [NamedNode(iri)])
    pattern, limit = "?subject ?property ?value", f"LIMIT {MOST_LINKS + 1}"
    answer = source.select(f"SELECT * WHERE {{ {value} GRAPH ?graph {{ {pattern} }} }} {limit}")
    answer = answer if answer.rows else source.select(f"SELECT * WHERE {{ {value} {pattern} }} {limit}")
    return _read(answer), len(answer.rows) <= MOST_LINKS


def _read(answer: Solutions) -> list[Statement]:
    """Rows of subject, property, value and graph as statements, each once with all its graphs, sorted."""
    found: dict[tuple[str, str, Term], set[str]] = {}
    for row in answer.rows:
        bound = dict(zip(answer.variables, row, strict=True))
        subject, prop, value, graph = (bound.get(name) for name in ("subject", "property", "value", "graph"))
        if isinstance(subject, NamedNode) and isinstance(prop, NamedNode) and value is not None:
            graphs = found.setdefault((subject.value, prop.value, value), set())
            graphs.update([graph.value] if isinstance(graph, NamedNode) else [])
    said = (Statement(*triple, graphs=tuple(sorted(graphs))) for triple, graphs in found.items())
    return sorted(said, key=lambda one: (one.subject, one.predicate, str(one.value)))


def _by_resource(thing: str, statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """The links with the thing by the resource at their other end."""
    found: dict[str, list[Statement]] = {}
    for said in statements:
        other = said.subject if said.subject != thing else said.value.value if isinstance(said.value, NamedNode) else ""
        if other and other != thing and said.predicate != TYPE:
            found.setdefault(other, []).append(said)
    return found


def _details(source: Source, iris: list[str]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {iri: [] for iri in iris}
    for said in _statements(source, iris):
        found[said.subject].append(said)
    return found


def _groups(
    thing: str, linked: dict[str, list[Statement]], kinds: dict[str, str], details: dict[str, list[Statement]]
) -> Iterator[Group]:
    """The linked resources by class; what the thing points to and is not expanded stays among its statements."""
    members: dict[str, list[Resource]] = {}
    for iri, links in sorted(linked.items()):
        kind = kinds.get(iri, "")
        if kind in EXPANDED or any(link.subject != thing for link in links):
            members.setdefault(kind, []).append(Resource(iri, tuple(links), tuple(details.get(iri, ()))))
    for kind in sorted(members, key=lambda kind: (EXPANDED.index(kind) if kind in EXPANDED else len(EXPANDED), kind)):
        yield Group(kind, tuple(members[kind]))


def _iris(statements: Iterable[Statement], kinds: dict[str, str]) -> set[str]:
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
