"""Constraints in plain words: what a shape is for, and one sentence for each thing that it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.documents.reference.vocabulary import Vocabulary
from minegraph.kinds import kind_word
from minegraph.terms import expand
from minegraph.validation.paths import Predicate
from minegraph.validation.shacl import SH
from minegraph.validation.shapes import Constraint, Shape, Shapes
from minegraph.validation.wording import article, either, quoted, wanted

FEW = 4
_DESCRIBED = " described in the graph"
_LANGUAGES = {"en": "English"}
_WORDS = {expand("skos:Concept"): "concept", expand("geo:Geometry"): "geometry"}
_KINDS = ("in", "class", "or", "datatype", "nodeKind", "node", "hasValue")
_RANGE = (("minInclusive", "minExclusive"), ("maxInclusive", "maxExclusive"))


@dataclass(frozen=True)
class Wording:
    """The words for constraints: labels come from the ontology, inner shapes from the shapes."""

    vocabulary: Vocabulary
    shapes: Shapes

    def target(self, shape: Shape, described: str = "") -> str:
        """What a shape is for, as it describes it or by its targets: "every project", "whatever has an acronym"."""
        if described:
            return described
        classes, named = self._kinds(shape), self._properties(shape)
        parts = [f"every {either(classes)}"] if classes else []
        parts += [f"whatever has {either([article(one) for one in named])}"] if named else []
        return ", and ".join(parts) or "what other shapes refer to"

    def sentence(self, constraint: Shape, owner: Shape, target: str) -> str:
        """What holds, made from what a constraint asks; `owner` is the shape with the targets, `target` names these."""
        asked = {one.parameter: one for one in constraint.constraints}
        noun = self._noun(constraint, owner)
        value = self._requirements(asked)
        low = asked["minCount"].number if "minCount" in asked else 0
        high = asked["maxCount"].number if "maxCount" in asked else None
        if low or high is not None:
            sentence = f"{target} has {_count(low, high, noun)}{f': {value}' if value else ''}"
            return f"{sentence[:1].upper()}{sentence[1:]}."
        return f"Where {self._thing(owner)} has {article(noun)}, it is {value or 'as the pattern says'}."

    def _thing(self, owner: Shape) -> str:
        kinds = self._kinds(owner)
        return article(either(kinds)) if kinds and len(kinds) <= FEW else "something"

    def _kinds(self, shape: Shape) -> list[str]:
        """The names of the classes that a shape is for."""
        iris = [term.value for name, term in shape.targets if name == "targetClass" and isinstance(term, ox.NamedNode)]
        return list(dict.fromkeys(map(self._kind, iris)))

    def _kind(self, iri: str) -> str:
        return _WORDS.get(iri) or kind_word("", iri, {iri: self.vocabulary.label(iri)})

    def _properties(self, shape: Shape) -> list[str]:
        """The names of the properties whose subjects a shape is for."""
        targets = [term for name, term in shape.targets if name == "targetSubjectsOf"]
        return [self.vocabulary.label(term.value) for term in targets if isinstance(term, ox.NamedNode)]

    def _noun(self, constraint: Shape, owner: Shape) -> str:
        """What a constraint is about: its name, without what the sentence says anyway."""
        stated = constraint.name.removesuffix(" stated")
        if stated.startswith("one ") and isinstance(constraint.path, Predicate):
            return self.vocabulary.label(constraint.path.iri)
        of = re.fullmatch(r"(.+) of an? (.+)", stated)
        kinds = self._kinds(owner)
        return of[1] if of and any(kind == of[2] or kind.endswith(f" {of[2]}") for kind in kinds) else stated

    def _requirements(self, asked: dict[str, Constraint]) -> str:
        """What values must be, as it stands after "it is"."""
        kinds = (self._wanted(asked[name]) for name in _KINDS if name in asked)
        kind = " ".join([*filter(None, [", ".join(filter(None, kinds))]), *self._limits(asked)])
        return ", ".join(filter(None, [kind, *self._remarks(asked)]))

    def _remarks(self, asked: dict[str, Constraint]) -> Iterator[str]:
        if "pattern" in asked and not asked.keys() & {"class", "in"}:
            yield "in the form that the pattern says"
        if "languageIn" in asked:
            yield f"in {either([_LANGUAGES.get(tag, tag) for tag in map(_text, asked['languageIn'].terms)])}"
        if "uniqueLang" in asked:
            yield "one for each language"
        for name, words in (
            ("lessThanOrEquals", "not more than"),
            ("lessThan", "less than"),
            ("disjoint", "other than"),
        ):
            if name in asked:
                yield f"{words} the {self.vocabulary.label(_text(asked[name].terms[0]))}"

    def _wanted(self, constraint: Constraint) -> str:
        terms = constraint.terms
        match constraint.parameter:
            case "hasValue":
                return quoted(terms[0])
            case "class":
                return f"{article(self._kind(_text(terms[0])))}{_DESCRIBED}"
            case "nodeKind" if _text(terms[0]) == f"{SH}IRI":
                return "an IRI"
        said = re.sub(r" \(mgid:[^)]*\)$", "", wanted(constraint, self.shapes.by_node))
        return said.replace(_DESCRIBED, "", said.count(_DESCRIBED) - 1)

    def _limits(self, asked: dict[str, Constraint]) -> Iterator[str]:
        low, high = ([quoted(asked[name].terms[0]) for name in names if name in asked] for names in _RANGE)
        if low and high:
            yield f"from {_plain(low[0])} to {_plain(high[0])}"
        elif low or high:
            yield f"of {_plain(low[0])} or more" if low else f"of {_plain(high[0])} or less"
        if "minLength" in asked:
            yield f"of at least {_characters(asked['minLength'].number)}"
        if "maxLength" in asked:
            yield f"of at most {_characters(asked['maxLength'].number)}"


def _count(low: int, high: int | None, noun: str) -> str:
    """How many values there are.

    >>> _count(1, 1, "role"), _count(0, 1, "role"), _count(1, None, "role"), _count(2, 3, "role")
    ('exactly one role', 'at most one role', 'at least one role', 'from 2 to 3 values (role)')
    """
    if (low, high) == (1, 1):
        return f"exactly one {noun}"
    if high == 0:
        return f"no {noun}"
    if low == 0 and high is not None:
        return f"at most one {noun}" if high == 1 else f"at most {high} values ({noun})"
    if high is None:
        return f"at least one {noun}" if low == 1 else f"at least {low} values ({noun})"
    return f"exactly {low} values ({noun})" if low == high else f"from {low} to {high} values ({noun})"


def _characters(number: int) -> str:
    return f"{number} character{'' if number == 1 else 's'}"


def _plain(number: str) -> str:
    return number.removesuffix(".0")


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
