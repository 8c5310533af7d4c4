"""What a visitor of the synergies has chosen, as the query of a URL says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Self
from urllib.parse import urlencode

from minegraph.errors import MinegraphError, NotFoundError
from minegraph.synergy import DEFAULT_PROFILE, read_weights, write_weights

SLIDER = "w."
LONGEST_NUMBER = 7
_YES, _NO = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True)
class Choice:
    """A profile, single weights in place of its own, whether only certain needs count, and how it is looked at.

    The `view` that is usual is empty; `top` is how many partners are asked for, if it is said. `from_form`: the
    weights came one by one from the fields of a form.
    """

    profile: str = DEFAULT_PROFILE
    weights: Mapping[str, float] = field(default_factory=dict)
    certain: bool = False
    view: str = ""
    top: int | None = None
    from_form: bool = False

    @classmethod
    def read(cls, asked: Mapping[str, str], views: Sequence[str] = ("",)) -> Self:
        """The choice in the parameters of a query; the first of the views is shown where none is asked for.

        Raises MinegraphError, with the nearest names, for what cannot be chosen.
        """
        fields = [f"{name.removeprefix(SLIDER)}={number}" for name, number in asked.items() if name.startswith(SLIDER)]
        own = [text for text in asked.get("weights", "").split(",") if text]
        view = asked.get("view") or views[0]
        if view not in views:
            near = get_close_matches(view, views, n=1, cutoff=0.5)
            raise NotFoundError("view", view, near, hint=f"Views: {', '.join(views)}.")
        weights = read_weights(fields or own)
        view = "" if view == views[0] else view
        return cls(asked.get("profile") or DEFAULT_PROFILE, weights, _truth(asked), view, _top(asked), bool(fields))

    def query(self, **changes: object) -> str:
        """The query of a URL for this choice with changes, with its question mark; what is usual is left out."""
        one = replace(self, **changes)  # type: ignore[arg-type]
        said = {
            "profile": "" if one.profile == DEFAULT_PROFILE else one.profile,
            "weights": write_weights(one.weights),
            "certain": "1" if one.certain else "",
            "view": one.view,
            "top": str(one.top or ""),
        }
        query = urlencode({name: value for name, value in said.items() if value}, safe=":,")
        return f"?{query}" if query else ""


def _truth(asked: Mapping[str, str]) -> bool:
    said = asked.get("certain", "").lower()
    if said not in _YES | _NO:
        raise MinegraphError(f"certain={said} is neither yes nor no. Write certain=1, or leave it out.")
    return said in _YES


def _top(asked: Mapping[str, str]) -> int | None:
    said = asked.get("top", "")
    if said and not (said.isascii() and said.isdecimal() and 0 < len(said) < LONGEST_NUMBER):
        raise MinegraphError(f"top={said} is no number of partners. Write a whole number, such as top=10.")
    return int(said) if said else None
