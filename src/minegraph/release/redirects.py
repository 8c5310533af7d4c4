"""The rules by which a web server leads from an IRI to the file of a release that tells of it.

Each IRI has one file, or one in each of some forms; which form a client gets is told by its `Accept` header.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

HTML, TURTLE, JSON_LD, N_TRIPLES, RDF_XML, SPARQL = "html", "ttl", "jsonld", "nt", "rdf", "rq"

ASKED_BY: dict[str, tuple[str, ...]] = {
    TURTLE: ("text/turtle",),
    JSON_LD: ("application/ld+json", "application/json"),
    N_TRIPLES: ("application/n-triples",),
    RDF_XML: ("application/rdf+xml",),
    SPARQL: ("application/sparql-query",),
}
"""The media types by which a form is asked for; whatever else is asked for gives HTML."""

_RDF = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD)
_VERSION = "[0-9][^/]*"
_FEW = (HTML, TURTLE, JSON_LD)
_MANY = (HTML, TURTLE, JSON_LD, N_TRIPLES, RDF_XML)


class Rule(NamedTuple):
    """What is at the paths that match a pattern (from their beginning to their end), in words, and its files by form.

    In the names of files, `$1` is what the first group matched. The first form is for whoever asks for none of them.
    """

    words: str
    pattern: str
    files: Mapping[str, str]

    @property
    def asked(self) -> dict[str, tuple[str, ...]]:
        """The forms but the first, each with the forms for which it stands in: Turtle for all RDF that there is not."""
        others = [form for form in self.files if form != next(iter(self.files))]
        missing = tuple(form for form in _RDF if form not in self.files)
        return {form: (form, *missing) if form == TURTLE else (form,) for form in others}


def _forms(stem: str, forms: tuple[str, ...]) -> dict[str, str]:
    return {form: f"{stem}.{form}" for form in forms}


def _bare(forms: tuple[str, ...]) -> str:
    """A path that does not say by its end in which form it is wanted."""
    return rf"((?!.*\.(?:{'|'.join(forms)})$).+)"


_DATASETS = {HTML: "catalogue.html", TURTLE: "dataset.ttl", JSON_LD: "dataset.jsonld"}
_QUESTIONS = {TURTLE: "queries.ttl", JSON_LD: "queries.jsonld"}

RULES = (
    Rule("A thing: the document about it.", "id/(.+)", _forms("doc/$1", _FEW)),
    Rule("A document, whatever its form.", f"doc/{_bare(_FEW)}", _forms("doc/$1", _FEW)),
    Rule("The ontology, where the IRIs of its terms lead.", "ontology", _forms("ontology", _MANY)),
    Rule("A version of the ontology.", f"ontology/({_VERSION})(?:/.*)?", {TURTLE: "releases/$1/ontology.ttl"}),
    Rule("A module of the ontology.", f"ontology/{_bare(_FEW)}", _forms("ontology/$1", _FEW)),
    Rule("The shapes, where the IRIs of the constraints lead.", "shapes", _forms("shapes", _MANY)),
    Rule("A version of the shapes.", f"shapes/({_VERSION})(?:/.*)?", {TURTLE: "releases/$1/shapes.ttl"}),
    Rule("A module of the shapes.", f"shapes/{_bare(_FEW)}", _forms("shapes/$1", _FEW)),
    Rule("A named graph.", f"graph/{_bare((HTML, TURTLE))}", _forms("graph/$1", (HTML, TURTLE))),
    Rule(
        "A question: its page, its query, or all questions in RDF.",
        "query/(.+)",
        {HTML: "queries/$1.html", SPARQL: "queries/$1.rq", **_QUESTIONS},
    ),
    Rule("The questions.", "queries", {HTML: "queries.html", **_QUESTIONS}),
    Rule("The whole as a dataset, and the catalogue of all.", "(?:dataset|catalogue)", _DATASETS),
    Rule("A version of the whole.", f"dataset/({_VERSION})", {TURTLE: "releases/$1/dataset.ttl"}),
    Rule("A part of the whole.", f"dataset/{_bare(_FEW)}", _forms("dataset/$1", _FEW)),
)
