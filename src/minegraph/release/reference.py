"""The documentation of the ontology and of the shapes, as a page and in every form that machines read."""

from __future__ import annotations

from minegraph.documents.reference import PAGES, Reading, graphs_of
from minegraph.dump import dump_quads
from minegraph.formats import DOCUMENTS, HTML, TURTLE
from minegraph.release.edition import Edition
from minegraph.render import graph as written
from minegraph.site import render_released
from minegraph.telling import Progress
from minegraph.turtle import write_turtle

FORMS = tuple(form for form in DOCUMENTS if form != HTML)


def write_reference(edition: Edition, progress: Progress) -> None:
    """Write ontology.html and shapes.html with their other forms, and the Turtle of both for this version."""
    reading = Reading(edition.layout, edition.source)
    for done, (name, values) in enumerate(PAGES.items()):
        progress("reference", done, len(PAGES))
        forms = [(form.title, f"/{name}.{form.suffix}", form.media_type) for form in FORMS]
        page = render_released(f"{name}.html", f"{name}.html", edition, forms=forms, **values(reading))
        edition.write(f"{name}.html", page)
        quads = dump_quads(edition.generation, edition.layout, graphs_of(edition.layout, name))
        triples = [quad.triple for quad in quads]
        for form in FORMS:
            text = write_turtle(triples) if form == TURTLE else written(triples, form.name)
            edition.write(f"{name}.{form.suffix}", text)
            if form == TURTLE:
                edition.freeze(f"{name}.ttl", text)
