"""The licences under which data may be handed in."""

from __future__ import annotations

import re

from minegraph.errors import SubmissionError

OPEN = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "ODC-BY-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "ODBL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}
TITLES = {
    "CC-BY-4.0": "use freely, name the source",
    "CC0-1.0": "no conditions at all",
    "CC-BY-SA-4.0": "name the source, share alike",
    "ODC-BY-1.0": "for databases: name the source",
    "ODBL-1.0": "for databases: name the source, share alike",
    "PDDL-1.0": "for databases: no conditions at all",
}
ADDRESS = re.compile(r'https?://[^\s<>"{}|\\^`\x00-\x20\x7f]+')


def licence_name(iri: str) -> str:
    """The short name (SPDX) of a licence, or its address where it has none here.

    >>> licence_name("https://creativecommons.org/licenses/by/4.0/"), licence_name("https://example.org/own")
    ('CC-BY-4.0', 'https://example.org/own')
    """
    return next((name for name, known in OPEN.items() if known == iri), iri)


def licence_iri(text: str) -> str:
    """The web address of a licence given by its short name (SPDX) or its address; SubmissionError for other text.

    >>> licence_iri("cc by 4.0")
    'https://creativecommons.org/licenses/by/4.0/'
    """
    known = {_bare(name): iri for name, iri in OPEN.items()}
    if _bare(text) in known:
        return known[_bare(text)]
    if not ADDRESS.fullmatch(text) or not text.isascii():
        advice = f"Use {', '.join(OPEN)}, or its web address."
        raise SubmissionError(f"{text.encode(errors='replace').decode()!r} is not the name of a licence. {advice}")
    return text


def _bare(name: str) -> str:
    return re.sub(r"[^A-Z0-9.]", "", name.upper())
