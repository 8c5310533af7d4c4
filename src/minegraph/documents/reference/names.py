"""What other vocabularies are called."""

from __future__ import annotations

from minegraph.terms import PREFIXES

_NAMES = {
    PREFIXES[prefix]: name
    for prefix, name in {
        "cv": "Core Vocabularies of the European Union",
        "dcat": "Data Catalog Vocabulary (DCAT)",
        "dcterms": "Dublin Core terms",
        "dingo": "DINGO, an ontology for projects and grants",
        "dqv": "Data Quality Vocabulary",
        "eli": "European Legislation Identifier",
        "eurio": "EURIO, the ontology of European research",
        "foaf": "Friend of a Friend (FOAF)",
        "frapo": "Funding, Research Administration and Projects Ontology",
        "geo": "GeoSPARQL",
        "org": "Organization ontology",
        "owl": "Web Ontology Language (OWL)",
        "prov": "Provenance ontology (PROV-O)",
        "rdf": "RDF",
        "rdfs": "RDF Schema",
        "schema": "Schema.org",
        "sh": "Shapes Constraint Language (SHACL)",
        "skos": "Simple Knowledge Organization System (SKOS)",
        "vann": "Vocabulary for annotating vocabularies",
        "void": "Vocabulary of Interlinked Datasets (VoID)",
        "xsd": "XML Schema datatypes",
    }.items()
}


def name_of(namespace: str) -> str:
    """What the vocabulary with a namespace is called; the namespace where it is not known.

    >>> name_of("http://www.w3.org/ns/prov#"), name_of("https://example.org/")
    ('Provenance ontology (PROV-O)', 'https://example.org/')
    """
    return _NAMES.get(namespace, namespace)
