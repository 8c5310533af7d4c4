"""A release of a few files, written by hand, that meets every criterion; and what makes it meet one no more."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

BASE = "https://w3id.org/minegraph/"
VERSION = "0.1.0"

ONTOLOGY = f"""
@prefix mg: <{BASE}ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vann: <http://purl.org/vocab/vann/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<{BASE}ontology> a owl:Ontology ;
  dcterms:title "minegraph"@en ; dcterms:description "Terms."@en ; dcterms:creator <{BASE}id/agent/us> ;
  dcterms:license <https://creativecommons.org/licenses/by/4.0/> ; dcterms:rights "Ours."@en ;
  dcterms:created "2026-11-23"^^xsd:date ; dcterms:issued "2026-11-23"^^xsd:date ;
  dcterms:modified "2026-11-23"^^xsd:date ; dcterms:publisher <{BASE}id/agent/us> ;
  dcterms:bibliographicCitation "We (2026): minegraph."@en ; dcterms:source <https://example.org/> ;
  <http://purl.org/ontology/bibo/status> <http://purl.org/ontology/bibo/status/draft> ;
  <http://purl.org/ontology/bibo/doi> "10.1/1" ; <http://xmlns.com/foaf/0.1/logo> <{BASE}static/icon.svg> ;
  vann:preferredNamespacePrefix "mg" ; vann:preferredNamespaceUri "{BASE}ontology#" ;
  owl:versionIRI <{BASE}ontology/{VERSION}> ; owl:versionInfo "{VERSION}" ; owl:imports <{BASE}ontology/mining> .
mg:Region a owl:Class ; rdfs:label "region"@en ; skos:definition "area"@en ; rdfs:isDefinedBy <{BASE}ontology> ;
  rdfs:subClassOf dcterms:Location .
mg:area a owl:DatatypeProperty ; rdfs:label "area"@en ; skos:definition "size"@en ; rdfs:isDefinedBy <{BASE}ontology> .
mg:size a owl:DatatypeProperty ; rdfs:label "size"@en ; skos:definition "area"@en ; rdfs:isDefinedBy <{BASE}ontology> ;
  owl:deprecated true ; dcterms:isReplacedBy mg:area .
"""

DATASET = f"""
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix mg: <{BASE}ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<{BASE}catalogue> a dcat:Catalog ; dcterms:title "minegraph"@en ; dcterms:description "All."@en ;
  dcterms:publisher <{BASE}id/agent/us> ; dcat:dataset <{BASE}dataset> ; foaf:homepage <{BASE}> ;
  dcterms:language <http://publications.europa.eu/resource/authority/language/ENG> ;
  dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
  dcterms:issued "2026-11-23"^^xsd:date ; dcterms:modified "2026-11-23"^^xsd:date ;
  dcterms:spatial <http://publications.europa.eu/resource/authority/continent/EUROPE> ;
  dcat:themeTaxonomy <http://publications.europa.eu/resource/authority/data-theme> .
<{BASE}id/agent/us> a foaf:Agent ; foaf:name "Us" ;
  dcterms:type <http://publications.europa.eu/resource/authority/corporate-body-classification/ORG> .
<{BASE}dataset> a dcat:Dataset, void:Dataset ; dcterms:title "minegraph"@en ; dcterms:description "All of it."@en ;
  dcterms:publisher <{BASE}id/agent/us> ; dcat:keyword "mining"@en ; dcat:contactPoint <https://example.org/contact> ;
  dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ECON> ;
  dcterms:spatial <http://publications.europa.eu/resource/authority/continent/EUROPE> ;
  dcterms:temporal <{BASE}dataset#period> ; dcat:distribution <{BASE}dataset#all> ;
  void:triples 6 ; void:entities 1 ; void:classes 1 ; void:properties 4 ; void:distinctSubjects 2 ;
  void:distinctObjects 6 ; void:classPartition <{BASE}dataset#regions> ;
  void:propertyPartition <{BASE}dataset#type>, <{BASE}dataset#label>, <{BASE}dataset#match>, <{BASE}dataset#area> .
<{BASE}dataset#period> a dcterms:PeriodOfTime ; dcat:startDate "2010"^^xsd:gYear ; dcat:endDate "2026"^^xsd:gYear .
<{BASE}dataset#all> a dcat:Distribution ; dcterms:description "All."@en ;
  dcat:accessURL <{BASE}releases/{VERSION}/stated.nq> ; dcat:downloadURL <{BASE}releases/{VERSION}/stated.nq> ;
  dcterms:format <http://publications.europa.eu/resource/authority/file-type/RDF_N_QUADS> ;
  dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
  dcatap:availability <http://publications.europa.eu/resource/authority/planned-availability/STABLE> .
<{BASE}dataset#regions> void:class mg:Region ; void:entities 1 ;
  void:propertyPartition [ void:property rdf:type ; void:triples 1 ], [ void:property rdfs:label ; void:triples 1 ],
    [ void:property skos:exactMatch ; void:triples 1 ], [ void:property mg:area ; void:triples 2 ] .
<{BASE}dataset#type> void:property rdf:type ; void:triples 1 ; void:distinctSubjects 1 ; void:distinctObjects 1 .
<{BASE}dataset#label> void:property rdfs:label ; void:triples 2 ; void:distinctSubjects 2 ; void:distinctObjects 2 .
<{BASE}dataset#match> void:property skos:exactMatch ;
  void:triples 1 ; void:distinctSubjects 1 ; void:distinctObjects 1 .
<{BASE}dataset#area> void:property mg:area ; void:triples 2 ; void:distinctSubjects 1 ; void:distinctObjects 2 .
<{BASE}dataset#links> a void:Linkset ; void:linkPredicate skos:exactMatch ; void:triples 1 ;
  void:objectsTarget <{BASE}dataset#nuts> .
