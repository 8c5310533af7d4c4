"""The JSON-LD of a release under a processor of another make: its context, its dumps, its frames."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from pyld import jsonld

from minegraph.files import Layout
from minegraph.store import LocalStore
from minegraph.terms import MG
from releases import canonical, downloads


@pytest.fixture(scope="module")
def stated(tiny_release: Path) -> Any:
    """The dump of what is stated, expanded."""
    return jsonld.expand(_read(downloads(tiny_release) / "stated.jsonld"), OFFLINE)


def _refuse(url: str, _options: object) -> Any:
    raise AssertionError(f"{url} is asked for")


OFFLINE = {"documentLoader": _refuse}


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_dump_says_the_same_to_another_processor(tiny_release: Path, stated: Any) -> None:
    read = jsonld.to_rdf(stated, {**OFFLINE, "format": "application/n-quads"})
    hashes = _read(downloads(tiny_release) / "hashes.json")
    assert canonical(ox.parse(read, ox.RdfFormat.N_QUADS)) == hashes["parts"]["stated"]["sha256"]


@pytest.mark.parametrize("name", ["Organisation", "Region", "Site"])
def test_frame_of_a_class_gives_its_things_and_those_of_the_classes_below(
    tiny_release: Path, published_root: Path, stated: Any, name: str
) -> None:
    said: dict[str, set[str]] = {}
    for path in Layout(published_root).graph_files.values():
        for quad in ox.parse(path=str(path)):
            if quad.predicate.value.endswith("#type") and isinstance(quad.object, ox.NamedNode):
                said.setdefault(quad.object.value.removeprefix(MG), set()).add(str(quad.subject).strip("<>"))
    frame = _read(tiny_release / "frames" / f"{name}.jsonld")
    framed = jsonld.frame(stated, frame, {**OFFLINE, "omitGraph": False})
    assert {node["@id"] for node in jsonld.expand(framed, OFFLINE)} == {
        thing for kind in frame["@type"] for thing in said.get(kind, ())
    }
    assert frame["@type"][0] == name


def test_every_class_that_has_things_has_a_frame(tiny_release: Path, tiny_store: LocalStore) -> None:
    query = f"SELECT DISTINCT ?class WHERE {{ ?thing a ?class FILTER(STRSTARTS(STR(?class), '{MG}')) }}"
    used = {str(term).strip("<>").removeprefix(MG) for (term,) in tiny_store.select(query).rows}
    assert {path.stem for path in (tiny_release / "frames").iterdir()} == used


def test_context_reads_values_as_the_ontology_says(tiny_release: Path, published_root: Path) -> None:
    context = _read(tiny_release / "context.jsonld")["@context"]
    assert context["Project"] == f"{MG}Project"
    assert context["country"] == {"@id": f"{MG}country", "@type": "@id"}
    assert context["budget"] == {"@id": f"{MG}budget", "@type": "http://www.w3.org/2001/XMLSchema#decimal"}
    assert context["sourceNote"] == {"@id": f"{MG}sourceNote", "@container": "@language"}
    assert context["city"] == f"{MG}city"
    terms = {one if isinstance(one, str) else one["@id"] for name, one in context.items() if name != "@version"}
    defined = {
        str(quad.subject.value)
        for path in (published_root / "ontology").glob("*.ttl")
        for quad in ox.parse(path=str(path))
        if quad.predicate.value.endswith("isDefinedBy") and isinstance(quad.subject, ox.NamedNode)
    }
    assert defined <= terms
