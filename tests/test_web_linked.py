"""Linked data as clients get it: every thing in every form, at addresses that can be cited."""

from __future__ import annotations

import io
import json
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
import rdflib

from minegraph.describe import describe
from minegraph.formats import DESCRIPTIONS, GRAPHS, HTML, Format
from minegraph.lookup import resolve
from minegraph.store import LocalStore
from minegraph.terms import BASE, ID, PREFIXES
from minegraph.web.jobs.describe import prepare, run
from minegraph.web.opened import Opened
from minegraph.web.output import Output
from servers import serving

LAPLAND = "/doc/region/FI1D7"
PATHS = ("region/FI1D7", "commodity/cobalt", "commodity", "site/north-mine", "project/ore", "confidence/high")


def get(server: httpx.Client, path: str, accept: str = "", **headers: str) -> httpx.Response:
    return server.get(path, headers={**({"accept": accept} if accept else {}), **headers})


def triples(answer: httpx.Response) -> set[ox.Triple]:
    form = ox.RdfFormat.from_media_type(answer.headers["content-type"].partition(";")[0])
    assert form is not None
    return {quad.triple for quad in ox.parse(answer.content, form)}


@pytest.mark.parametrize("form", DESCRIPTIONS, ids=lambda form: form.name)
def test_thing_leads_to_its_document_in_the_form_that_is_accepted(tiny_server: httpx.Client, form: Format) -> None:
    answer = get(tiny_server, "/id/region/FI1D7", form.media_type)
    assert answer.status_code == 303
    assert answer.headers["location"] == (LAPLAND if form == HTML else f"{LAPLAND}.{form.suffix}")
    assert answer.headers["vary"] == "Accept"
    assert 'rel="describedby"' in answer.headers["link"]
    followed = get(tiny_server, answer.headers["location"], form.media_type)
    assert (followed.status_code, followed.headers["content-type"]) == (200, form.content_type)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/turtle;q=0.9, application/ld+json;q=0.4", "text/turtle"),
        ("text/html;q=0.3, application/rdf+xml", "application/rdf+xml"),
        ("application/xml", "application/rdf+xml"),
        ("application/*;q=0.5, text/html;q=0.1", "application/ld+json"),
    ],
)
def test_document_comes_in_the_form_that_is_accepted_best(
    tiny_server: httpx.Client, accept: str, media_type: str
) -> None:
    answer = get(tiny_server, LAPLAND, accept)
    assert answer.headers["content-type"].startswith(media_type)
    suffix = next(one.suffix for one in DESCRIPTIONS if one.media_type == media_type)
    assert answer.headers["content-location"] == f"{LAPLAND}.{suffix}"
    assert "Accept" in answer.headers["vary"].split(", ")


@pytest.mark.parametrize("path", ["/id/region/FI1D7", LAPLAND])
def test_form_that_there_is_not_is_refused_with_those_that_there_are(tiny_server: httpx.Client, path: str) -> None:
    answer = get(tiny_server, path, "image/png")
    assert answer.status_code == 406
    assert all(one.media_type in answer.text for one in DESCRIPTIONS)


def test_address_with_a_suffix_has_one_form_whatever_is_accepted(tiny_server: httpx.Client) -> None:
    answer = get(tiny_server, f"{LAPLAND}.ttl", "text/html")
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert "vary" not in answer.headers
    assert "content-location" not in answer.headers


def test_document_names_its_other_forms(tiny_server: httpx.Client) -> None:
    link = get(tiny_server, LAPLAND).headers["link"]
    for one in DESCRIPTIONS[1:]:
        assert f'<{LAPLAND}.{one.suffix}>; rel="alternate"; type="{one.media_type}"' in link