<{BASE}dataset#nuts> void:uriSpace "http://data.europa.eu/nuts/code/" .
<{BASE}graph/data/regions> void:triples 5 .
<{BASE}graph/inferred> void:triples 2 .
"""

_LAPLAND, _REGIONS = f"<{BASE}id/region/lapland>", f"<{BASE}graph/data/regions>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_INTEGER = "<http://www.w3.org/2001/XMLSchema#integer>"
STATED = f"""\
{_LAPLAND} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{BASE}ontology#Region> {_REGIONS} .
{_LAPLAND} <http://www.w3.org/2004/02/skos/core#exactMatch> <http://data.europa.eu/nuts/code/FI1D7> {_REGIONS} .
{_LAPLAND} {_LABEL} "Lapland"@en {_REGIONS} .
{_LAPLAND} <{BASE}ontology#area> "100367"^^{_INTEGER} {_REGIONS} .
{_LAPLAND} <{BASE}ontology#area> "93000"^^{_INTEGER} {_REGIONS} .
"""
INFERRED = f"""\
{_LAPLAND} {_LABEL} "Lapland"@en <{BASE}graph/inferred> .
<{BASE}id/agent/us> {_LABEL} "Us"@en <{BASE}graph/inferred> .
"""


HTACCESS = """\
RewriteEngine On
RewriteRule ^x$ - [E=SITE:y]
RewriteCond %{HTTP_ACCEPT} turtle
RewriteRule ^ontology$ %{ENV:SITE}ontology.ttl [R=303,L]
RewriteRule ^ontology$ %{ENV:SITE}ontology.html [R=303,L]
RewriteRule ^id/(.+)$ %{ENV:SITE}doc/$1.html [R=303,L]
"""


def page(body: str) -> str:
    """A page in the frame of the site."""
    return (
        '<!doctype html>\n<html lang="en"><head><title>x</title><link rel="stylesheet" href="/static/style.css">\n'
        f"</head><body>{body}</body></html>\n"
    )


def _frame(name: str, body: str) -> str:
    return page(body).replace("/static/", f"{'../' * name.count('/')}static/")


PAGES = {
    "index.html": '<a href="doc/region/lapland.html">Lapland</a> <a href="ontology.html#Region">regions</a>'
    ' <a href="https://example.org/?q=a&amp;b=c" rel="noopener">elsewhere</a> <img src="static/icon.svg" alt="">',
    "ontology.html": '<h2 id="Region">region</h2><p id="area">area</p><p id="size">size</p><a href="#area">area</a>',
    "shapes.html": "<p>shapes</p>",
    "catalogue.html": "<p>catalogue</p>",
    "doc/region/lapland.html": '<a href="../../index.html">start</a> <a href="../agent/us.html">us</a>',
    "doc/agent/us.html": "<p>us</p>",
    "graph/data/regions.html": "<p>regions</p>",
    "graph/inferred.html": "<p>inferred</p>",
    "queries/regions.html": "<p>Which regions are there?</p>",
    "ontology/mining.html": "<p>mining</p>",
}


def hand_make(root: Path) -> None:
    """Write the release."""
    downloads = f"releases/{VERSION}/"
    layers = {f"{BASE}graph/data/regions": STATED, f"{BASE}graph/inferred": INFERRED}
    hashes = {
        "dataset": {"quads": 7, "sha256": _hash(STATED + INFERRED)},
        "parts": {
            "stated": {"quads": 5, "sha256": _hash(STATED)},
            "inferred": {"quads": 2, "sha256": _hash(INFERRED)},
        },
        "graphs": {
            graph: {"triples": text.count("\n"), "sha256": _hash(text.replace(f"<{graph}> .", "."))}
            for graph, text in layers.items()
        },
    }
    files = {
        "release.json": json.dumps({"version": VERSION, "base": BASE}),
        "dataset.ttl": DATASET,
        "dataset.html": page("<p>dataset</p>").replace("/static/", "static/"),
        "sitemap.xml": f"<urlset><url><loc>{BASE}doc/region/lapland.html</loc></url></urlset>",
        ".htaccess": HTACCESS,
        "static/style.css": "body { background: url(icon.svg) }",
        "static/icon.svg": "<svg/>",
        f"{downloads}stated.nq": _sorted(STATED),
        f"{downloads}inferred.nq": _sorted(INFERRED),
        f"{downloads}hashes.json": json.dumps(hashes),
        **{f"{home}{name}.ttl": ONTOLOGY for home in ("", downloads) for name in ("ontology", "shapes")},
        "ontology.nt": "",
        "ontology.jsonld": "{}",
        "ontology.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        **dict.fromkeys(("LICENSE-DATA", "CITATION.cff"), "x\n"),
        ".zenodo.json": "{}",
        **{name: _frame(name, body) for name, body in PAGES.items()},
    }
    for name, text in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    seal(root)


def _sorted(lines: str) -> str:
    return "".join(sorted(lines.splitlines(keepends=True)))


def _hash(lines: str) -> str:
    """What RDFC-1.0 comes to for statements without blank nodes."""
    return sha256(_sorted(lines).encode()).hexdigest()


def seal(root: Path) -> None:
    """Write the checksums of the files as they are now."""
    for home in (root / "releases" / VERSION, root):
        sums = home / "SHA256SUMS"
        sums.unlink(missing_ok=True)
        files = sorted(file for file in home.rglob("*") if file.is_file())
        own = [file for file in files if home != root or not file.is_relative_to(root / "releases")]
        lines = [f"{sha256(file.read_bytes()).hexdigest()}  {file.relative_to(home).as_posix()}\n" for file in own]
        sums.write_text("".join(lines), encoding="utf-8")
