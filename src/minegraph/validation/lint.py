"""What must be right about shapes before they are used: nothing that reaches out or never ends, terms that exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from minegraph.errors import CheckError, RefusedQueryError
from minegraph.guard import check
from minegraph.sparql import tokens
from minegraph.terms import SHAPES, compress
from minegraph.validation.patterns import may_take_forever
from minegraph.validation.report import Result
from minegraph.validation.shacl import ADVANCED, SH, TERMS
from minegraph.validation.triples import Term

KNOWN_SHACL = f"{SHAPES}KnownShaclTerm"
KNOWN_SHACL_TERM = f"{SHAPES}KnownShaclTermConstraintComponent"
_QUERIES = {f"{SH}{name}" for name in ("ask", "construct", "select")}
_MOST_GROUPS = 100
_JAVASCRIPT = re.compile(r"js|JS")
_FORBIDDEN = ("FROM", "MINUS", "VALUES")


def check_shapes(quads: Iterable[ox.Quad], source: str) -> None:
    """Nothing for shapes that can be used; CheckError, naming `source` and what to do, for any other."""
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object):
            _check_term(term, source)
        if isinstance(quad.object, ox.Literal):
            _check_text(quad.predicate.value, quad.object.value, source)


def _check_term(term: Term, source: str) -> None:
    if not isinstance(term, ox.NamedNode) or not term.value.startswith(SH):
        return
    name = term.value.removeprefix(SH)
    if _JAVASCRIPT.match(name):
        raise CheckError(f"{source}: sh:{name} asks for JavaScript, which is not run. Write the constraint in SPARQL.")
    if name in ADVANCED or name == "update":
        raise CheckError(f"{source}: sh:{name} is no part of SHACL Core or SHACL-SPARQL and is not run. Leave it out.")


def misspelt(triples: Iterable[ox.Triple]) -> list[Result]:
    """A warning for each term of SHACL's namespace that does not exist: what it should check is not checked.

    No reason to refuse the shapes: published ones that many use hold such terms.
    """
    terms = {term for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    names = sorted(term.value.removeprefix(SH) for term in terms if term.value.startswith(SH))
    return [_unknown(name) for name in names if name not in TERMS]


def _unknown(name: str) -> Result:
    near = _nearest(name)
    problem = f"The shapes use sh:{name}, which SHACL does not know; what it should check is not checked."
    advice = f" Did you mean sh:{near}?" if near else ""
    return Result(
        severity="Warning",
        focus=ox.NamedNode(f"{SH}{name}"),
        path=None,
        value=None,
        message=f"{problem}{advice}",
        constraint=KNOWN_SHACL,
        name="known term of SHACL",
        component=KNOWN_SHACL_TERM,
        problem=problem,
    )


def _nearest(name: str) -> str | None:
    from rapidfuzz import process

    found = process.extractOne(name, sorted(TERMS), processor=str.lower, score_cutoff=70)
    return str(found[0]) if found else None


def _check_text(predicate: str, text: str, source: str) -> None:
    if predicate == f"{SH}pattern" and (text.count("(") > _MOST_GROUPS or may_take_forever(text)):
        raise CheckError(
            f"{source}: the pattern {text!r} may take for ever, because it repeats what repeats in several ways. "
            "Say what separates one round from the next."
        )
    if predicate in _QUERIES:
        for problem in _problems(text):
            raise CheckError(f"{source}: a query in {compress(predicate)} is not run: {problem}")


def _problems(text: str) -> Iterator[str]:
    try:
        check(text)
    except RefusedQueryError as error:
        yield str(error)
    for token in tokens(text):
        if token.word in _FORBIDDEN:
            yield f"SHACL does not allow {token.word} in a constraint. Write it with FILTER."