@pytest.mark.parametrize("path", PATHS)
def test_every_form_says_all_that_the_graph_says(tiny_server: httpx.Client, tiny_store: LocalStore, path: str) -> None:
    said = set(describe(tiny_store, resolve(tiny_store, f"{ID}{path}")).triples())
    documents = [triples(get(tiny_server, f"/doc/{path}.{form.suffix}")) for form in GRAPHS]
    assert all(document == documents[0] for document in documents)
    about = {triple for triple in documents[0] if triple.subject == ox.NamedNode(f"{BASE}doc/{path}")}
    assert documents[0] - about == said
    topic = ox.NamedNode(f"{PREFIXES['foaf']}primaryTopic")
    assert [triple.object for triple in about if triple.predicate == topic] == [ox.NamedNode(f"{ID}{path}")]


@pytest.mark.parametrize("suffix", ["", ".ttl", ".json"])
def test_unchanged_document_is_not_sent_again(tiny_server: httpx.Client, suffix: str) -> None:
    first = get(tiny_server, f"{LAPLAND}{suffix}")
    tag = first.headers["etag"]
    assert tag.startswith('"')
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = tiny_server.get(f"{LAPLAND}{suffix}", headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers.get("vary") == first.headers.get("vary")
    assert tiny_server.get(f"{LAPLAND}{suffix}", headers={"if-none-match": '"other"'}).status_code == 200


def test_each_form_has_a_tag_of_its_own(tiny_server: httpx.Client) -> None:
    assert len({get(tiny_server, f"{LAPLAND}.{one.suffix}").headers["etag"] for one in DESCRIPTIONS}) == len(
        DESCRIPTIONS
    )


def test_head_of_a_document_has_its_headers_and_no_body(tiny_server: httpx.Client) -> None:
    answer = tiny_server.head(LAPLAND)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"] == get(tiny_server, LAPLAND).headers["etag"]


def test_pages_of_others_may_read_documents(tiny_server: httpx.Client) -> None:
    for path in ("/id/region/FI1D7", f"{LAPLAND}.ttl", "/terms.json"):
        assert get(tiny_server, path, origin="https://example.org").headers["access-control-allow-origin"] == "*"


def test_unknown_thing_is_not_found_and_the_nearest_are_named(tiny_server: httpx.Client) -> None:
    answer = get(tiny_server, "/doc/region/FI1D8")
    assert answer.status_code == 404
    assert "region/FI1D8" in answer.text
    assert "region/FI1D7" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/id/../../etc/passwd",
        "/doc/../doc/region/FI1D7",
        "/doc/%2e%2e/region/FI1D7",
        "/doc/region/%2E",
        "/doc/region//FI1D7",
        "/doc//evil.example/x",
        "/id//evil.example/x",
        "/doc/region/FI1D7%00",
        "/doc/region/FI1D7%0d%0aset-cookie:x=y",
        "/id/region/FI1D7%0d%0aset-cookie:x=y",
        "/doc/region%5cFI1D7",
        "/doc/region/",
        "/doc/",
        "/doc/%3Cscript%3Ealert(1)%3C/script%3E",
        "/doc/%ff%fe",
        "/doc/" + "a/" * 2000 + "a",
    ],
)
def test_tricks_with_paths_find_nothing(tiny_server: httpx.Client, path: str) -> None:
    host, port = tiny_server.base_url.host, tiny_server.base_url.port
    with closing(HTTPConnection(host, port)) as connection:  # httpx would tidy the path up
        connection.request("GET", path, headers={"accept": "text/html"})
        answer = connection.getresponse()
        assert answer.status == 404
        assert answer.getheader("set-cookie") is None
        assert b"<script>" not in answer.read()


@pytest.mark.parametrize("iri", ["https://example.org/mines", f"{ID}region/FI1D7", f"{PREFIXES['mg']}Site"])
def test_any_iri_can_be_described(tiny_server: httpx.Client, iri: str) -> None:
    answer = get(tiny_server, f"/describe?iri={quote(iri)}", "application/json")
    assert answer.status_code == 200, answer.text
    assert json.loads(answer.text)["iri"] == iri
    assert answer.headers["content-location"].startswith("/describe.json?iri=")
    again = get(tiny_server, answer.headers["content-location"])
    assert again.content == answer.content


