"""The base IRI, the prefixes, and CURIEs."""

from __future__ import annotations

from functools import lru_cache

BASE = "https://w3id.org/minegraph/"
MG = f"{BASE}ontology#"
ID = f"{BASE}id/"
GRAPH = f"{BASE}graph/"
SHAPES = f"{BASE}shapes#"

# What the graph records of submissions under ID; nobody hands it in.
RECORDS = tuple(f"{ID}{kind}/" for kind in ("submission", "acceptance", "submitted-file", "accepted-warning", "agent"))

INFERRED = f"{GRAPH}inferred"
SYNERGIES = f"{GRAPH}synergies"
SUBMISSIONS = f"{GRAPH}data/submissions/"

PREFIXES: dict[str, str] = {
    "mg": MG,
    "mgid": ID,
    "mgsh": SHAPES,
    "adms": "http://www.w3.org/ns/adms#",
    "country": "http://publications.europa.eu/resource/authority/country/",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcterms": "http://purl.org/dc/terms/",
    "dingo": "https://w3id.org/dingo#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "eurio": "http://data.europa.eu/s66#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "frapo": "http://purl.org/cerif/frapo/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "nuts": "http://data.europa.eu/nuts/code/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "spex": "https://purl.expasy.org/sparql-examples/ontology#",
    "vann": "http://purl.org/vocab/vann/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def expand(curie: str) -> str:
    """The IRI of a CURIE; anything that is not one comes back as it is.

    >>> expand("mg:Region")
    'https://w3id.org/minegraph/ontology#Region'
    >>> expand("https://example.org/")
    'https://example.org/'
    """
    prefix, colon, local = curie.partition(":")
    namespace = PREFIXES.get(prefix)
    return f"{namespace}{local}" if colon and namespace and not local.startswith("//") else curie


@lru_cache(1 << 14)
def compress(iri: str) -> str:
    """The CURIE of an IRI under the longest known namespace, else the IRI.

    >>> compress("https://w3id.org/minegraph/id/region/FI1D7")
    'mgid:region/FI1D7'
    """
    known = [(len(namespace), prefix) for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)]
    if not known:
        return iri
    length, prefix = max(known)
    return f"{prefix}:{iri[length:]}" if iri[length:] else iri
