"""Which time the graphs tell of."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from minegraph.datasets.named import iri, said
from minegraph.datasets.places import CATALOGUE
from minegraph.store import Source

Period = tuple[Literal, Literal]

_DATES = """PREFIX mg: <https://w3id.org/minegraph/ontology#>
SELECT DISTINCT ?graph ?date WHERE { GRAPH ?graph { ?thing ?property ?date }
  VALUES ?property { mg:endDate mg:endYear mg:startDate mg:startYear } }"""


def periods(source: Source) -> dict[str, Period]:
    """The first and the last day or year that each named graph gives for the beginning or end of something."""
    dates: dict[str, list[Literal]] = {}
    for graph, date in source.select(_DATES).rows:
        if isinstance(graph, NamedNode) and isinstance(date, Literal):
            dates.setdefault(graph.value, []).append(date)
    return {graph: span(found) for graph, found in dates.items()}


def span(dates: list[Literal]) -> Period:
    """The first and the last of some days and years.

    >>> first, last = span([Literal("2021"), Literal("2019-05-01"), Literal("2020-01-01")])
    >>> first.value, last.value
    ('2019-05-01', '2021')
    """
    ordered = sorted(dates, key=lambda date: (date.value, date.datatype.value))
    return ordered[0], ordered[-1]


def temporal(dataset: str, period: Period) -> Iterator[Triple]:
    """That a dataset tells of a period."""
    first, last = period
    name = f"{CATALOGUE}#period-{first.value}-{last.value}"
    yield from said(dataset, dcterms_temporal=iri(name))
    yield from said(name, rdf_type=iri("dcterms:PeriodOfTime"), dcat_startDate=first, dcat_endDate=last)
