"""The columns of a table: which properties of its things it shows, in which order, and under which names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from minegraph.release.datatypes import is_formed
from minegraph.release.records import Form, Key, Record
from minegraph.terms import MG, compress, expand

TYPE, NAME = expand("rdf:type"), expand("skos:prefLabel")
_FIRST = tuple(map(expand, ("rdf:type", "skos:prefLabel", "skos:altLabel", "mg:acronym", "skos:notation")))
_LAST = tuple(map(expand, ("skos:note", "mg:sourceNote", "dcterms:source", "mg:confidence")))
_FORMS: tuple[Form, ...] = ("text", "english", "link", "other")
_SUFFIXES: Mapping[Form, str] = {"text": "_text", "english": "_en", "link": "_link", "other": "_other"}
_RESERVED = ("iri", "label", "class")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9]+")
_BARS = re.compile(r"\|+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, and what stands in it.

    `separator` stands between several values (empty where no thing has more than one), and nowhere within one. From a
    column that is exact a reader of CSV on the Web gets the triples of the graph; it has at most one datatype. One that
    is filled has a value in every row. With `has_labels` a second column tells the names of what it links to.
    """

    name: str
    key: Key
    separator: str
    datatypes: tuple[str, ...]
    is_exact: bool
    is_filled: bool
    has_labels: bool
    targets: frozenset[str]

    @property
    def labels_name(self) -> str:
        """The name of the column with the names of what this one links to."""
        return f"{self.name}_label"


@dataclass
class Use:
    """How the things of a class use a property with values of one form."""

    things: int = 0
    most: int = 0
    is_stated: bool = False
    is_formed: bool = True
    bars: int = 0
    datatypes: set[str] = field(default_factory=set)
    targets: Counter[str] = field(default_factory=Counter)


class Survey:
    """What is said of the things of a class, counted as one record after the other comes by."""

    def __init__(self) -> None:
        self.count = 0
        self.is_named_in_english = True
        self.uses: dict[Key, Use] = {}

    def add(self, record: Record) -> None:
        """Count a record."""
        self.count += 1
        names = [one.text for one in record.values.get(Key(NAME, "english"), ())]
        self.is_named_in_english &= names == [record.label] * bool(record.label)
        for key, values in record.values.items():
            use = self.uses.setdefault(key, Use())
            use.things += 1
            use.most = max(use.most, len(values))
            for text, datatype, is_stated in values:
                use.is_stated |= is_stated
                use.bars = max(use.bars, longest_bar(text))
                if key.form == "link":
                    use.targets[text] += 1
                elif key.form == "text":
                    use.datatypes.add(datatype)
                    use.is_formed &= is_formed(text, datatype)

    def types_of_all(self) -> set[str]:
        """The classes that all the things have, which tell nothing apart."""
        types = self.uses.get(Key(TYPE, "link"), Use()).targets
        return {iri for iri, count in types.items() if count == self.count}


def longest_bar(text: str) -> int:
    """How many `|` stand in a row in a text, at most."""
    return max((len(bars) for bars in _BARS.findall(text)), default=0) if "|" in text else 0


def columns(survey: Survey, inverses: Collection[str], labels: Mapping[str, str]) -> list[Column]:
    """The columns for what was surveyed, without those that would only repeat what stands elsewhere.

    Left out are: English names that are the labels; what was only inferred of properties of other vocabularies, since
    it echoes ours; and the `inverses` where they were only inferred and have several values: they stand in the table
    that links to this one. `labels` are the names of what is linked to.
    """
    shown = sorted((key for key in survey.uses if _is_shown(key, survey, inverses)), key=_rank)
    taken: set[str] = set(_RESERVED)
    found = []
    for key in shown:
        name = next(name for name in _names(key, shown) if not {name, f"{name}_label"} & taken)
        column = _column(name, key, survey, labels)
        taken |= {name, column.labels_name} if column.has_labels else {name}
        found.append(column)
    return found


def _is_shown(key: Key, survey: Survey, inverses: Collection[str]) -> bool:
    use = survey.uses[key]
    if key.property == TYPE:
        return bool(set(use.targets) - survey.types_of_all())
    if key == Key(NAME, "english") and survey.is_named_in_english:
        return False
    return use.is_stated or (key.property.startswith(MG) and not (key.property in inverses and use.most > 1))


def _rank(key: Key) -> tuple[int, bool, str, int]:
    """Names first; then minegraph's own properties, then others, by name; where all this is known from at the end."""
    if key.property in _FIRST:
        return _FIRST.index(key.property) - len(_FIRST), False, "", _FORMS.index(key.form)
    if key.property in _LAST:
        return 1 + _LAST.index(key.property), False, "", _FORMS.index(key.form)
    return 0, not key.property.startswith(MG), f"{_local(key.property)} {key.property}", _FORMS.index(key.form)


def _names(key: Key, shown: Collection[Key]) -> Iterator[str]:
    """The names that a column may have, the best first: the local name, with a word for all but the first form."""
    is_first = key.form != "other" and not any(Key(key.property, form) in shown for form in _before(key.form))
    suffix = "" if is_first else _SUFFIXES[key.form]
    longer = _NOT_IN_NAMES.sub("_", compress(key.property)).strip("_")
    yield f"{_local(key.property)}{suffix}"
    yield f"{longer}{suffix}"
    number = 2
    while True:
        yield f"{longer}{suffix}_{number}"
        number += 1


def _before(form: Form) -> tuple[Form, ...]:
    return _FORMS[: _FORMS.index(form)]


def _local(iri: str) -> str:
    """What a property is called within its vocabulary, in the letters that the names of columns may have."""
    return _NOT_IN_NAMES.sub("_", re.split("[#/:]", iri.rstrip("#/:"))[-1]).strip("_") or "property"


def _column(name: str, key: Key, survey: Survey, labels: Mapping[str, str]) -> Column:
    use = survey.uses[key]
    targets = set(use.targets) - (survey.types_of_all() if key.property == TYPE else set())
    names = [labels[iri] for iri in targets if iri in labels]
    bars = max([use.bars, *map(longest_bar, names)])
    several = use.most - (len(survey.types_of_all()) if key.property == TYPE else 0) > 1
    return Column(
        name=name,
        key=key,
        separator=f" {'|' * (bars + 1)} " if several else "",
        datatypes=tuple(sorted(use.datatypes)),
        is_exact=_is_exact(key.form, use, several=several),
        is_filled=use.things == survey.count,
        has_labels=2 * len(names) > len(targets),
        targets=frozenset(targets),
    )


def _is_exact(form: Form, use: Use, *, several: bool) -> bool:
    """Whether a reader of CSV on the Web makes the values what they are: it makes IRIs of single values only."""
    match form:
        case "link":
            return not several
        case "text":
            return len(use.datatypes) == 1 and use.is_formed
        case "english":
            return True
        case "other":
            return False
