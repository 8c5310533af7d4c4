"""Which form of an answer a client wants: the headers Accept and Accept-Encoding (RFC 9110, section 12.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MOST_RANGES = 100


def negotiated(accept: str, offered: Mapping[str, str]) -> str | None:
    """The name of the form that suits an Accept header best; None when none does.

    `offered` maps each media type to the name of its form, the preferred first: it is given where the client has no
    preference. What is no media range in the header is passed over.

    >>> negotiated("text/turtle;q=0.5, text/html", {"text/html": "html", "text/turtle": "ttl"})
    'html'
    >>> negotiated("text/*;q=0.5, */*;q=0.1", {"application/json": "json", "text/csv": "csv"})
    'csv'
    """
    if not accept.strip():
        return next(iter(offered.values()))
    ranges = [found for part in accept.split(",")[:MOST_RANGES] if (found := _range(part))]
    weights = [(_weight(media_type, ranges), -at) for at, media_type in enumerate(offered)]
    best, place = max(weights, default=(0.0, 0))
    return list(offered.values())[-place] if best > 0 else None


def takes_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header names gzip, and does not refuse it.

    >>> takes_gzip("br, GZIP;q=0.5"), takes_gzip("gzip; q=0.0"), takes_gzip("")
    (True, False, False)
    """
    offers = (offer.replace(" ", "").lower().partition(";") for offer in accept_encoding.split(",")[:MOST_RANGES])
    return any(name == "gzip" and weight.rstrip("0.") != "q=" for name, _, weight in offers)


def _range(part: str) -> tuple[str, float] | None:
    """A media range and its weight."""
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    if name.count("/") != 1:
        return None
    given = next((value[2:] for value in parameters if value.startswith("q=")), "1")
    try:
        weight = float(given)
    except ValueError:
        return None
    return (name, weight) if 0 <= weight <= 1 else None


def _weight(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """What the most specific range that a media type lies in gives it."""
    kind = media_type.partition("/")[0]
    for wanted in (media_type, f"{kind}/*", "*/*"):
        found = [weight for name, weight in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