@pytest.mark.parametrize(
    "iri", ["", "javascript:alert(1)", "<script>", "x" * 20_000, "https://example.org/nowhere", "\x00"]
)
def test_iri_that_the_graph_does_not_mention_is_not_found(tiny_server: httpx.Client, iri: str) -> None:
    answer = get(tiny_server, f"/describe?iri={quote(iri)}", "text/html")
    assert answer.status_code == (404 if iri else 400)
    assert "<script>" not in answer.text
    assert 'href="javascript' not in answer.text


def test_page_shows_names_sources_and_what_is_inferred(tiny_server: httpx.Client) -> None:
    page = get(tiny_server, LAPLAND, "text/html").text
    assert "<h1>Lapland</h1>" in page
    assert '<span lang="fi">Lappi</span>' in page
    assert '<span class="badge inferred">inferred</span>' in page
    assert '<a href="/graph/data/regions/regions">data/regions/regions</a>' in page
    assert '<a href="#source-1">[1]</a>' in page
    assert 'id="source-1"' in page
    assert '<a href="/doc/site/north-mine">North Mine</a>' in page
    assert "Not documented here:" in page
    assert 'href="/synergies/FI1D7"' in page
    assert 'href="/network/region/FI1D7"' in page
    assert 'href="/doc/region/FI1D7.ttl"' in page


def test_page_inlines_what_search_engines_read(tiny_server: httpx.Client) -> None:
    page = get(tiny_server, LAPLAND, "text/html").text
    text = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    said = json.loads(text)
    assert (said["@type"], said["name"], said["url"]) == ("AdministrativeArea", "Lapland", f"{BASE}doc/region/FI1D7")


@pytest.mark.parametrize("path", ["/ontology/mining", "/shapes/data"])
def test_resources_that_are_no_things_have_documents(tiny_server: httpx.Client, path: str) -> None:
    answer = get(tiny_server, path, "text/turtle")
    assert answer.status_code == 200
    assert f"{BASE}{path[1:]}" in {getattr(triple.subject, "value", "") for triple in triples(answer)}


def test_question_leads_to_its_page(tiny_server: httpx.Client) -> None:
    answer = get(tiny_server, "/query/partners-of-project")
    assert (answer.status_code, answer.headers["location"]) == (303, "/queries/partners-of-project")


@pytest.mark.parametrize("path", ["/.well-known/void", "/catalogue"])
def test_datasets_are_described_in_every_form(tiny_server: httpx.Client, path: str) -> None:
    documents = [triples(get(tiny_server, f"{path}.{form.suffix}")) for form in GRAPHS]
    assert all(document == documents[0] for document in documents)
    assert get(tiny_server, path, "text/turtle").headers["content-location"] == f"{path}.ttl"
    assert get(tiny_server, path, "text/html").text.count("<tr>") > 20


def test_catalogue_is_that_of_the_server_as_the_client_calls_it(tiny_server: httpx.Client) -> None:
    port = tiny_server.base_url.port
    said = get(tiny_server, "/catalogue.ttl", host=f"localhost:{port}").text
    assert f"<http://localhost:{port}/graph/data/projects/projects.ttl>" in said


def test_whole_graph_is_where_the_catalogue_says(tiny_server: httpx.Client) -> None:
    catalogue = triples(get(tiny_server, "/catalogue.nt"))
    download = ox.NamedNode(f"{PREFIXES['dcat']}downloadURL")
    places = [str(one.object)[1:-1] for one in catalogue if one.predicate == download]
    wholes = [triples(get(tiny_server, place)) for place in places if "/graphs?" in place]
    assert len(wholes) == 2
    assert wholes[0] == wholes[1]
    assert len(wholes[0]) > 1000


@pytest.mark.parametrize(
    "path", ["/describe.foo?iri=x", "/ontology.foo", "/catalogue.csv", "/queries.csv", "/datasets"]
)
def test_form_that_there_is_not_has_no_address(tiny_server: httpx.Client, path: str) -> None:
    assert get(tiny_server, path).status_code == 404


