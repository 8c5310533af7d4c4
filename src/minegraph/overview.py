"""The graph at a glance: how many things of which kind, and what projects claim beside what is documented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from pyoxigraph import Literal, NamedNode

from minegraph.files import Layout
from minegraph.labels import PROLOGUE, fold, short_names_of
from minegraph.queries import Question, bind, read_question
from minegraph.store import Source
from minegraph.terms import INFERRED, MG, SYNERGIES
from minegraph.values import value

CLAIMS = "claims-against-documented"
_KINDS = {
    "MiningRegion": "mining regions",
    "Project": "projects",
    "Organisation": "organisations",
    "Site": "mines, plants and other sites",
    "Commodity": "commodities",
    "PolicyInstrument": "policy instruments",
    "Network": "networks",
    "RegionalActivity": "activities of regions",
    "SynergyAssessment": "assessed synergies",
}
_CLAIMING = "SELECT DISTINCT ?project WHERE { ?claim a mg:Claim ; mg:about ?project . ?project a mg:Project }"
_SOURCES = "SELECT (COUNT(DISTINCT ?source) AS ?count) WHERE { ?thing dcterms:source ?source }"
_TRIPLES = "SELECT ?graph (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
_PREFIXES = f"{PROLOGUE}PREFIX dcterms: <http://purl.org/dc/terms/>\n"


@dataclass(frozen=True, slots=True)
class Count:
    """How many things of a class there are; `words` names them in the plural."""

    kind: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What sources claim of a project, as different values in ascending order, and how much of it is documented.

    `name` is the acronym of the project, or its label where it has none.
    """

    project: str
    name: str
    measure: str
    claimed: tuple[int | float, ...]
    documented: int
    sources: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether one of the claims is what is documented."""
        return self.documented in self.claimed


@dataclass(frozen=True, slots=True)
class Overview:
    """The graph in numbers; `triples` counts every triple once for each named graph that holds it.

    Those `inferred` are what files do not state: what follows by rule, and the synergies.
    """

    counts: tuple[Count, ...]
    triples: int
    inferred: int
    graphs: int
    sources: int
    comparisons: tuple[Comparison, ...]

    def json(self) -> str:
        """The numbers as JSON.

        `{"counts": [{"kind", "words", "count"}], "triples", "inferred", "graphs", "sources", "comparisons":
        [{"project", "name", "measure", "claimed": [NUMBER], "documented", "sources": [IRI]}]}`.
        """
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


def overview(source: Source, layout: Layout) -> Overview:
    """The graph in numbers, and the claims of all projects as the stored question compares them."""
    triples = dict(_triples(source))
    return Overview(
        tuple(_counts(source)),
        sum(triples.values()),
        sum(triples.get(graph, 0) for graph in (INFERRED, SYNERGIES)),
        len(triples),
        _number(source, _SOURCES),
        tuple(_comparisons(source, layout)),
    )


def _counts(source: Source) -> Iterator[Count]:
    for name, words in _KINDS.items():
        query = f"SELECT (COUNT(DISTINCT ?thing) AS ?count) WHERE {{ ?thing a mg:{name} }}"
        yield Count(f"{MG}{name}", words, _number(source, query))


def _number(source: Source, query: str) -> int:
    ((count,),) = source.select(f"{_PREFIXES}{query}").rows
    return int(count.value) if isinstance(count, Literal) else 0


def _triples(source: Source) -> Iterator[tuple[str, int]]:
    for graph, count in source.select(_TRIPLES).rows:
        if isinstance(graph, NamedNode) and isinstance(count, Literal):
            yield graph.value, int(count.value)


def _comparisons(source: Source, layout: Layout) -> Iterator[Comparison]:
    """By project and measure, the claims with their sources; none in a graph without the question."""
    paths = [path for path in layout.queries if path.stem == CLAIMS]
    names = _names(source) if paths else {}
    for project in sorted(names, key=lambda iri: (fold(names[iri]), iri)):
        yield from _claims_of(source, read_question(paths[0]), project, names[project])


def _names(source: Source) -> dict[str, str]:
    """The projects of which something is claimed, with their names."""
    rows = source.select(f"{_PREFIXES}{_CLAIMING}").rows
    return short_names_of(source, (project.value for (project,) in rows if isinstance(project, NamedNode)))


def _claims_of(source: Source, question: Question, project: str, name: str) -> Iterator[Comparison]:
    claimed: dict[tuple[str, int], set[int | float]] = {}
    sources: dict[str, set[str]] = {}
    for row in source.select(bind(question, {"project": project})).rows:
        measure, claim, documented, said = (value(term) for term in row)
        if isinstance(claim, int | float) and isinstance(documented, int):
            claimed.setdefault((str(measure), documented), set()).add(claim)
            sources.setdefault(str(measure), set()).add(str(said))
    for (measure, documented), claims in claimed.items():
        yield Comparison(project, name, measure, tuple(sorted(claims)), documented, tuple(sorted(sources[measure])))
