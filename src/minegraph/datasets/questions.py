"""The stored questions in RDF, as the SIB's SPARQL examples describe theirs: with SHACL's executables.

What a question can be asked with is described as SHACL's advanced features describe the parameters of functions: the
local name of `sh:path` is the name of the variable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from pyoxigraph import Literal, RdfFormat, Triple, parse

from minegraph.datasets.named import LICENCE, MAIN, Object, iri, said, text
from minegraph.datasets.places import Place
from minegraph.queries import DATATYPES, Parameter, Question
from minegraph.results import form_of
from minegraph.sparql import tokens
from minegraph.terms import BASE, PREFIXES

_ALL = f"{BASE}queries"
_PREFIXES = f"{_ALL}#prefixes"
_EXECUTABLES = {
    "SELECT": ("sh:SPARQLSelectExecutable", "sh_select"),
    "ASK": ("sh:SPARQLAskExecutable", "sh_ask"),
    "CONSTRUCT": ("sh:SPARQLConstructExecutable", "sh_construct"),
    "DESCRIBE": ("spex:SPARQLDescribeExecutable", "spex_describe"),
}
_TERM = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


def questions(asked: Iterable[Question], place: Place) -> list[Triple]:
    """The questions, each with its words, keywords, parameters and query, as they are had at a place."""
    known = list(asked)
    return [*_prefixes(known), *(triple for question in known for triple in _question(question, place))]


def _prefixes(known: Iterable[Question]) -> Iterator[Triple]:
    """The prefixes that any of the questions declares."""
    texts = [question.text for question in known]
    for prefix, namespace in sorted(PREFIXES.items()):
        if any(f"<{namespace}>" in query for query in texts):
            name = f"{_ALL}#prefix-{prefix}"
            yield from said(_PREFIXES, sh_declare=iri(name))
            yield from said(
                name,
                rdf_type=iri("sh:PrefixDeclaration"),
                sh_prefix=Literal(prefix),
                sh_namespace=Literal(namespace, datatype=iri("xsd:anyURI")),
            )
    yield from said(_PREFIXES, rdf_type=iri("owl:Ontology"))


def _question(question: Question, place: Place) -> Iterator[Triple]:
    name = f"{BASE}query/{quote(question.name)}"
    kind, prop = _EXECUTABLES[_form(question.text)]
    file = place.text_of(question.name)
    yield from said(
        name,
        rdf_type=[iri("sh:SPARQLExecutable"), iri(kind)],
        rdfs_comment=text(question.words),
        dcterms_hasFormat=[iri(file)] if file else [],
        dcterms_license=iri(LICENCE),
        foaf_page=iri(place.page_of(question.name)),
        schema_isPartOf=iri(MAIN),
        schema_keywords=[Literal(tag) for tag in question.tags],
        schema_target=[iri(place.endpoint)] if place.endpoint else [],
        sh_parameter=[iri(f"{name}#{one.name}") for one in question.parameters],
        sh_prefixes=iri(_PREFIXES),
        **{prop: Literal(question.text)},
    )
    for order, parameter in enumerate(question.parameters):
        yield from _parameter(f"{name}#{parameter.name}", parameter, order)


def _form(query: str) -> str:
    form = form_of(query)
    if form != "GRAPH":
        return form
    return next(token.word for token in tokens(query) if token.word in ("CONSTRUCT", "DESCRIBE"))


def _parameter(name: str, parameter: Parameter, order: int) -> Iterator[Triple]:
    kind: dict[str, Object] = {"sh_nodeKind": iri("sh:IRI")}
    if parameter.type != "iri":
        kind = {"sh_datatype": iri(f"xsd:{DATATYPES.get(parameter.type, parameter.type)}")}
    yield from said(
        name,
        rdf_type=iri("sh:Parameter"),
        sh_path=iri(f"{_ALL}#{parameter.name}"),
        sh_name=text(parameter.name),
        sh_description=text(parameter.description),
        sh_order=Literal(order),
        sh_optional=Literal(True),
        sh_defaultValue=[] if parameter.is_optional else _values(parameter.default),
        **kind,
    )


def _values(default: str) -> list[Object]:
    """The default of a parameter, which is SPARQL, as a term: what Turtle has for terms is written alike."""
    statement = f"{_TERM}<urn:thing> <urn:is> {default} ."
    return [quad.object for quad in parse(statement, RdfFormat.TURTLE)]