def test_terms_in_use_are_there_for_editors(tiny_server: httpx.Client) -> None:
    said = get(tiny_server, "/terms.json").json()
    assert {"mg:Site", "mg:MiningRegion"} <= {one["curie"] for one in said["classes"]}
    assert {"mg:commodity", "skos:prefLabel"} <= {one["curie"] for one in said["properties"]}


@pytest.mark.parametrize("path", ["/ontology", "/shapes", "/graph/data/projects/projects", "/graph/inferred"])
def test_named_graphs_are_documents_that_say_exactly_what_is_stated(
    tiny_server: httpx.Client, tiny_store: LocalStore, path: str
) -> None:
    documents = [triples(get(tiny_server, f"{path}.{form.suffix}")) for form in GRAPHS]
    graphs = {str(graph.value) for graph in tiny_store.engine.named_graphs() if isinstance(graph, ox.NamedNode)}
    wanted = f"{BASE}graph{path.removeprefix('/graph')}"
    meant = [ox.NamedNode(one) for one in graphs if one == wanted or one.startswith(f"{wanted}/")]
    held = {quad.triple for one in meant for quad in tiny_store.engine.quads_for_pattern(None, None, None, one)}
    assert {len(document) for document in documents} == {len(held)}
    assert get(tiny_server, path, "text/turtle").headers["content-location"] == f"{path}.ttl"


def test_file_of_a_named_graph_is_what_its_author_wrote(tiny_server: httpx.Client) -> None:
    canonical = get(tiny_server, "/graph/data/sites/sites.ttl").text
    assert triples(get(tiny_server, "/graph/data/sites/sites.nt")) == {
        quad.triple for quad in ox.parse(canonical, ox.RdfFormat.TURTLE)
    }
    assert "POINT" in canonical


def test_terms_of_the_ontology_have_anchors_that_their_iris_lead_to(tiny_server: httpx.Client) -> None:
    page = get(tiny_server, "/ontology", "text/html").text
    assert '<article class="entry" id="MiningRegion" ' in page
    assert "region with a mining industry" in page or "mining region" in page
    assert '<a href="#MiningRegion">mining region</a>' in page
    shapes = get(tiny_server, "/shapes", "text/html").text
    assert '<article class="entry" id="Country-isoCode" ' in shapes
    assert "Give the two-letter code of ISO 3166-1" in shapes


def test_page_of_a_named_graph_shows_its_resources(tiny_server: httpx.Client) -> None:
    page = get(tiny_server, "/graph/data/sites/sites", "text/html").text
    assert '<a href="/doc/site/north-mine">North Mine</a>' in page
    assert 'href="/graph/data/sites/sites.ttl"' in page
    assert "part of" in page


def test_graph_that_there_is_not_is_not_found_and_the_nearest_are_named(tiny_server: httpx.Client) -> None:
    answer = get(tiny_server, "/graph/data/site/sites")
    assert answer.status_code == 404
    assert "data/sites/sites" in answer.text


def test_region_page_takes_a_warm_child_less_than_50_milliseconds(shipped_root: Path, shipped_generation: Path) -> None:
    graph = Opened(shipped_root, shipped_generation.parents[1], shipped_generation)
    output = Output(io.BytesIO(), 1 << 30, lambda _: None)

    def seconds() -> float:
        started = time.process_time()
        run(graph, output, [f"{ID}region/FI1D7"], "html", LAPLAND)
        return time.process_time() - started

    prepare(graph)
    assert min(seconds() for _ in range(10)) < 0.05


EVIL = """PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX mgid: <https://w3id.org/minegraph/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
mgid:region/EVIL a mg:MiningRegion ; skos:prefLabel "</script><script>alert(1)</script>"@en ;
  skos:note "\\u202Egnp.exe <img src=x onerror=alert(1)>"@en ; foaf:homepage <javascript:alert(1)> ;
  skos:altLabel "\\" onmouseover=\\"alert(1)"@en ; skos:related <https://w3id.org/minegraph//evil.example/> .
""".replace("mgid:region/EVIL", "<https://w3id.org/minegraph/id/region/EVIL>")


