"""The terms of the ontology: whether each one is documented, placed, kept and marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from minegraph.datasets import ONTOLOGY
from minegraph.fairness.contents import Contents
from minegraph.fairness.criterion import Criterion, Problem, Verdict
from minegraph.fairness.ontology import PLACE
from minegraph.terms import MG, compress, expand
from minegraph.validation.triples import Term, Triples

_TYPE = expand("rdf:type")
_LABELS = Criterion("VOC3", "Documentation: labels", "R", "Give each term an rdfs:label in English.", True)
_DEFINITIONS = Criterion("VOC4", "Documentation: definitions", "R", "Give each term a skos:definition.", True)
_DEFINED_BY = Criterion(
    "defined-by", "Each term says where it is defined", "R", f"State rdfs:isDefinedBy <{ONTOLOGY}> for each term."
)
_EXAMPLES = Criterion("examples", "Examples", "R", "Publish the questions, each with its query, in queries/.")
_DEPRECATED = Criterion(
    "deprecated",
    "Deprecated terms are marked and replaced",
    "R",
    "State owl:deprecated true, and dcterms:isReplacedBy or a skos:changeNote.",
)
_KEPT = Criterion(
    "kept", "No published term is gone", "A", "Put the term back, marked owl:deprecated, with what replaces it."
)
_IMPORTS = Criterion(
    "imports", "Imports have a document", "A", "Publish each module as ontology/MODULE.ttl and .html, or drop it."
)
_FORMERLY = "rdfs:label", "skos:prefLabel", "skos:definition", "rdfs:comment"


def vocabulary(contents: Contents) -> Iterator[Verdict]:
    """What the terms come to."""
    said = contents.ontology
    own = own_terms(said)
    yield _with(_LABELS, said, own, ("rdfs:label", "skos:prefLabel"))
    yield _with(_DEFINITIONS, said, own, ("skos:definition", "rdfs:comment"))
    yield _with(_DEFINED_BY, said, own, ("rdfs:isDefinedBy",))
    yield _DEPRECATED.told(f"{PLACE}: {len(own):,} terms", len(own), _unmarked(said, own))
    yield _kept(contents, own)
    modules = said.objects(ox.NamedNode(ONTOLOGY), expand("owl:imports"))
    imported = [term.value for term in modules if isinstance(term, ox.NamedNode)]
    yield _IMPORTS.told(f"{PLACE}: owl:imports", len(imported), _unresolved(contents, imported))
    examples = [name for name in contents.files if name.startswith("queries/") and name.endswith((".rq", ".html"))]
    found = [] if examples else [Problem("queries/", "holds no question")]
    yield _EXAMPLES.told(f"queries/: {len(examples):,} files", len(examples), found, must=False)


def own_terms(said: Triples) -> list[ox.NamedNode]:
    """Everything of our namespace of which something is said: classes, properties, individuals."""
    return [one for one in said.subjects() if isinstance(one, ox.NamedNode) and one.value.startswith(MG)]


def _with(criterion: Criterion, said: Triples, own: list[ox.NamedNode], names: tuple[str, ...]) -> Verdict:
    """A verdict on which terms have one of some properties."""
    if not own:
        return criterion.missing(PLACE, f"no term of <{MG}> is declared")
    lacking = (term for term in own if not any(_said(said, term, name) for name in names))
    problems = [Problem(compress(term.value), f"no {names[0]}") for term in lacking]
    return criterion.told(f"{PLACE}: {len(own):,} terms", len(own), problems)


def _unmarked(said: Triples, own: list[ox.NamedNode]) -> Iterator[Problem]:
    retired = {ox.NamedNode(expand(f"owl:Deprecated{kind}")) for kind in ("Class", "Property")}
    for term in own:
        marks = [getattr(mark, "value", "") for mark in said.objects(term, expand("owl:deprecated"))]
        words = " ".join(getattr(one, "value", "") for name in _FORMERLY for one in said.objects(term, expand(name)))
        calls_itself = re.match(r"\W*(deprecated|obsolete)\b", words, re.IGNORECASE)
        if "true" in marks:
            if not any(_said(said, term, name) for name in ("dcterms:isReplacedBy", "skos:changeNote")):
                yield Problem(compress(term.value), "is deprecated and does not say what replaces it")
        elif retired & set(said.objects(term, _TYPE)) or calls_itself:
            yield Problem(compress(term.value), "is called deprecated, but not marked with owl:deprecated")


def _kept(contents: Contents, own: list[ox.NamedNode]) -> Verdict:
    """Whether the terms of earlier versions, as far as they are here, are still terms."""
    earlier = [
        name
        for name in contents.ending("/ontology.ttl")
        if name.startswith("releases/") and not name.startswith(contents.downloads)
    ]
    known = {(name, term) for name in earlier for term in own_terms(Triples(contents.triples([name])))}
    gone = sorted((term.value, name) for name, term in known if term not in own)
    problems = [Problem(compress(iri), f"is a term of {name}") for iri, name in gone]
    return _KEPT.told(f"{len(earlier)} earlier versions of the ontology", len({term for _, term in known}), problems)


def _unresolved(contents: Contents, imported: list[str]) -> Iterator[Problem]:
    for module in imported:
        file, _ = contents.file_of(module)
        if file not in contents.files:
            yield Problem(module, f"there is no {file}.html or {file}.ttl")


def _said(said: Triples, term: Term, name: str) -> bool:
    return any(getattr(value, "value", "").strip() for value in said.objects(term, expand(name)))
