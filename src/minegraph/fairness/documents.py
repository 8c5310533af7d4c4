"""What came of a release, as HTML, JSON and RDF."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from io import BytesIO

import pyoxigraph as ox

from minegraph.fairness.assessment import Assessment
from minegraph.fairness.criterion import PRINCIPLES, Outcome, Verdict
from minegraph.fairness.page import page
from minegraph.pages import markup, web
from minegraph.terms import PREFIXES

EARL = "http://www.w3.org/ns/earl#"
_OUTCOMES = {
    Outcome.PASS: "passed",
    Outcome.WARN: "failed",
    Outcome.FAIL: "failed",
    Outcome.UNTOLD: "untested",
}


def json_document(found: Assessment) -> str:
    """The verdicts as JSON; `Fairness.json` says what is in it."""
    whole = {
        "passes": found.passes,
        "version": found.version,
        "base": found.base,
        "counts": found.counts,
        "scores": {principle: round(found.score(principle), 4) for principle in PRINCIPLES},
        "verdicts": [_verdict(verdict) for verdict in found.verdicts],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def html_document(found: Assessment) -> str:
    """The verdicts as a complete HTML document."""
    return web.document(f"Is minegraph {found.version} FAIR?", web.STYLE, markup.fragment(page(found, everything=True)))


def turtle_document(found: Assessment) -> str:
    """The verdicts as Turtle."""
    buffer = BytesIO()
    prefixes = {"earl": EARL, **{prefix: PREFIXES[prefix] for prefix in ("dcterms", "rdf")}}
    triples = (triple for number, one in enumerate(found.verdicts, 1) for triple in _assertion(found, one, number))
    ox.serialize(triples, buffer, ox.RdfFormat.TURTLE, prefixes=prefixes)
    return buffer.getvalue().decode()


def _verdict(verdict: Verdict) -> dict[str, object]:
    criterion = verdict.criterion
    return {
        "id": criterion.id,
        "name": criterion.name,
        "principle": criterion.principle,
        "foops": criterion.iri or None,
        "outcome": verdict.outcome.value,
        "looked_at": verdict.looked_at,
        "good": verdict.good,
        "total": verdict.total,
        "advice": criterion.advice,
        "problems": [asdict(problem) for problem in verdict.problems],
    }


def _assertion(found: Assessment, verdict: Verdict, number: int) -> Iterator[ox.Triple]:
    assertion, result, test = (ox.BlankNode(f"{kind}{number}") for kind in ("assertion", "result", "test"))
    criterion = verdict.criterion
    asked = ox.NamedNode(criterion.iri) if criterion.is_foops else test
    kind = ox.NamedNode(f"{PREFIXES['rdf']}type")
    yield ox.Triple(assertion, kind, _earl("Assertion"))
    yield ox.Triple(assertion, _earl("subject"), ox.NamedNode(found.base))
    yield ox.Triple(assertion, _earl("test"), asked)
    yield ox.Triple(assertion, _earl("mode"), _earl("automatic"))
    yield ox.Triple(assertion, _earl("result"), result)
    yield ox.Triple(asked, kind, _earl("TestCriterion"))
    yield ox.Triple(asked, _dcterms("identifier"), ox.Literal(criterion.id))
    yield ox.Triple(asked, _dcterms("title"), ox.Literal(criterion.name, language="en"))
    yield ox.Triple(result, kind, _earl("TestResult"))
    yield ox.Triple(result, _earl("outcome"), _earl(_OUTCOMES[verdict.outcome]))
    told = [f"{problem.where}: {problem.what}" for problem in verdict.problems] or [criterion.advice]
    words = "\n".join(told) if verdict.outcome is not Outcome.PASS else f"{verdict.good:,} of {verdict.total:,}"
    yield ox.Triple(result, _earl("info"), ox.Literal(words, language="en"))


def _earl(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{EARL}{name}")


def _dcterms(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{PREFIXES['dcterms']}{name}")