def test_hostile_data_comes_out_inert(tiny_root: Path) -> None:
    (tiny_root / "data" / "evil.ttl").write_text(EVIL, encoding="utf-8")
    with serving(tiny_root, tiny_root / ".minegraph") as address, httpx.Client(base_url=address, timeout=30) as client:
        pages = [
            get(client, path, "text/html").text
            for path in ("/doc/region/EVIL", "/graph/data/evil", "/describe?iri=javascript%3Aalert(1)")
        ]
        turtle = get(client, "/doc/region/EVIL.ttl").text
    for page in pages:
        shown = page.partition("<body>")[2]
        assert "<script>alert" not in page
        assert "<img" not in page
        assert not any(trick in shown for trick in ('href="javascript', 'href="//', "\u202e", '" onmouseover'))
    assert "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in pages[0]
    inlined = json.loads(pages[0].partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert "</script><script>alert(1)</script>" in json.dumps(inlined)
    assert "javascript:alert(1)" in turtle


def test_files_that_state_most_of_the_facts_are_named_once(tiny_server: httpx.Client) -> None:
    page = get(tiny_server, "/doc/site/north-mine", "text/html").text
    assert page.count("Stated in ") == 1
    assert "stated in" not in page.partition("<dl")[2].partition("</dl>")[0]


def test_concepts_of_a_scheme_stand_under_their_broader_ones(tiny_server: httpx.Client) -> None:
    page = get(tiny_server, "/doc/commodity", "text/html").text
    tree = page.partition("<h2>Concepts</h2>")[2].partition("</section>")[0]
    inner = tree.partition('<a href="/doc/commodity/rare-earth-elements">')[2].partition("</ul>")[0]
    assert '<a href="/doc/commodity/' in inner
    assert ": in scheme" not in page


def test_every_kind_of_thing_has_a_page(
    shipped_root: Path, shipped_generation: Path, shipped_store: LocalStore
) -> None:
    graph = Opened(shipped_root, shipped_generation.parents[1], shipped_generation)
    rows = shipped_store.select("SELECT ?kind (MIN(?thing) AS ?one) WHERE { ?thing a ?kind } GROUP BY ?kind").rows
    things = {one.value for _, one in rows if isinstance(one, ox.NamedNode)}
    assert len(things) > 20
    for iri in things:
        spool = io.BytesIO()
        run(graph, Output(spool, 1 << 30, lambda _: None), [iri], "html", "/doc/x")
        assert b"<h1>" in spool.getvalue()


def test_map_tells_a_thing_from_the_sites_in_it(tiny_server: httpx.Client) -> None:
    def places(path: str) -> list[dict[str, object]]:
        page = get(tiny_server, path, "text/html").text
        text = page.partition('<script type="application/json" id="places">')[2].partition("</script>")[0]
        found: list[dict[str, object]] = json.loads(text)
        return found

    (site,) = places("/doc/site/north-mine")
    assert (site["id"], site["label"], site["colour"]) == ("/doc/site/north-mine", "North Mine", "--accent")
    assert [(one["label"], one["colour"]) for one in places(LAPLAND)][-1] == ("North Mine", "--similarity")


def test_rdflib_follows_a_thing_to_its_triples(tiny_server: httpx.Client, tiny_store: LocalStore) -> None:
    graph = rdflib.Graph().parse(f"{tiny_server.base_url}/id/region/FI1D7")
    said = describe(tiny_store, resolve(tiny_store, "Lapland")).statements
    assert set(graph.objects(rdflib.URIRef(f"{ID}region/FI1D7"))) >= {
        rdflib.URIRef(one.value.value) for one in said if isinstance(one.value, ox.NamedNode)
    }
