"""Names that are like a text which nobody has for a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from minegraph.labels import Name, every_name, fold, instances_of
from minegraph.store import Source

SUGGESTIONS = 5
CLOSE_ENOUGH = 65.0
NEARLY_AS_CLOSE = 15.0
THOROUGH = 20
_TOGETHER = 100


class EveryName:
    """Every name in the data, read when it is first needed."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: dict[tuple[str, ...], dict[str, str]] = {}
        self._thorough = THOROUGH

    @cached_property
    def by_key(self) -> dict[str, list[Name]]:
        """Folded name -> the names it folds."""
        found: dict[str, list[Name]] = {}
        for name in every_name(self._source):
            found.setdefault(fold(name.text), []).append(name)
        return found

    def nearest(self, texts: Sequence[str], kinds: tuple[str, ...]) -> dict[str, list[str]]:
        """For each text the names of things of these kinds most like it, the best first.

        The first `THOROUGH` texts are compared word by word too, all others only as a whole: that takes a thirtieth of
        the time.
        """
        if not texts:
            return {}
        if kinds not in self._known:
            self._known[kinds] = self._of(kinds)
        first, others = texts[: self._thorough], texts[self._thorough :]
        self._thorough -= len(first)
        names = self._known[kinds]
        near = {text: _by_words(_tail(text), names) for text in first}
        return near | dict(zip(others, _as_wholes(list(map(_tail, others)), names), strict=True))

    def _of(self, kinds: tuple[str, ...]) -> dict[str, str]:
        allowed = instances_of(self._source, kinds)
        found: dict[str, str] = {}
        for key, borne in self.by_key.items():
            fitting = [name.text for name in borne if not kinds or name.thing in allowed]
            found |= {key: fitting[-1]} if fitting else {}
        return found


def _tail(text: str) -> str:
    """What names are compared with: of an IRI, its end."""
    return fold(re.split(r"[/#:]", text)[-1])


def _by_words(key: str, names: Mapping[str, str]) -> list[str]:
    from rapidfuzz import fuzz, process

    close = process.extract(key, names.keys(), scorer=fuzz.WRatio, limit=SUGGESTIONS, score_cutoff=CLOSE_ENOUGH)
    return [names[name] for name, score, _ in close if score >= close[0][1] - NEARLY_AS_CLOSE]


def _as_wholes(keys: Sequence[str], names: Mapping[str, str]) -> Iterator[list[str]]:
    """For each key the names like it, many keys at a time."""
    import numpy as np
    from rapidfuzz import fuzz, process

    known = list(names)
    for at in range(0, len(keys), _TOGETHER):
        scores = process.cdist(keys[at : at + _TOGETHER], known, scorer=fuzz.ratio, dtype=np.uint8)
        for row in scores:
            best = np.argpartition(row, -SUGGESTIONS)[-SUGGESTIONS:] if len(known) > SUGGESTIONS else range(len(known))
            close = sorted(((int(row[one]), known[one]) for one in best), key=lambda pair: (-pair[0], pair[1]))
            least = max(CLOSE_ENOUGH, close[0][0] - NEARLY_AS_CLOSE) if close else 0
            yield [names[name] for score, name in close if score >= least]
