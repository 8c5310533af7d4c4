"""The parameters of a question as fields of a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from minegraph.documents.question_page import default_of, in_words
from minegraph.labels import labels_of
from minegraph.lookup import slug
from minegraph.queries import TYPES, Parameter, Question
from minegraph.web.opened import Opened

MOST_CHOICES = 150
NUMBERS = {"integer": "1", "year": "1", "decimal": "any"}


@dataclass(frozen=True, slots=True)
class Field:
    """How a parameter is asked for.

    `kind` is choice, thing, or a type of HTML's input; `step` is that of numbers; `choices` are the slugs and labels of
    the things to choose from.
    """

    name: str
    words: str
    description: str
    hint: str
    value: str
    problem: str
    kind: str
    step: str
    choices: Sequence[tuple[str, str]]
    is_optional: bool


def fields(graph: Opened, question: Question, given: Mapping[str, str], wrong: Mapping[str, str]) -> list[Field]:
    """The fields of a question's form, with the given values, else the defaults, and what is wrong with them."""
    return [_field(graph, one, given.get(one.name, ""), wrong.get(one.name, "")) for one in question.parameters]


def _field(graph: Opened, parameter: Parameter, given: str, problem: str) -> Field:
    choices = _choices(graph, parameter) if parameter.type == "iri" and not problem else []
    value = given.strip() or default_of(parameter)
    kind = "choice" if choices else _kind(parameter)
    return Field(
        name=parameter.name,
        words=in_words(parameter.name),
        description=parameter.description.rstrip("."),
        hint="" if choices else _hint(parameter),
        value=_chosen(choices, value),
        problem=problem,
        kind="text" if problem and kind in {"number", "date"} else kind,
        step=NUMBERS.get(parameter.type, ""),
        choices=choices,
        is_optional=parameter.is_optional,
    )


def _kind(parameter: Parameter) -> str:
    if parameter.type in NUMBERS:
        return "number"
    return {"iri": "thing", "date": "date"}.get(parameter.type, "text")


def _hint(parameter: Parameter) -> str:
    """What may be written."""
    words = "a name in any language, a code or an IRI" if parameter.type == "iri" else TYPES[parameter.type]
    return f"{words[0].upper()}{words[1:]}."


def _chosen(choices: Sequence[tuple[str, str]], value: str) -> str:
    """The slug among the choices that a value names, else the value."""
    return next((one for one, label in choices if value in (one, label, one.rpartition("/")[2])), value)


def _choices(graph: Opened, parameter: Parameter) -> Sequence[tuple[str, str]]:
    """The things that a parameter may stand for, by label; none when there are too many to choose from."""
    space = parameter.spaces[0]
    return graph.kept(f"choices {space}", lambda: _things(graph, space))


def _things(graph: Opened, space: str) -> list[tuple[str, str]]:
    condition = f"FILTER(STRSTARTS(STR(?thing), {Literal(space)}))"
    rows = graph.source.select(f"SELECT DISTINCT ?thing WHERE {{ ?thing a ?kind {condition} }}").rows
    found = [thing.value for (thing,) in rows if isinstance(thing, NamedNode)]
    if len(found) > MOST_CHOICES:
        return []
    labels = labels_of(graph.source, found)
    return sorted(((slug(iri), labels[iri]) for iri in found), key=lambda pair: pair[1].casefold())
