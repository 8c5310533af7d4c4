"""The vocabularies and authorities whose terms a release may use."""

from __future__ import annotations

import re
from difflib import get_close_matches

from minegraph.terms import BASE, PREFIXES

_EU = "http://publications.europa.eu/resource/authority/"
KNOWN = frozenset(
    {
        *PREFIXES.values(),
        BASE,
        # what the ontology is aligned with, and codes of other authorities
        "http://resource.geosciml.org/classifier/cgi/",
        "http://inspire.ec.europa.eu/codelist/",
        "http://data.europa.eu/nuts/",
        "http://data.europa.eu/eli/",
        "http://data.europa.eu/eurovoc/",
        "http://data.europa.eu/nace2/",
        _EU,
        # metadata of ontologies, datasets, files and mappings
        "http://creativecommons.org/ns#",
        "http://data.europa.eu/r5r/",
        "http://purl.org/adms/",
        "http://purl.org/ontology/bibo/",
        "http://purl.org/pav/",
        "http://purl.org/vocab/changeset/schema#",
        "http://schema.org/",
        "http://spdx.org/rdf/terms#",
        "http://www.w3.org/2006/time#",
        "http://www.w3.org/2006/vcard/ns#",
        "http://www.w3.org/ns/adms#",
        "http://www.w3.org/ns/csvw#",
        "http://www.w3.org/ns/formats/",
        "http://www.w3.org/ns/locn#",
        "http://www.w3.org/ns/odrl/2/",
        "https://purl.expasy.org/sparql-examples/ontology#",
        "https://w3id.org/semapv/vocab/",
        "https://w3id.org/sssom/",
        # registers of licences, media types, coordinate systems and standards
        "http://publications.europa.eu/resource/",
        "http://spdx.org/licenses/",
        "https://spdx.org/licenses/",
        "https://creativecommons.org/licenses/",
        "https://creativecommons.org/publicdomain/",
        "http://www.iana.org/assignments/media-types/",
        "https://www.iana.org/assignments/media-types/",
        "http://www.opengis.net/def/",
        "http://www.w3.org/TR/",
        "https://www.w3.org/TR/",
        "https://semiceu.github.io/DCAT-AP/releases/",
    }
)

WEB = frozenset(
    {
        *(f"{PREFIXES['dcterms']}{name}" for name in ("source", "references", "relation", "isReferencedBy")),
        *(f"{PREFIXES['foaf']}{name}" for name in ("homepage", "page", "depiction", "logo", "isPrimaryTopicOf")),
        *(f"{PREFIXES['dcat']}{name}" for name in ("accessURL", "downloadURL", "endpointURL", "endpointDescription")),
        *(f"{PREFIXES['dcat']}{name}" for name in ("landingPage", "contactPoint")),
        *(
            f"{PREFIXES['void']}{name}"
            for name in ("dataDump", "sparqlEndpoint", "uriLookupEndpoint", "openSearchDescription")
        ),
        *(f"{PREFIXES['schema']}{name}" for name in ("target", "url", "citation", "sameAs")),
        f"{PREFIXES['rdfs']}seeAlso",
        f"{PREFIXES['prov']}hadPrimarySource",
        f"{PREFIXES['prov']}wasDerivedFrom",
        "http://www.w3.org/2006/vcard/ns#hasURL",
        "http://www.w3.org/2006/vcard/ns#hasEmail",
    }
)
"""The properties whose values may be any page of the web."""


def namespace_of(iri: str) -> str:
    """The part of an IRI that is common to the terms beside it.

    >>> namespace_of("http://www.w3.org/ns/org#Site"), namespace_of("https://schema.org/Project")
    ('http://www.w3.org/ns/org#', 'https://schema.org/')
    """
    return re.sub(r"[^/#]*$", "", iri)


def is_known(iri: str) -> bool:
    """True for an IRI under one of the known namespaces, or that of a vocabulary itself."""
    return iri.startswith(tuple(KNOWN)) or f"{iri}#" in KNOWN or f"{iri}/" in KNOWN


def hint(iri: str) -> str:
    """The known namespace that was probably meant, as a question; empty where none is near.

    >>> hint("https://www.w3.org/ns/org#Site")
    'Did you mean <http://www.w3.org/ns/org#>?'
    >>> hint("https://example.org/")
    ''
    """
    bare = {_bare(namespace): namespace for namespace in sorted(KNOWN)}
    own = next((known for known in sorted(bare, key=len, reverse=True) if _bare(iri).startswith(known)), "")
    near = [own] if own else get_close_matches(_bare(namespace_of(iri)), bare, n=1, cutoff=0.85)
    return f"Did you mean <{bare[near[0]]}>?" if near else ""


def _bare(iri: str) -> str:
    """An IRI without what is most often written wrongly: the scheme, www, and the mark at its end."""
    return re.sub(r"^https?://(www\.)?", "", iri.lower()).rstrip("#/")
