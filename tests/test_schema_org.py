"""Things in the words of schema.org."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from minegraph.describe import described
from minegraph.documents.schema_classes import CLASSES
from minegraph.documents.schema_org import SCHEMA, schema_org
from minegraph.readers import StoreReader
from minegraph.site.templates import inlined
from minegraph.store import LocalStore
from minegraph.terms import ID, MG, PREFIXES

PAGE = "https://data.example.org/doc/x.html"
EVIL = "</script><script>alert(1)</script><!-- \u2028 & \"'"


@pytest.fixture(scope="module")
def reader(tiny_store: LocalStore) -> StoreReader:
    """What reads the miniature."""
    return StoreReader(tiny_store)


def said_of(reader: StoreReader, slug: str) -> dict[str, object]:
    iri = f"{ID}{slug}"
    return schema_org(described(reader, iri, str(reader.labels([iri])[iri])), PAGE)


def test_region_is_an_area_within_another(reader: StoreReader) -> None:
    said = said_of(reader, "region/FI1D7")
    assert (said["@id"], said["@type"], said["name"]) == (f"{ID}region/FI1D7", "AdministrativeArea", "Lapland")
    assert {"@value": "Lappi", "@language": "fi"} in said["alternateName"]  # type: ignore[operator]
    assert said["containedInPlace"] == {"@id": f"{ID}region/FI1D", "name": "North and East Finland"}
    assert said["sameAs"] == "http://data.europa.eu/nuts/code/FI1D7"
    assert said["url"] == PAGE


def test_project_has_members(reader: StoreReader) -> None:
    said = said_of(reader, "project/ore")
    assert said["@type"] == "ResearchProject"
    assert said["member"]


def test_site_has_a_place_on_the_map(reader: StoreReader) -> None:
    geo = said_of(reader, "site/north-mine")["geo"]
    assert isinstance(geo, dict)
    assert geo["@type"] == "GeoCoordinates"


def test_every_class_in_the_table_is_one_of_the_graph(tiny_store: LocalStore) -> None:
    own = [kind for kind in CLASSES if kind.startswith(MG)]
    known = tiny_store.select(f"SELECT ?c WHERE {{ ?c a <{PREFIXES['owl']}Class> }}").rows
    assert set(own) <= {str(kind)[1:-1] for (kind,) in known}


def test_every_property_in_the_table_is_one_of_the_graph(tiny_store: LocalStore) -> None:
    known = {str(prop)[1:-1] for (prop,) in tiny_store.select("SELECT ?p WHERE { ?p a ?kind }").rows}
    for words in CLASSES.values():
        named = [*words.properties, *(prop for _, prop in words.linked)]
        assert [prop for prop in named if prop.startswith(MG) and prop not in known] == []


def test_hostile_names_stay_in_their_script_and_say_the_same() -> None:
    engine = ox.Store()
    label, mine = ox.NamedNode(f"{PREFIXES['skos']}prefLabel"), ox.NamedNode(f"{ID}site/mine")
    engine.add(ox.Quad(mine, label, ox.Literal(EVIL, language="en")))
    engine.add(ox.Quad(mine, ox.NamedNode(f"{PREFIXES['skos']}altLabel"), ox.Literal(EVIL[::-1])))
    said = said_of(StoreReader(LocalStore(engine)), "site/mine")
    text = str(inlined(said))
    assert "<" not in text
    assert json.loads(text) == said
    assert (mine, ox.Literal(EVIL)) in {
        (quad.subject, quad.object)
        for quad in ox.parse(text, ox.RdfFormat.JSON_LD)
        if quad.predicate == ox.NamedNode(f"{SCHEMA}name")
    }
