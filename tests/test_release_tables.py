"""The tables, maps and network of a release, as the programs read them that analysts use."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import networkx
import openpyxl
import pyoxigraph as ox
import pytest
from csvw import CSVW
from csvw.metadata import URITemplate

from minegraph.files import Layout
from minegraph.map_points import ORIGINS
from minegraph.network import whole_network
from minegraph.release.edition import Edition
from minegraph.release.graphml import write_network
from minegraph.release.places import write_places
from minegraph.release.tables import write_tables
from minegraph.store import LocalStore
from minegraph.telling import ignore
from minegraph.terms import ID, MG, PREFIXES, expand

XSD = PREFIXES["xsd"]


@pytest.fixture(scope="session")
def downloads(tiny_release: Path) -> Path:
    """What is frozen with the version of the published miniature."""
    (version,) = (tiny_release / "releases").iterdir()
    return version


@pytest.fixture(scope="session")
def dumped(downloads: Path) -> ox.Store:
    """The published graph as its dumps say."""
    engine = ox.Store()
    for name in ("stated.nq", "inferred.nq"):
        engine.load(path=str(downloads / name))
    return engine


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by the names of the columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def row(folder: Path, table: str, thing: str) -> dict[str, str]:
    """The row of a thing, without its empty cells."""
    (found,) = (one for one in rows(folder / f"{table}.csv") if one["iri"] == f"{ID}{thing}")
    return {name: text for name, text in found.items() if text}


def expanded(template: str, cells: dict[str, str]) -> str:
    return str(URITemplate(template).expand(**cells))


def triples(folder: Path) -> Iterator[tuple[str, ox.Triple]]:
    """What a reader of CSV on the Web makes of the tables (CSV2RDF, minimal mode), by the name of the table."""
    for table in json.loads((folder / "csv-metadata.json").read_text(encoding="utf-8"))["tables"]:
        schema = table["tableSchema"]
        for cells in rows(folder / table["url"]):
            about = ox.NamedNode(expanded(schema["aboutUrl"], cells))
            for column in schema["columns"]:
                if not column.get("suppressOutput"):
                    for term in terms(column, cells):
                        yield table["url"], ox.Triple(about, ox.NamedNode(column["propertyUrl"]), term)


def terms(column: dict[str, Any], cells: dict[str, str]) -> Iterator[ox.NamedNode | ox.Literal]:
    """The values of a cell as a reader of CSV on the Web takes them."""
    text = "" if column.get("virtual") else cells[column["name"]]
    if "valueUrl" in column:
        if text or column.get("virtual"):
            yield ox.NamedNode(expanded(column["valueUrl"], cells))
        return
    datatype = column.get("datatype", "string")
    iri = datatype["@id"] if isinstance(datatype, dict) else f"{XSD}{datatype}"
    for value in text.split(column["separator"]) if "separator" in column else [text]:
        if value and "lang" in column:
            yield ox.Literal(value, language=column["lang"])
        elif value:
            yield ox.Literal(value, datatype=ox.NamedNode(iri))


def test_reader_of_csv_on_the_web_finds_the_tables_valid(downloads: Path) -> None:
    package = CSVW(str(downloads / "tables" / "csv-metadata.json"), validate=True)
    assert package.is_valid, package.warnings
    keys = {
        (str(table.url), key.columnReference[0], str(key.reference.resource))
        for table in package.tables
        for key in table.tableSchema.foreignKeys
    }
    assert ("Participation.csv", "inProject", "Project.csv") in keys
    for table in package.tables:
        header = (downloads / "tables" / str(table.url)).read_text(encoding="utf-8").partition("\n")[0].split(",")
        assert header == [column.name for column in table.tableSchema.columns if not column.virtual]


def test_what_is_read_from_the_tables_is_in_the_graph(downloads: Path, dumped: ox.Store) -> None:
    found = list(triples(downloads / "tables"))
    wrong = [
        (table, str(one))
        for table, one in found
        if not any(dumped.quads_for_pattern(one.subject, one.predicate, one.object, None))
    ]
    assert wrong == []
    said = {one for _, one in found}
    mine, region = ox.NamedNode(f"{ID}site/north-mine"), ox.NamedNode(f"{ID}region/FI1D7")
    assert ox.Triple(mine, ox.NamedNode(f"{MG}facilityType"), ox.NamedNode(f"{ID}facility-type/mine")) in said
    assert ox.Triple(region, ox.NamedNode(expand("rdf:type")), ox.NamedNode(f"{MG}MiningRegion")) in said
    assert {one.predicate.value for one in said} > {expand("skos:prefLabel"), f"{MG}labelPoint", f"{MG}euContribution"}


def test_every_class_that_has_things_has_a_table(downloads: Path, dumped: ox.Store) -> None:
    kinds = LocalStore(dumped).select("SELECT DISTINCT ?class WHERE { ?thing a ?class }").rows
    names = {kind.value.removeprefix(MG) for (kind,) in kinds if isinstance(kind, ox.NamedNode) and MG in kind.value}
    made = {path.stem for path in (downloads / "tables").glob("*.csv")}
    assert made - names == {"Concept", "ConceptScheme", "Place"}
    assert names <= made
    assert {path.stem for path in (downloads / "tables").glob("*.xlsx")} == made


def test_row_tells_what_an_analyst_asks_of_a_site(downloads: Path) -> None:
    found = row(downloads / "tables", "Site", "site/north-mine")
    asked = ("label", "prefLabel_other", "commodity_label", "facilityType", "inRegion_label", "operatorName", "asWKT")
    assert {name: found[name] for name in asked} == {
        "label": "North Mine",
        "prefLabel_other": "Pohjoinen kaivos @fi",
        "commodity_label": "Cobalt | Copper",
        "facilityType": f"{ID}facility-type/mine",
        "inRegion_label": "Lapland | North and East Finland",
        "operatorName": "North Mining",
        "asWKT": "POINT(26.7 67.4)",
    }


def test_tables_repeat_nothing_that_stands_elsewhere(downloads: Path) -> None:
    repeated = {"prefLabel", "rdfs_label", "sfWithin", "agent", "hadRole", "hasActivity", "hasParticipation"}
    for path in (downloads / "tables").glob("*.csv"):
        assert not repeated & set(rows(path)[0]), path.name
    assert "codeOf" in rows(downloads / "tables" / "NutsCode.csv")[0]


def test_workbooks_hold_what_the_csv_files_hold(downloads: Path) -> None:
    for path in sorted((downloads / "tables").glob("*.xlsx")):
        with ZipFile(path) as package:
            assert {(one.compress_type, one.date_time) for one in package.infolist()} == {
                (ZIP_STORED, (1980, 1, 1, 0, 0, 0))
            }
        book = openpyxl.load_workbook(path, read_only=True)
        assert book.sheetnames == [path.stem, "Read me"]
        with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        held = [list(line) for line in book.worksheets[0].iter_rows(values_only=True)]
        assert [[str(cell or "") for cell in line[:2]] for line in held] == [line[:2] for line in lines]
        assert len(held[0]) == len(lines[0])


EVIL = f"""PREFIX geo: <{PREFIXES["geo"]}> PREFIX mg: <{MG}> PREFIX owl: <{PREFIXES["owl"]}>
PREFIX skos: <{PREFIXES["skos"]}> PREFIX xsd: <{XSD}>
mg:Site a owl:Class . mg:Network a owl:Class . <{MG}../../Escaped> a owl:Class .
<{ID}thing> a <{MG}../../Escaped> .
<{ID}network/n> a mg:Network ; skos:prefLabel "</data>\\u0000<b>&\\uFFFE"@en .
<{ID}site/evil> a mg:Site ; skos:prefLabel "=HYPERLINK(\\"http://192.0.2.1\\")"@en ;
  skos:altLabel "a | b"@en, "c ||"@en, "|| d"@en, "e"@en, "Kaivos"@fi, "@SUM(A1)"@sv ;
  skos:note "two\\r\\nlines, \\"quoted\\" "@en ; mg:label "a name that is taken" ; <http://example.org/#label> "=1+1" ;
  mg:closed "2021-02-30"^^xsd:date ; mg:opened 1990, "about 1980" ; mg:operatorName "{"x" * 40_000}" ;
  skos:related [ skos:note "nobody can cite this"@en ] ; geo:asWKT "POINT(200 10)"^^geo:wktLiteral .
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is written of things that want to harm the programs that read it."""
    engine = ox.Store()
    engine.load(EVIL, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("https://example.org/graph"))
    root = tmp_path_factory.mktemp("hostile")
    edition = Edition(Layout(root), LocalStore(engine), root, root / "site", "1.0.0")
    for write in (write_tables, write_places, write_network):
        write(edition, ignore)
    assert not list(root.rglob("Escaped*"))
    return edition.downloads


def test_hostile_values_stay_exact_in_csv(hostile: Path) -> None:
    found = row(hostile / "tables", "Site", "site/evil")
    assert found.pop("operatorName") == "x" * 40_000
    assert found == {
        "iri": f"{ID}site/evil",
        "label": '=HYPERLINK("http://192.0.2.1")',
        "altLabel": "a | b ||| c || ||| e ||| || d",
        "altLabel_other": "@SUM(A1) @sv | Kaivos @fi",
        "closed": "2021-02-30",
        "mg_label": "a name that is taken",
        "opened": "1990 | about 1980",
        "asWKT": "POINT(200 10)",
        "http_example_org_label": "=1+1",
        "note": 'two\r\nlines, "quoted" ',
    }
    assert CSVW(str(hostile / "tables" / "csv-metadata.json"), validate=True).is_valid
    names = [one.object for _, one in triples(hostile / "tables") if one.predicate.value.endswith("altLabel")]
    assert names == [ox.Literal(text, language="en") for text in ("a | b", "c ||", "e", "|| d")]


def test_hostile_values_do_nothing_in_workbooks(hostile: Path) -> None:
    sheet = openpyxl.load_workbook(hostile / "tables" / "Site.xlsx").worksheets[0]
    held = {head.value: cell for head, cell in zip(*sheet.iter_rows(max_row=2), strict=True)}
    for name in ("label", "altLabel_other", "http_example_org_label"):
        assert (held[name].data_type, held[name].quotePrefix) == ("s", True)
    assert held["operatorName"].value == f"{'x' * 32_766}…"


def test_hostile_values_stay_text_in_the_network(hostile: Path) -> None:
    labels = networkx.get_node_attributes(networkx.read_graphml(hostile / "network.graphml"), "label")
    assert sorted(labels.values()) == ["</data>\ufffd<b>&\ufffd", '=HYPERLINK("http://192.0.2.1")']


def test_maps_hold_points_as_rfc_7946_has_them(downloads: Path, hostile: Path) -> None:
    regions, sites = (json.loads((downloads / f"{name}.geojson").read_bytes()) for name in ("regions", "sites"))
    for collection in (regions, sites):
        assert collection["type"] == "FeatureCollection"
        assert {(one["type"], one["geometry"]["type"]) for one in collection["features"]} == {("Feature", "Point")}
        assert [one["id"] for one in collection["features"]] == sorted(one["id"] for one in collection["features"])
    (mine,) = (one for one in sites["features"] if one["id"] == f"{ID}site/north-mine")
    assert mine["geometry"] == {"type": "Point", "coordinates": [26.7, 67.4]}
    asked = ("label", "kind", "status", "commodities", "region", "region_iri", "sources")
    assert {name: mine["properties"][name] for name in asked} == {
        "label": "North Mine",
        "kind": "Mine",
        "status": "Operating",
        "commodities": ["Cobalt", "Copper"],
        "region": "Lapland",
        "region_iri": f"{ID}region/FI1D7",
        "sources": ["https://example.org/mines"],
    }
    assert {one["properties"]["point"] for one in regions["features"]} <= set(ORIGINS.values())
    (evil,) = json.loads((hostile / "sites.geojson").read_bytes())["features"]
    assert evil["geometry"] is None


def test_network_is_read_whole(downloads: Path, dumped: ox.Store) -> None:
    read = networkx.read_graphml(downloads / "network.graphml")
    network = whole_network(LocalStore(dumped))
    assert {(node["iri"], node["label"], node["kind"]) for _, node in read.nodes(data=True)} == {
        (node.iri, node.label, node.kind) for node in network.nodes
    }
    iris = networkx.get_node_attributes(read, "iri")
    assert sorted(
        (iris[a], iris[b], said["label"], said["evidence"]) for a, b, said in read.edges(data=True)
    ) == sorted((edge.origin, edge.target, edge.words, " ".join(edge.evidence)) for edge in network.edges)
