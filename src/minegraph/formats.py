"""The forms in which the graph and its answers are written: one table for commands, the ends of URLs, and HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A form: its name for `--format`, what people call it, its media type, and how its files and URLs end.

    `also` are other media types by which one may ask for it.
    """

    name: str
    title: str
    media_type: str
    suffix: str
    also: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type as a response says it, with the encoding where it is text.

        >>> CSV.content_type, XLSX.content_type.partition(";")[1]
        ('text/csv; charset=utf-8', '')
        """
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type

    @property
    def asked_by(self) -> tuple[str, ...]:
        """Every media type by which one may ask for it, its own first."""
        return (self.media_type, *self.also)


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

HTML = Format("html", "HTML", "text/html", "html")
JSON = Format("json", "JSON", "application/json", "json")
CSV = Format("csv", "CSV", "text/csv", "csv")
TSV = Format("tsv", "TSV", "text/tab-separated-values", "tsv")
XLSX = Format("xlsx", "Excel", _SHEET, "xlsx")
RESULTS_JSON = Format("json", "JSON", "application/sparql-results+json", "json", ("application/json",))
RESULTS_XML = Format("xml", "XML", "application/sparql-results+xml", "xml", ("application/xml", "text/xml"))
TURTLE = Format("ttl", "Turtle", "text/turtle", "ttl")
N_TRIPLES = Format("nt", "N-Triples", "application/n-triples", "nt", ("text/plain",))
JSON_LD = Format("jsonld", "JSON-LD", "application/ld+json", "jsonld")
RDF_XML = Format("rdfxml", "RDF/XML", "application/rdf+xml", "rdf", ("application/xml", "text/xml"))
N_QUADS = Format("nquads", "N-Quads", "application/n-quads", "nq")
TRIG = Format("trig", "TriG", "application/trig", "trig")
GEOJSON = Format("geojson", "GeoJSON", "application/geo+json", "geojson")
GRAPHML = Format("graphml", "GraphML", "application/xml", "graphml")

ROWS = (CSV, TSV, RESULTS_JSON, RESULTS_XML, XLSX)
ANSWERS = (RESULTS_JSON, RESULTS_XML)
GRAPHS = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML)
DATASETS = (N_QUADS, TRIG, TURTLE, JSON_LD, RDF_XML)
DOCUMENTS = (HTML, TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
DESCRIPTIONS = (*DOCUMENTS, JSON)
COMPARISONS = (HTML, JSON, JSON_LD, CSV, XLSX)


def names_of(formats: Iterable[Format]) -> tuple[str, ...]:
    """Their names, in order."""
    return tuple(one.name for one in formats)


def with_suffix(formats: Iterable[Format], suffix: str) -> Format | None:
    """The one among the formats whose files end so; None when none does.

    >>> with_suffix(GRAPHS, "rdf") == RDF_XML, with_suffix(GRAPHS, "csv")
    (True, None)
    """
    return next((one for one in formats if one.suffix == suffix), None)
