"""Whether every IRI of a release is one: well-formed, of a known vocabulary, and with a document where it is ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import pyoxigraph as ox

from minegraph.fairness import addresses
from minegraph.fairness.contents import Contents
from minegraph.fairness.criterion import Criterion, Problem, Verdict
from minegraph.fairness.hypertext import anchors
from minegraph.fairness.namespaces import WEB, hint, is_known
from minegraph.fairness.redirects import redirects
from minegraph.inference import in_graph
from minegraph.published import DUMPS
from minegraph.terms import BASE, GRAPH, compress

_SYNTAX = Criterion("iri-syntax", "Every IRI is well-formed", "I", "Correct the IRI in the file that states it.")
_KNOWN = Criterion(
    "namespaces",
    "Every outside term is of a known vocabulary",
    "I",
    "Correct the spelling, or declare the namespace in fairness/namespaces.py.",
)
_OWN = Criterion(
    "own-iris", "Every IRI of ours has a document", "A", "Describe the thing in the graph, or correct its IRI."
)


class Mentions:
    """Every IRI that quads mention, with where it was met first: `terms` are used as such, `pages` lead to the web."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.terms: dict[str, str] = {}
        self.pages: dict[str, str] = {}
        for quad in quads:
            place = getattr(quad.graph_name, "value", "").removeprefix(GRAPH)
            self._take(quad.subject, self.terms, place)
            self._take(quad.graph_name, self.terms, place)
            self.terms.setdefault(quad.predicate.value, place)
            is_page = quad.predicate.value in WEB
            self._take(quad.object, self.pages if is_page else self.terms, f"{place}: {_short(quad.predicate)}")

    def _take(self, term: object, into: dict[str, str], place: str) -> None:
        if isinstance(term, ox.NamedNode):
            into.setdefault(term.value, place)
        elif isinstance(term, ox.Literal):
            self.terms.setdefault(term.datatype.value, place)


def iris(contents: Contents) -> Iterator[Verdict]:
    """What the IRIs of the dumps and of the description come to."""
    if not contents.has_dumps:
        missing = f"{contents.downloads}{' and '.join(DUMPS)}"
        yield from (criterion.missing(missing, "are not there") for criterion in (_SYNTAX, _KNOWN, _OWN))
        yield redirects(contents, ())
        return
    described = in_graph(contents.description, ox.NamedNode(f"{BASE}dataset.ttl"))
    mentioned = Mentions(chain(contents.quads(), described))
    both = mentioned.pages | mentioned.terms
    wrong = {iri: problem for iri in both if (problem := addresses.problem_of(iri))}
    yield _SYNTAX.told(
        f"{len(both):,} IRIs in the dumps and dataset.ttl",
        len(both),
        [Problem(f"<{iri}>", f"{problem} ({both[iri]})") for iri, problem in sorted(wrong.items())],
    )
    ours = tuple({BASE, contents.base})
    outside = sorted(iri for iri in mentioned.terms if not iri.startswith(ours) and iri not in wrong)
    strange = [
        Problem(f"<{iri}>", f"in {mentioned.terms[iri]}. {hint(iri)}".strip()) for iri in outside if not is_known(iri)
    ]
    yield _KNOWN.told(f"{len(outside):,} terms and concepts of others", len(outside), strange)
    own = sorted(iri for iri in both if iri.startswith(BASE) and iri not in wrong)
    yield _OWN.told(f"{len(own):,} IRIs under {BASE}", len(own), list(_homeless(contents, own, both)))
    yield redirects(contents, own)


def _homeless(contents: Contents, own: list[str], places: dict[str, str]) -> Iterator[Problem]:
    """Those of our IRIs that lead to no file, or to a place in it that is not there."""
    known: dict[str, frozenset[str]] = {}
    described = {triple.subject for triple in contents.description}
    for iri in own:
        file, fragment = contents.file_of(iri)
        if file not in contents.files:
            yield Problem(f"<{iri}>", f"there is no {file} ({places[iri]})")
        elif fragment and ox.NamedNode(iri) not in described:
            if file not in known:
                known[file] = _places_in(contents, file)
            if fragment not in known[file]:
                yield Problem(f"<{iri}>", f"{file} has no place for it ({places[iri]})")


def _places_in(contents: Contents, file: str) -> frozenset[str]:
    """What a fragment can name: an id of a page, or a resource that Turtle describes."""
    if file.endswith(".html"):
        return anchors(contents.text(file))
    described = {
        triple.subject.value for triple in contents.triples([file]) if isinstance(triple.subject, ox.NamedNode)
    }
    return frozenset(iri.partition("#")[2] for iri in described)


def _short(term: ox.NamedNode) -> str:
    return compress(term.value)
