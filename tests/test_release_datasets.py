"""The release described as datasets, its mapping sets, and how it is cited."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from minegraph.datasets import MAIN
from minegraph.files import Layout, read_quads
from minegraph.release.catalogue import write_catalogue
from minegraph.release.citation import SPDX, cff, work
from minegraph.release.edition import Edition
from minegraph.release.sssom import MappingSet, Match, sssom
from minegraph.store import LocalStore
from minegraph.telling import ignore
from minegraph.terms import BASE, GRAPH, PREFIXES, expand
from releases import downloads
from stores import ask
from test_dcat_ap import UNKNOWN, failing

MATCHES = {expand(f"skos:{kind}Match") for kind in ("broad", "close", "exact", "narrow", "related")}
NO_GRAPH = expand("dcat:distribution")  # of a part of which the miniature has no graph
BUILT_IN = {"semapv": "https://w3id.org/semapv/vocab/", "skos": PREFIXES["skos"]}


@pytest.fixture(scope="module")
def told(tiny_release: Path) -> ox.Store:
    """What `dataset.ttl` says, to be asked."""
    engine = ox.Store()
    engine.load(path=tiny_release / "dataset.ttl", format=ox.RdfFormat.TURTLE)
    return engine


def test_descriptions_have_all_that_dcat_ap_wants(tiny_release: Path) -> None:
    for file in (tiny_release / "dataset.ttl", downloads(tiny_release) / "dataset.ttl"):
        turtle = file.read_text(encoding="utf-8")
        assert failing(turtle, "dcat-ap-3.0.0-shapes.ttl") == set(), file
        assert failing(turtle, "dcat-ap-3.0.0-shapes-recommended.ttl") <= UNKNOWN | {NO_GRAPH}, file


def test_every_dump_is_a_distribution_with_its_size_and_digest(tiny_release: Path, told: ox.Store) -> None:
    query = f"""SELECT ?url ?size ?digest {{ <{MAIN}> dcat:distribution ?file . ?file dcat:downloadURL ?url ;
      dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?digest }}"""
    files = {url: (int(size), digest) for url, size, digest in ask(told, query)}
    dumps = [file for stem in ("stated", "inferred") for file in downloads(tiny_release).glob(f"{stem}.*")]
    assert len(dumps) == 10
    for dump in dumps:
        content = dump.read_bytes()
        expected = len(content), hashlib.sha256(content).hexdigest()
        assert files[f"{BASE}{dump.relative_to(tiny_release).as_posix()}"] == expected


def test_void_counts_are_those_of_the_dumps(tiny_release: Path, told: ox.Store) -> None:
    quads = [quad for stem in ("stated", "inferred") for quad in nquads(downloads(tiny_release) / f"{stem}.nq")]
    ((triples,),) = ask(told, f"SELECT ?n {{ <{MAIN}> void:triples ?n }}")
    assert int(triples) == len({quad.triple for quad in quads})
    graphs = dict(ask(told, "SELECT ?graph ?n { ?graph dcterms:isPartOf ?whole ; void:triples ?n }"))
    assert {name: int(count) for name, count in graphs.items()} == {
        name: sum(quad.graph_name == ox.NamedNode(name) for quad in quads) for name in graphs
    }
    assert graphs.keys() == {getattr(quad.graph_name, "value", "") for quad in quads}


def nquads(path: Path) -> list[ox.Quad]:
    return list(ox.parse(path.read_bytes(), ox.RdfFormat.N_QUADS))


def test_versions_follow_each_other_but_one_that_is_frozen_knows_no_other(
    published_root: Path, tiny_generation: Path, tmp_path: Path
) -> None:
    source = LocalStore.open(tiny_generation)
    edition = Edition(Layout(published_root), source, tiny_generation, tmp_path, "0.10.0")
    for version in ("0.9.0", "0.2.0", "0.11.0"):
        (tmp_path / "releases" / version).mkdir(parents=True)
    write_catalogue(edition, ignore)
    engine = ox.Store()
    engine.load(path=tmp_path / "dataset.ttl", format=ox.RdfFormat.TURTLE)
    query = f"""SELECT ?current ?before {{ <{MAIN}> dcat:hasCurrentVersion ?current .
      ?current dcat:previousVersion ?before ; dcat:isVersionOf <{MAIN}> }}"""
    assert ask(engine, query) == [[f"{MAIN}/0.10.0", f"{MAIN}/0.9.0"]]
    assert len(ask(engine, f"SELECT ?one {{ <{MAIN}> dcat:hasVersion ?one . ?one a dcat:Dataset }}")) == 4
    lasting = (edition.downloads / "dataset.ttl").read_text(encoding="utf-8")
    assert not any(version in lasting for version in ("0.9.0", "0.2.0", "0.11.0"))


def test_nobody_answers_queries_in_a_release(tiny_release: Path) -> None:
    for name in ("dataset.ttl", ".well-known/void", "queries.ttl"):
        text = (tiny_release / name).read_text(encoding="utf-8")
        assert not any(word in text for word in ("sparqlEndpoint", "uriLookupEndpoint", "DataService", "schema:target"))


def test_questions_tell_what_they_can_be_asked_with(tiny_release: Path) -> None:
    engine = ox.Store()
    engine.load(path=tiny_release / "queries.ttl", format=ox.RdfFormat.TURTLE)
    query = f"""SELECT ?path ?default {{ <{BASE}query/partners-of-project> a sh:SPARQLSelectExecutable ;
      dcterms:hasFormat <{BASE}queries/partners-of-project.rq> ; sh:select ?query ;
      sh:prefixes/sh:declare/sh:prefix "mg" ; sh:parameter ?parameter .
      ?parameter sh:path ?path ; sh:nodeKind sh:IRI ; sh:defaultValue ?default }}"""
    ((path, default),) = ask(engine, query)
    assert path == f"{BASE}queries#project"
    assert default.startswith(f"{BASE}id/project/")


def test_mapping_sets_read_back_are_the_matches_that_the_files_state(tiny_release: Path, published_root: Path) -> None:
    folders = [published_root / folder for folder in ("ontology", "data")]
    files = [path for folder in folders for path in folder.rglob("*.ttl")]
    triples = [quad.triple for path in files for quad in read_quads(path, GRAPH)]
    stated = {
        (triple.subject.value, triple.predicate.value, triple.object.value)
        for triple in triples
        if triple.predicate.value in MATCHES
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode)
    }
    found = [read(downloads(tiny_release) / f"{name}.sssom.tsv") for name in ("alignments", "matches")]
    assert set().union(*found) == stated
    assert all(subject.startswith(PREFIXES["mg"]) for subject, _, _ in found[0])


def read(path: Path) -> set[tuple[str, str, str]]:
    """The triples of a mapping set, read as the specification says."""
    return read_text(path.read_text(encoding="utf-8"))


def read_text(text: str) -> set[tuple[str, str, str]]:
    lines = text.splitlines(keepends=True)
    header = [line[1:].rstrip("\n") for line in lines if line.startswith("#")]
    known = [line.strip().split(": ", 1) for line in header if line.startswith("  ") and "- " not in line]
    prefixes = {prefix: space.strip('"') for prefix, space in known} | BUILT_IN
    keys = [line.partition(":")[0] for line in header if not line.startswith(" ")]
    assert keys[:2] == ["curie_map", "mapping_set_id"]
    assert "license" in keys
    rows = list(csv.DictReader(lines[len(header) :], delimiter="\t"))
    assert rows == sorted(rows, key=lambda row: tuple(row.values()))
    assert all(row["mapping_justification"].startswith("semapv:") for row in rows)

    def iri(curie: str) -> str:
        prefix, _, local = curie.partition(":")
        return f"{prefixes[prefix]}{local}"

    return {(iri(row["subject_id"]), iri(row["predicate_id"]), iri(row["object_id"])) for row in rows}


def test_matches_with_strange_names_survive_a_mapping_set() -> None:
    match = Match(f"{BASE}id/x/1", 'a\t"b"\n#c', expand("skos:exactMatch"), "urn:other:1", f"{BUILT_IN['semapv']}X")
    mappings = MappingSet(f"{BASE}x", "a: b", "- #x", "1", f"{BASE}l", ("a",), BASE, "", (match,))
    text = sssom(mappings)
    assert read_text(text) == {(match.subject, match.predicate, match.object)}
    assert [line for line in text.splitlines() if "description" in line] == ['#mapping_set_description: "- #x"']


def test_release_and_repository_are_cited_alike(
    shipped_root: Path, tiny_release: Path, request: pytest.FixtureRequest
) -> None:
    quads = read_quads(shipped_root / "data" / "dataset.ttl", GRAPH)
    cited = work(quad.triple for quad in quads)
    place = shipped_root / "CITATION.cff"
    if request.config.getoption("--rewrite-expected"):
        place.write_text(cff(cited, "Apache-2.0", SPDX), encoding="utf-8")
    assert place.read_text(encoding="utf-8") == cff(cited, "Apache-2.0", SPDX), "run with --rewrite-expected"
    assert (tiny_release / "CITATION.cff").read_text(encoding="utf-8") == cff(cited, SPDX)


def test_metadata_for_zenodo_names_no_person_and_the_licence(tiny_release: Path) -> None:
    document = json.loads((tiny_release / ".zenodo.json").read_text(encoding="utf-8"))
    assert document["creators"] == [{"name": "minegraph contributors"}]
    assert (document["upload_type"], document["access_right"], document["license"]) == ("dataset", "open", "cc-by-4.0")
    assert "creativecommons.org/licenses/by/4.0/" in (tiny_release / "LICENSE-DATA").read_text(encoding="utf-8")
