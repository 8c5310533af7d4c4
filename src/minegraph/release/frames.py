"""The JSON-LD context of a release, and a frame for each class: what picks its things out of a dump."""

from __future__ import annotations

import json

from pyoxigraph import NamedNode

from minegraph.context import Context, read_context
from minegraph.labels import PROLOGUE
from minegraph.release.edition import Edition
from minegraph.store import LocalStore
from minegraph.telling import Progress

CONTEXT = "context.jsonld"
FOLDER = "frames"
_USED = "SELECT DISTINCT ?class WHERE { ?thing a ?class }"
_BELOW = f"{PROLOGUE}SELECT DISTINCT ?sub ?class WHERE {{ ?sub rdfs:subClassOf+ ?class }}"


def write_frames(edition: Edition, _progress: Progress) -> None:
    """Write the context, for the site and with the version, and `frames/CLASS.jsonld` for each class of things.

    Each holds the context whole, as the dumps do, so that a processor needs nothing from the web; the published one
    is for documents of others that name it.
    """
    context = read_context(edition.layout)
    document = _text({"@context": context.document})
    edition.write(CONTEXT, document)
    edition.freeze(CONTEXT, document)
    for name, names in _classes(edition.source, context).items():
        edition.write(f"{FOLDER}/{name}.jsonld", _text(_frame(context, names)))


def _frame(context: Context, names: list[str]) -> dict[str, object]:
    """All that is said of the things of some classes, a node object each; other things are only named."""
    return {"@context": context.document, "@type": names, "@embed": "@never"}


def _classes(source: LocalStore, context: Context) -> dict[str, list[str]]:
    """The classes of the ontology that have things, each with itself and those below it, by their short names."""
    used = {term.value for (term,) in source.select(_USED).rows if isinstance(term, NamedNode)}
    below: dict[str, set[str]] = {}
    for sub, above in source.select(_BELOW).rows:
        if isinstance(sub, NamedNode) and isinstance(above, NamedNode) and sub.value in context.names:
            below.setdefault(above.value, set()).add(context.names[sub.value])
    chosen = {context.names[iri]: below.get(iri, set()) for iri in used & context.names.keys()}
    return {name: [name, *sorted(others - {name})] for name, others in sorted(chosen.items())}


def _text(document: dict[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
