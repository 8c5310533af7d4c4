"""How a release is cited and archived: `CITATION.cff`, `.zenodo.json` and the licence, all told from the dataset."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from pyoxigraph import Literal, NamedNode, Triple

from minegraph.datasets import LICENCE, MAIN, ONTOLOGY, iri, object_of, stated
from minegraph.files import read_bytes
from minegraph.release.edition import Edition
from minegraph.telling import Progress
from minegraph.terms import BASE

SPDX = "CC-BY-4.0"
_LICENCE_FILE = "LICENSE-DATA"
_LICENCE_WORDS = f"""\
The data of this release are licensed under the Creative Commons Attribution 4.0 International licence (CC BY 4.0).

    {LICENCE}
"""


@dataclass(frozen=True, slots=True)
class Work:
    """A dataset as one cites it; what it does not say of itself is empty."""

    title: str
    description: str
    version: str
    date: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    citation: str


def work(known: Iterable[Triple]) -> Work:
    """The whole as it tells of itself in `data/dataset.ttl`."""
    told = list(known)
    keywords = [one.object for one in told if (one.subject, one.predicate) == (NamedNode(MAIN), iri("dcat:keyword"))]
    return Work(
        title=object_of(told, MAIN, "dcterms:title") or "minegraph",
        description=object_of(told, MAIN, "dcterms:description"),
        version=object_of(told, MAIN, "dcat:version"),
        date=object_of(told, MAIN, "dcterms:modified") or object_of(told, MAIN, "dcterms:issued"),
        authors=("minegraph contributors",),
        keywords=tuple(sorted(one.value for one in keywords if isinstance(one, Literal))),
        citation=object_of(told, MAIN, "dcterms:bibliographicCitation"),
    )


def write_citation(edition: Edition, progress: Progress) -> None:
    """Write `CITATION.cff`, `.zenodo.json` and `LICENSE-DATA`, at the root and beside the files of the version."""
    progress("citation", 0, 1)
    cited = work(stated(edition.source))
    licence = edition.layout.path(_LICENCE_FILE)
    files: dict[str, str | bytes] = {
        "CITATION.cff": cff(cited, SPDX),
        ".zenodo.json": zenodo(cited),
        _LICENCE_FILE: read_bytes(licence) if licence.is_file() else _LICENCE_WORDS,
    }
    for name, content in files.items():
        edition.write(name, content)
        edition.freeze(name, content)


def cff(cited: Work, *licences: str) -> str:
    """The text of a `CITATION.cff` (Citation File Format 1.2.0)."""
    lines = [
        "cff-version: 1.2.0",
        "message: If you use minegraph, please cite it as below.",
        "type: dataset",
        f"title: {_quoted(cited.title)}",
        *([f"abstract: {_quoted(cited.description)}"] if cited.description else []),
        f"version: {_quoted(cited.version)}",
        *([f"date-released: {_quoted(cited.date)}"] if cited.date else []),
        *(_list("license", licences) if len(licences) > 1 else [f"license: {licences[0]}"]),
        f"url: {_quoted(BASE)}",
        "authors:",
        *(f"  - name: {_quoted(name)}" for name in cited.authors),
        *(_list("keywords", map(_quoted, cited.keywords)) if cited.keywords else []),
    ]
    return "".join(f"{line}\n" for line in lines)


def zenodo(cited: Work) -> str:
    """The text of a `.zenodo.json` (the metadata of a deposit at Zenodo)."""
    document = {
        "upload_type": "dataset",
        "title": f"{cited.title} {cited.version}",
        "description": f"<p>{escape(cited.description)}</p>",
        "creators": [{"name": name} for name in cited.authors],
        "version": cited.version,
        **({"publication_date": cited.date} if cited.date else {}),
        "access_right": "open",
        "license": SPDX.lower(),
        "language": "eng",
        "keywords": list(cited.keywords),
        "related_identifiers": [
            {"identifier": MAIN, "relation": "isVersionOf", "resource_type": "dataset", "scheme": "url"},
            {"identifier": ONTOLOGY, "relation": "isDocumentedBy", "resource_type": "other", "scheme": "url"},
        ],
        "notes": escape(cited.citation),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _list(key: str, values: Iterable[str]) -> list[str]:
    return [f"{key}:", *(f"  - {value}" for value in values)]


def _quoted(text: str) -> str:
    """Text as YAML has it in quotation marks: as JSON does, which is part of it."""
    return json.dumps(text, ensure_ascii=False)
