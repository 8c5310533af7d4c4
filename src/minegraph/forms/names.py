"""Names in cells: what things are called in lists to choose from, and which thing a name means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from minegraph.errors import AmbiguousNameError, NotFoundError
from minegraph.forms.form import Form
from minegraph.forms.newcomers import Newcomers
from minegraph.forms.values import Values
from minegraph.labels import PROLOGUE, fold, labels_of, stated, values
from minegraph.likeness import CLOSE_ENOUGH, NEARLY_AS_CLOSE, EveryName
from minegraph.lookup import as_iri, node_of, resolve_all, slug
from minegraph.store import Source
from minegraph.terms import ID, INFERRED, MG, SUBMISSIONS, compress

_BRACKETED = re.compile(r"(?s).*\[([^\s\[\]]+)\]\s*")
_SLUG = re.compile(r"[A-Za-z0-9]+(?:[-_.~][A-Za-z0-9]+)*(?:/[A-Za-z0-9]+(?:[-_.~][A-Za-z0-9]+)*)?")
COUNTRY = f"{MG}Country"
_MOST = 3
_FEW = 15
Missing = NotFoundError | AmbiguousNameError


class Names:
    """The names of a graph's things and of those that a submission adds (`add`).

    What things are called follows one rule: the label where it says which thing of the list is meant, else the label
    with the end of the IRI in brackets, `Lapland [FI1D7]`.
    """

    def __init__(
        self, source: Source, forms: Iterable[Form], below: Mapping[str, Sequence[str]], ignored: Iterable[str] = ()
    ) -> None:
        self._source = source
        self._ignored = tuple(ignored)
        self._below = below
        self._spaces = {kind: form.space for form in forms for kind in form.kinds}
        self._lists: dict[Values, dict[str, str]] = {}
        self._called: dict[Values, dict[str, str]] = {}
        self._named: dict[str, dict[str, set[str]]] = {}
        self._found: dict[tuple[tuple[str, ...], str], str | Missing] = {}
        self._new = Newcomers()
        self._every = EveryName(source)

    def listed(self, wanted: Values) -> dict[str, str]:
        """What one can choose from: name -> IRI, in the order of the names."""
        if wanted not in self._lists:
            iris = self._instances(wanted)
            labels = labels_of(self._source, iris)
            times = Counter(fold(label) for label in labels.values())
            named = {_name(iri, labels[iri], times): iri for iri in iris}
            self._lists[wanted] = dict(sorted(named.items(), key=lambda item: (fold(item[0]), item[0])))
        return self._lists[wanted]

    def name(self, iri: str, wanted: Values) -> str:
        """What a thing is called in a list to choose from; its slug or IRI when it is not in it."""
        if wanted not in self._called:
            self._called[wanted] = {listed: name for name, listed in self.listed(wanted).items()}
        return self._called[wanted].get(iri) or slug(iri)

    def add(self, iri: str, kinds: Iterable[str], labels: Iterable[str]) -> None:
        """Make a thing known that the submission describes."""
        self._new.add(iri, kinds, labels)

    def knows(self, iri: str) -> bool:
        """True when the graph or the submission describes a thing of that IRI."""
        return bool(self.kinds(iri))

    def kinds(self, iri: str) -> set[str]:
        """The classes that a thing has in the graph and the submission; none when nobody describes it."""
        node = node_of(iri)
        pattern = stated(f"{node} a ?kind", self._ignored)
        rows = self._source.select(f"SELECT ?kind WHERE {{ {pattern} }}").rows if node else ()
        return self._new.kinds(iri) | {kind.value for (kind,) in rows if isinstance(kind, NamedNode)}

    def submission_of(self, iri: str) -> str:
        """The accepted submission that describes a thing; empty when another file does, too."""
        rows = self._source.select(f"SELECT ?graph WHERE {{ GRAPH ?graph {{ {node_of(iri)} a ?kind }} }}").rows
        stated = {graph.value for (graph,) in rows if isinstance(graph, NamedNode)} - {INFERRED}
        names = [graph.removeprefix(SUBMISSIONS) for graph in sorted(stated) if graph.startswith(SUBMISSIONS)]
        return names[0] if len(names) == len(stated) == 1 else ""

    def can_be_new(self, wanted: Values) -> bool:
        """True when a value that nobody knows can be described: there is a form for it."""
        return any(kind in self._spaces for kind in self._kinds(wanted))

    def few(self, wanted: Values) -> tuple[str, ...]:
        """All that one can choose from, where that is a short list that only the graph can extend; else nothing."""
        listed = () if wanted.classes else tuple(self.listed(wanted))
        return listed if len(listed) <= _FEW else ()

    def prepare(self, wanted: Values, noun: str, texts: Iterable[str]) -> None:
        """Look many names up at once, so that `find` need not do it one by one."""
        kinds = self._kinds(wanted)
        spaces = tuple(dict.fromkeys(self._spaces[kind] for kind in kinds if kind in self._spaces))
        keys = {_key(text) for text in texts if not self._described(text, wanted)}
        new = {key for key in keys if (kinds, key) not in self._found}
        if kinds and new and kinds != (COUNTRY,):
            resolved = resolve_all(self._source, sorted(new), kinds, noun, spaces, every=self._every)
            noted = self._noted([key for key, found in resolved.items() if isinstance(found, Missing)], kinds, noun)
            for key, found in resolved.items():
                self._found[kinds, key] = noted.get(key, found) if isinstance(found, Missing) else found.iri

    def find(self, text: str, wanted: Values, noun: str) -> str:
        """The IRI of the thing that a text means; NotFoundError with the nearest names, or AmbiguousNameError."""
        known = self._owned(text, wanted) or self._chosen(text, wanted)
        if known:
            return known
        missing: list[Missing] = []
        for found in self._answers(text, wanted, noun):
            if isinstance(found, str):
                return found
            missing.append(found)
        raise self._with_newcomers(max(missing, key=_helpful), wanted)

    def _with_newcomers(self, error: Missing, wanted: Values) -> Missing:
        """The error with the like names of the submission, which come before all others."""
        if isinstance(error, AmbiguousNameError):
            return error
        near = dict.fromkeys([*self._new.like(error.name, self._kinds(wanted)), *error.suggestions])
        return NotFoundError(error.kind, error.name, list(near)[:_MOST])

    def _answers(self, text: str, wanted: Values, noun: str) -> Iterable[str | Missing]:
        yield from (self._in_scheme(text, scheme, noun) for scheme in wanted.schemes)
        if wanted.options:
            yield self._option(text, wanted, noun)
        kinds = self._kinds(wanted)
        if kinds == (COUNTRY,):
            yield self._country(text, noun)
        elif kinds:
            self.prepare(wanted, noun, [text])
            yield self._found[kinds, _key(text)]

    def _owned(self, text: str, wanted: Values) -> str | None:
        found = self._described(text, wanted)
        if len(found) > 1:
            raise AmbiguousNameError("row", text, [f"{text} ({iri.removeprefix(ID)})" for iri in sorted(found)])
        return next(iter(found), None)

    def _described(self, text: str, wanted: Values) -> set[str]:
        """What the submission describes under a name."""
        return self._new.named((text, _key(text)), self._kinds(wanted))

    def _chosen(self, text: str, wanted: Values) -> str | None:
        """What is chosen from a list that is short: one of things that no form describes, such as countries."""
        is_short = any(kind not in self._spaces for kind in self._kinds(wanted))
        return self.listed(wanted).get(text) if is_short else None

    def _in_scheme(self, text: str, scheme: str, noun: str) -> str | Missing:
        if scheme not in self._named:
            self._named[scheme] = self._concepts(f"?thing skos:inScheme {NamedNode(scheme)} {_OPTIONAL_NAME}")
        return self._choice(self._named[scheme], text, noun)

    def _noted(self, texts: Iterable[str], kinds: Sequence[str], noun: str) -> dict[str, str | Missing]:
        """What has a text as its notation, as a NUTS code has; there may be one of that notation in each version."""
        pattern = f"{values('text', map(Literal, texts))} ?thing skos:notation ?text ; a ?kind"
        noted: dict[str, set[str]] = {}
        for thing, text, kind in self._source.select(f"{PROLOGUE}SELECT ?thing ?text ?kind WHERE {{ {pattern} }}").rows:
            if isinstance(thing, NamedNode) and isinstance(text, Literal) and isinstance(kind, NamedNode):
                noted.setdefault(text.value, set()).update([thing.value] if kind.value in kinds else [])
        return {text: _the_one(sorted(found), text, noun) for text, found in noted.items() if found}

    def _country(self, text: str, noun: str) -> str | Missing:
        """A country by name or code; in its own languages it is called as the region of NUTS that it is."""
        if COUNTRY not in self._named:
            self._named[COUNTRY] = self._concepts(f"?thing a {NamedNode(COUNTRY)} {_OPTIONAL_NAME}")
            for name, iris in self._concepts(_COUNTRIES).items():
                self._named[COUNTRY].setdefault(name, set()).update(iris)
        return self._choice(self._named[COUNTRY], text, noun)

    def _option(self, text: str, wanted: Values, noun: str) -> str | Missing:
        named: dict[str, set[str]] = {}
        for name, iri in self.listed(wanted).items():
            for key in (name, iri, compress(iri), iri.rpartition("/")[2].rpartition("#")[2]):
                named.setdefault(fold(key), set()).add(iri)
        return self._choice(named, text, noun)

    def _choice(self, named: dict[str, set[str]], text: str, noun: str) -> str | Missing:
        found = named.get(fold(text)) or named.get(fold(_key(text))) or named.get(fold(as_iri(text) or ""), set())
        if len(found) == 1:
            return next(iter(found))
        near = sorted(found) or _nearest(named, text)
        labels = labels_of(self._source, near)
        if found:
            return AmbiguousNameError(noun, text, [f"{labels[iri]} ({iri.removeprefix(ID)})" for iri in near])
        return NotFoundError(noun, text, [labels[iri] for iri in near])

    def _concepts(self, pattern: str) -> dict[str, set[str]]:
        query = f"{PROLOGUE}SELECT ?thing ?name WHERE {{ {pattern} }}"
        named: dict[str, set[str]] = {}
        for thing, name in self._source.select(query).rows:
            if isinstance(thing, NamedNode):
                names = [name.value] if isinstance(name, Literal) else []
                for key in (*names, thing.value, thing.value.removeprefix(ID), thing.value.rpartition("/")[2]):
                    named.setdefault(fold(key), set()).add(thing.value)
        return named

    def _kinds(self, wanted: Values) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for kind in wanted.classes for one in self._below.get(kind, (kind,))))

    def _instances(self, wanted: Values) -> list[str]:
        patterns = [f"{{ ?thing skos:inScheme {NamedNode(scheme)} }}" for scheme in wanted.schemes]
        kinds = self._kinds(wanted)
        patterns += [f"{{ {values('kind', map(NamedNode, kinds))} ?thing a ?kind }}"] if kinds else []
        found = {term.value for term in wanted.options if isinstance(term, NamedNode)}
        if patterns:
            rows = self._source.select(f"{PROLOGUE}SELECT DISTINCT ?thing WHERE {{ {' UNION '.join(patterns)} }}").rows
            found |= {thing.value for (thing,) in rows if isinstance(thing, NamedNode)}
        return sorted(found)


_NAMES = "skos:prefLabel|skos:altLabel|mg:acronym|skos:notation|mg:isoCode|mg:nutsCountryCode"
_OPTIONAL_NAME = f"OPTIONAL {{ ?thing {_NAMES} ?name }}"
_COUNTRIES = "?code mg:nutsLevel 0 . ?region mg:nutsCode ?code ; mg:country ?thing ; skos:prefLabel|skos:altLabel ?name"


def _the_one(found: list[str], text: str, noun: str) -> str | Missing:
    """The only thing that a text means, or the error that lists them."""
    if len(found) > 1:
        return AmbiguousNameError(noun, text, [f"{text} ({iri.removeprefix(ID)})" for iri in found])
    return found[0]


def _key(text: str) -> str:
    """What to look up: of a name from a list, what stands in its brackets."""
    bracketed = _BRACKETED.fullmatch(text)
    return bracketed[1] if bracketed and _SLUG.fullmatch(bracketed[1]) else text


def _name(iri: str, label: str, times: Counter[str]) -> str:
    tail = iri.rpartition("/")[2].rpartition("#")[2]
    if label == compress(iri):
        return tail
    is_plain = times[fold(label)] == 1 and fold(label).replace(" ", "") == fold(tail).replace(" ", "")
    return label if is_plain else f"{label} [{tail}]"


def _nearest(named: dict[str, set[str]], text: str) -> list[str]:
    """The IRIs with the names most like the text, the likest first."""
    from rapidfuzz import fuzz, process

    short = [name for name in named if "http" not in name]
    close = process.extract(fold(text), short, scorer=fuzz.WRatio, limit=20, score_cutoff=CLOSE_ENOUGH)
    near = [name for name, score, _ in close if score >= close[0][1] - NEARLY_AS_CLOSE]
    return list(dict.fromkeys(iri for name in near for iri in sorted(named[name])))[:_MOST]


def _helpful(error: Missing) -> tuple[bool, int]:
    is_ambiguous = isinstance(error, AmbiguousNameError)
    return is_ambiguous, len(error.candidates if isinstance(error, AmbiguousNameError) else error.suggestions)
