"""Write a submission of new resources about things that a graph already holds, in Turtle or as a filled-in template.

    python benchmarks/submission.py --root ROOT --resources 1000 FILE.ttl [--workbook FILE.xlsx]

Of every five resources one is an organisation, one its seat, one a participation in an existing project, one a site and
one an activity, both in existing regions; all conform. The same graph and number give the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from generate import predicate, text, thing
from minegraph import KnowledgeGraph
from minegraph.build import default_store_dir, open_built
from minegraph.files import find_layout
from minegraph.forms import Form, Library
from minegraph.forms.form import TYPE
from minegraph.forms.row import Row, write_row
from minegraph.forms.sheet import Sheet
from minegraph.forms.workbook import template_workbook
from minegraph.terms import ID, MG, PREFIXES

PLACES = """
SELECT ?region ?country (SAMPLE(?point) AS ?at) WHERE {
  ?region a mg:MiningRegion ; mg:country ?country ; mg:labelPoint ?point
} GROUP BY ?region ?country ORDER BY ?region ?country
"""
NAMED = "SELECT ?thing WHERE { ?thing a mg:%s } ORDER BY ?thing"


class Known(NamedTuple):
    """The existing things that a submission refers to."""

    places: list[tuple[str, str, str]]
    projects: list[str]
    commodities: list[str]
    facility_types: list[str]


def read_known(root: Path, store: Path | None = None) -> Known:
    with KnowledgeGraph.open(root, store) as graph:

        def rows(query: str) -> list[tuple[str, ...]]:
            prologue = f"PREFIX mg: <{MG}>\n"
            return [tuple(map(str, row)) for row in graph.source.select(prologue + query).rows]

        return Known(
            places=[(region, country, at) for region, country, at in rows(PLACES)],
            projects=[project for (project,) in rows(NAMED % "Project")],
            commodities=[commodity for (commodity,) in rows(NAMED % "Commodity")],
            facility_types=[kind for (kind,) in rows("SELECT ?kind WHERE { ?kind mg:impliesStage ?s } ORDER BY ?kind")],
        )


def resources(known: Known) -> Iterator[dict[str, str]]:
    """Endlessly many resources: for each its properties, the subject under the empty name."""
    number = 0
    while True:
        yield from _five(known, number)
        number += 1


def _five(known: Known, number: int) -> Iterator[dict[str, str]]:
    region, country, at = known.places[number % len(known.places)]
    project, commodity = (things[number % len(things)] for things in (known.projects, known.commodities))
    organisation, seat = thing("organisation", f"new-{number}"), thing("place", f"new-{number}")
    yield {
        "": organisation,
        "a": f"<{MG}Organisation>",
        "skos__prefLabel": text(f"New organisation {number}"),
        "country": country,
        "seat": seat,
        "pic": f'"{800_000_000 + number}"',
        "organisationType": f"<{ID}organisation-type/other>",
    }
    yield {
        "": seat,
        "a": f"<{PREFIXES['org']}Site>",
        "skos__prefLabel": text(f"New town {number}"),
        "city": f'"New town {number}"',
        "country": country,
        "inRegion": region,
    }
    yield {
        "": thing("participation", f"new-{number}"),
        "a": f"<{MG}Participation>",
        "inProject": project,
        "participant": organisation,
        "role": f"<{ID}role/partner>",
        "workPlace": seat,
        "representsRegion": region,
    }
    yield {
        "": thing("site", f"new-{number}"),
        "a": f"<{MG}Site>",
        "skos__prefLabel": text(f"New site {number}"),
        "facilityType": known.facility_types[number % len(known.facility_types)],
        "commodity": commodity,
        "inRegion": region,
        "country": country,
        "siteStatus": f"<{ID}site-status/operating>",
        "geo__asWKT": at,
        "pointConfidence": f"<{ID}confidence/medium>",
    }
    yield {
        "": thing("activity", f"new-{number}"),
        "a": f"<{MG}RegionalActivity>",
        "activityRegion": region,
        "commodity": commodity,
        "activityStatus": f"<{ID}activity-status/current>",
    }


def write_submission(file: Path, known: Known, count: int) -> int:
    """Write that many resources; the number of their triples."""
    said = {"dcterms__source": "<https://example.org/new-source>", "confidence": f"<{ID}confidence/high>"}
    triples = 0
    with file.open("w", encoding="utf-8") as out:
        for resource in islice(resources(known), count):
            subject = resource.pop("")
            for name, value in (resource | said).items():
                out.write(f"{subject} {predicate(name)} {value} .\n")
                triples += 1
    return triples


def write_workbook(file: Path, turtle: Path, root: Path, store: Path | None = None) -> None:
    """Write the resources of a Turtle file as the rows of a filled-in template."""
    layout = find_layout(root)
    library = Library(layout, open_built(layout, store or default_store_dir(layout)))
    names = library.names()
    said: dict[str, list[ox.Triple]] = {}
    for quad in ox.parse(turtle.read_bytes(), ox.RdfFormat.TURTLE):
        said.setdefault(str(quad.subject)[1:-1], []).append(quad.triple)
    rows: dict[Form, list[Row]] = {}
    for iri, triples in said.items():
        form = library.form_of(str(triple.object)[1:-1] for triple in triples if triple.predicate.value == TYPE)
        if form is not None:
            names.add(iri, form.kinds, [])
            rows.setdefault(form, []).append(write_row(form, iri, triples, names))
    sheets = [Sheet(form, None, tuple(filled)) for form, filled in rows.items()]
    file.write_bytes(template_workbook(sheets, [], names))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, required=True, help="the graph whose things are referred to")
    parser.add_argument("--store", type=Path, help="its store, if it is not beside it")
    parser.add_argument("--resources", type=int, default=1000, help="how many resources (default: 1000)")
    parser.add_argument("file", type=Path)
    parser.add_argument("--workbook", type=Path, help="the same as a filled-in template")
    arguments = parser.parse_args()
    count = write_submission(arguments.file, read_known(arguments.root, arguments.store), arguments.resources)
    print(f"{arguments.file}: {count} triples")
    if arguments.workbook:
        write_workbook(arguments.workbook, arguments.file, arguments.root, arguments.store)


if __name__ == "__main__":
    main()
