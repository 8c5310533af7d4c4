"""Own weights: a profile in which single weights are changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from math import isfinite

from minegraph.errors import MinegraphError, NotFoundError
from minegraph.synergy.facets import Kind
from minegraph.synergy.profiles import Profile

MOST = 1.0


def reweighted(profile: Profile, own: Mapping[str, float], components: Mapping[str, Kind]) -> Profile:
    """The profile with these weights in place of its own; a weight of 0 leaves a component out.

    `components` are the names that can be weighed, with their kinds. A weight is a number from 0 to 1, that of a tie
    one from -1. Raises NotFoundError for a component nobody knows, with the nearest names, and MinegraphError for what
    is no weight.
    """
    checked = {name: _weight(name, number, components) for name, number in sorted(own.items())}
    changed = {name: number for name, number in checked.items() if number != profile.weights.get(name, 0.0)}
    weights = {name: number for name, number in sorted((profile.weights | changed).items()) if number}
    if not weights:
        raise MinegraphError("No component has a weight. Give at least one of them more than 0.")
    return replace(profile, weights=weights, changed=changed)


def read_weights(texts: Iterable[str]) -> dict[str, float]:
    """The weights that people write, `COMPONENT=NUMBER` or `COMPONENT:NUMBER`.

    >>> read_weights(["commodities-similarity=0.5", "projects-tie:-0.1"])
    {'commodities-similarity': 0.5, 'projects-tie': -0.1}
    """
    found: dict[str, float] = {}
    for text in texts:
        name, separator, number = text.replace(":", "=", 1).partition("=")
        name = name.strip()
        if not separator or not name:
            raise MinegraphError(f"{text!r} is no weight. Write COMPONENT=NUMBER, such as commodities-similarity=0.5.")
        if name in found:
            raise MinegraphError(f"The weight of {name} is given twice. Give it once.")
        found[name] = _number(name, number)
    return found


def write_weights(weights: Mapping[str, float]) -> str:
    """Weights as `read_weights` reads them and a URL can hold them, separated by commas.

    >>> write_weights({"commodities-similarity": 0.5, "projects-tie": -0.1})
    'commodities-similarity:0.5,projects-tie:-0.1'
    """
    return ",".join(f"{name}:{repr(number).removesuffix('.0')}" for name, number in weights.items())


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise _no_weight(name, text.strip()) from error


def _weight(name: str, number: float, components: Mapping[str, Kind]) -> float:
    if name not in components:
        nearest = get_close_matches(name, components, n=1, cutoff=0.5)
        raise NotFoundError("component", name, nearest, hint=f"Components: {', '.join(sorted(components))}.")
    if isinstance(number, bool) or not isinstance(number, int | float) or not isfinite(number) or abs(number) > MOST:
        raise _no_weight(name, number)
    if number < 0 and components[name] != "tie":
        ties = ", ".join(sorted(one for one, kind in components.items() if kind == "tie"))
        raise MinegraphError(
            f"The weight of {name} is {number:g}: what a partner has to offer cannot count against it. Give a number "
            f"from 0 to 1. Only existing cooperation can ({ties})."
        )
    return float(number) + 0.0


def _no_weight(name: str, number: object) -> MinegraphError:
    return MinegraphError(f"The weight of {name} is {number!r}. Give a number from 0 to 1, or from -1 for a tie.")
