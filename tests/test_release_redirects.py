"""The redirects of a release, as a real Apache follows them (`apt-get install apache2`; these tests skip without)."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from apache import apache, free_port, is_installed
from minegraph.release.htaccess import of_w3id
from minegraph.terms import BASE

pytestmark = pytest.mark.skipif(not is_installed(), reason="no Apache on this machine")

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
JENA = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7,*/*;q=0.3"
REGION, VERSION = "id/region/FI1D7", "0.1.0"
SITE = "/any%20where/r%C3%A9gions$1/"
LEADS = [
    (REGION, BROWSER, "doc/region/FI1D7.html"),
    (REGION, "text/turtle", "doc/region/FI1D7.ttl"),
    (REGION, "application/ld+json", "doc/region/FI1D7.jsonld"),
    (REGION, JENA, "doc/region/FI1D7.ttl"),
    (REGION, "application/rdf+xml", "doc/region/FI1D7.ttl"),
    (REGION, "application/json", "doc/region/FI1D7.jsonld"),
    (REGION, "*/*", "doc/region/FI1D7.html"),
    (REGION, "image/png", "doc/region/FI1D7.html"),
    (REGION, "", "doc/region/FI1D7.html"),
    (REGION, "text/html;q=0.5, application/ld+json;q=0.7, text/turtle;q=0.6", "doc/region/FI1D7.jsonld"),
    (REGION, 'TEXT/Turtle; charset="utf-8" ; q=0.9, */*;q=0.8', "doc/region/FI1D7.ttl"),
    (REGION, "text/turtle;q=0, text/html;q=0.1", "doc/region/FI1D7.html"),
    ("doc/region/FI1D7", "text/turtle", "doc/region/FI1D7.ttl"),
    ("ontology", BROWSER, "ontology.html"),
    ("ontology", "application/rdf+xml", "ontology.rdf"),
    ("ontology", "application/n-triples", "ontology.nt"),
    ("ontology", JENA, "ontology.ttl"),
    ("ontology/regions", "text/turtle", "ontology/regions.ttl"),
    (f"ontology/{VERSION}", BROWSER, f"releases/{VERSION}/ontology.ttl"),
    (f"ontology/{VERSION}/regions", "text/turtle", f"releases/{VERSION}/ontology.ttl"),
    ("shapes", "application/ld+json", "shapes.jsonld"),
    (f"shapes/{VERSION}/regions", "", f"releases/{VERSION}/shapes.ttl"),
    ("graph/data/regions/regions", BROWSER, "graph/data/regions/regions.html"),
    ("graph/data/regions/regions", "application/ld+json;q=0.4,text/turtle;q=0.3", "graph/data/regions/regions.ttl"),
    ("query/partners-of-project", BROWSER, "queries/partners-of-project.html"),
    ("query/partners-of-project", "application/sparql-query", "queries/partners-of-project.rq"),
    ("query/partners-of-project", "text/turtle", "queries.ttl"),
    ("queries", "text/html", "queries.html"),
    ("dataset", BROWSER, "catalogue.html"),
    ("dataset", "application/ld+json", "dataset.jsonld"),
    (f"dataset/{VERSION}", "", f"releases/{VERSION}/dataset.ttl"),
    ("dataset/regions", "text/turtle", "dataset/regions.ttl"),
    ("catalogue", JENA, "dataset.ttl"),
]
FILES = {
    "": "text/html;charset=utf-8",
    "ontology.nt": "application/n-triples;charset=utf-8",
    "dataset.ttl": "text/turtle;charset=utf-8",
    "dataset.jsonld": "application/ld+json;charset=utf-8",
    ".well-known/void": "text/turtle",
    "queries/partners-of-project.rq": "application/sparql-query;charset=utf-8",
    f"releases/{VERSION}/stated.nq": "application/n-quads;charset=utf-8",
    f"releases/{VERSION}/stated.trig": "application/trig;charset=utf-8",
    f"releases/{VERSION}/stated.rdf": "application/rdf+xml",
    f"releases/{VERSION}/LICENSE-DATA": "text/plain",
}


@pytest.fixture(scope="module")
def host(tiny_release: Path) -> Iterator[httpx.Client]:
    """A client of an Apache that has the release at `SITE`, and the rules for w3id.org at `/minegraph/`."""
    place = Path(tempfile.mkdtemp())
    try:
        place.chmod(0o755)  # as root, Apache reads as nobody
        shutil.copytree(tiny_release, place / "site")
        (place / "w3id").mkdir()
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        (place / "w3id" / ".htaccess").write_text(of_w3id(f"{address}{SITE}"), encoding="utf-8")
        directories = {unquote(SITE): place / "site", "/minegraph/": place / "w3id"}
        with apache(place, port, directories), httpx.Client(base_url=address) as client:
            yield client
    finally:
        shutil.rmtree(place)


@pytest.mark.parametrize(("iri", "accept", "file"), LEADS)
def test_iri_leads_to_its_file_in_the_form_that_is_accepted(
    host: httpx.Client, iri: str, accept: str, file: str
) -> None:
    for top in (SITE, "/minegraph/"):
        response = host.get(f"{top}{iri}", headers={"accept": accept})
        assert response.status_code == 303
        assert unquote(response.headers["location"]) == unquote(f"{host.base_url}{SITE}{file}")
        assert "accept" in response.headers["vary"].lower()
        assert response.headers["access-control-allow-origin"] == "*"
    assert host.get(f"{SITE}{file}").status_code == 200


@pytest.mark.parametrize("file", FILES)
def test_files_have_their_media_types_and_may_be_read_by_others(host: httpx.Client, file: str) -> None:
    response = host.get(f"{SITE}{file}", headers={"accept": "application/ld+json"})
    assert (response.status_code, response.headers["content-type"].replace("; ", ";")) == (200, FILES[file])
    assert response.headers["access-control-allow-origin"] == "*"


def test_names_that_are_encoded_and_queries_go_with_the_redirect(host: httpx.Client) -> None:
    for path in ("id/region/%C3%A5%20b", "doc/site/st.%20ives"):
        location = host.get(f"{SITE}{path}?a=b%26c", headers={"accept": "text/turtle"}).headers["location"]
        file = f"{SITE}{path.replace('id/', 'doc/')}.ttl?a=b%26c"
        assert unquote(location) == unquote(f"{host.base_url}{file}")


def test_w3id_leads_files_to_the_release(host: httpx.Client) -> None:
    response = host.get("/minegraph/releases/0.1.0/stated.nq")
    assert response.status_code == 302
    assert unquote(response.headers["location"]) == unquote(f"{host.base_url}{SITE}releases/0.1.0/stated.nq")


@pytest.mark.parametrize("path", ["id/../../../etc/passwd", "id/x%0d%0aSet-Cookie:%20a", "id//evil.example/"])
def test_tricks_lead_nowhere_else(host: httpx.Client, path: str) -> None:
    response = host.get(f"{SITE}{path}")
    location = response.headers.get("location", f"{host.base_url}{SITE}")
    assert unquote(location).startswith(unquote(f"{host.base_url}{SITE}"))
    assert "set-cookie" not in response.headers
    assert response.status_code in {303, 400, 403, 404}


def test_release_at_the_address_of_its_iris_needs_no_redirects() -> None:
    assert all(line.startswith("#") for line in of_w3id(BASE).splitlines())
