"""In which languages the graph has names, as the languages' IRIs of the EU's authority table."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from minegraph.datasets.named import AUTHORITY
from minegraph.store import Source

_CODES = {
    "bg": "BUL",
    "bs": "BOS",
    "ca": "CAT",
    "cs": "CES",
    "cy": "CYM",
    "da": "DAN",
    "de": "DEU",
    "el": "ELL",
    "en": "ENG",
    "es": "SPA",
    "et": "EST",
    "eu": "EUS",
    "fi": "FIN",
    "fr": "FRA",
    "ga": "GLE",
    "gl": "GLG",
    "hr": "HRV",
    "hu": "HUN",
    "is": "ISL",
    "it": "ITA",
    "ja": "JPN",
    "kw": "COR",
    "lb": "LTZ",
    "lt": "LIT",
    "lv": "LAV",
    "mk": "MKD",
    "mt": "MLT",
    "nb": "NOB",
    "nl": "NLD",
    "nn": "NNO",
    "no": "NOR",
    "pl": "POL",
    "pt": "POR",
    "ro": "RON",
    "se": "SME",
    "sk": "SLK",
    "sl": "SLV",
    "sma": "SMA",
    "smj": "SMJ",
    "sq": "SQI",
    "sr": "SRP",
    "sv": "SWE",
    "tr": "TUR",
    "uk": "UKR",
}
"""The first parts of language tags (RFC 5646), and the codes of the authority table."""

ENGLISH = NamedNode(f"{AUTHORITY}/language/{_CODES['en']}")

_NAMES = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?language WHERE { VALUES ?property { skos:altLabel skos:prefLabel }
  ?thing ?property ?name BIND(LANG(?name) AS ?language) }"""


def languages(source: Source) -> list[NamedNode]:
    """English, in which all is described, and those of names; but for languages that are not in the table here."""
    tags = {tag.value.partition("-")[0].lower() for (tag,) in source.select(_NAMES).rows if isinstance(tag, Literal)}
    return [NamedNode(f"{AUTHORITY}/language/{code}") for tag, code in _CODES.items() if tag in tags | {"en"}]
