"""The classes of the graph in the words of schema.org: the type of each, and what its properties are called there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from minegraph.terms import expand


@dataclass(frozen=True, slots=True)
class Words:
    """The type of a class, and the words for its properties, and for those of the things of a class that link to it."""

    type: str
    properties: Mapping[str, str]
    linked: Mapping[tuple[str, str], str] = field(default_factory=dict)


def _words(kind: str, properties: Mapping[str, str], linked: Mapping[tuple[str, str], str] | None = None) -> Words:
    """The words of a table that writes CURIEs."""
    long = {(expand(of), expand(name)): word for (of, name), word in (linked or {}).items()}
    return Words(kind, {expand(name): word for name, word in properties.items()}, long)


_ORGANISATION = {"mg:pic": "identifier", "mg:operatesIn": "areaServed", "org:unitOf": "parentOrganization"}
_MEMBER_OF = {**_ORGANISATION, "mg:participatesIn": "memberOf", "mg:seat": "location"}
_REGION = {"mg:within": "containedInPlace"}
_SCHEME = {
    "mg:officialCode": "identifier",
    "mg:partOfScheme": "parentOrganization",
    "mg:managingBody": "sponsor",
}
_CONCEPT = {
    "skos:definition": "description",
    "skos:inScheme": "inDefinedTermSet",
    "skos:notation": "termCode",
    "mg:chemicalSymbol": "termCode",
}
_DATASET = {
    "dcterms:description": "description",
    "dcterms:abstract": "abstract",
    "dcterms:creator": "creator",
    "dcterms:publisher": "publisher",
    "dcterms:created": "dateCreated",
    "dcterms:issued": "datePublished",
    "dcterms:modified": "dateModified",
    "dcterms:hasPart": "hasPart",
    "dcterms:isPartOf": "isPartOf",
    "dcat:keyword": "keywords",
    "dcat:version": "version",
    "owl:versionInfo": "version",
    "dcterms:bibliographicCitation": "creditText",
}
_FIGURE = {"mg:about": "observationAbout", "mg:measure": "measuredProperty", "mg:value": "value", "mg:unit": "unitText"}

CLASSES: dict[str, Words] = {
    expand(name): words
    for name, words in {
        "mg:Project": _words(
            "ResearchProject",
            {
                "dcterms:identifier": "identifier",
                "mg:startDate": "foundingDate",
                "mg:endDate": "dissolutionDate",
                "mg:fundedUnder": "funder",
                "mg:grant": "funding",
                "mg:involvesRegion": "areaServed",
            },
            {("mg:Participation", "mg:participant"): "member"},
        ),
        "mg:PublicBody": _words("GovernmentOrganization", _MEMBER_OF),
        "mg:Organisation": _words("Organization", _MEMBER_OF),
        "mg:Network": _words(
            "Organization", {"mg:startDate": "foundingDate"}, {("mg:Membership", "mg:member"): "member"}
        ),
        "mg:MiningRegion": _words("AdministrativeArea", _REGION),
        "mg:Region": _words("AdministrativeArea", _REGION),
        "mg:Country": _words("Country", {}),
        "mg:Site": _words("Place", {"mg:inRegion": "containedInPlace", "mg:municipality": "address"}),
        "org:Site": _words("Place", {"mg:inRegion": "containedInPlace", "mg:city": "address"}),
        "mg:Commodity": _words("DefinedTerm", _CONCEPT),
        "mg:ValueChainStage": _words("DefinedTerm", _CONCEPT),
        "mg:NutsCode": _words("DefinedTerm", _CONCEPT),
        "skos:Concept": _words("DefinedTerm", _CONCEPT),
        "skos:ConceptScheme": _words("DefinedTermSet", {"skos:definition": "description"}),
        "mg:Event": _words(
            "Event",
            {
                "mg:startDate": "startDate",
                "mg:endDate": "endDate",
                "mg:placeName": "location",
                "mg:concernsRegion": "about",
                "mg:ofProject": "about",
            },
        ),
        "mg:PolicyInstrument": _words("CreativeWork", {"mg:appliesTo": "spatialCoverage", "mg:theme": "about"}),
        "mg:Output": _words(
            "CreativeWork",
            {
                "mg:issued": "datePublished",
                "mg:concernsRegion": "spatialCoverage",
                "mg:ofProject": "sourceOrganization",
            },
        ),
        "mg:Grant": _words("MonetaryGrant", {"mg:grantNumber": "identifier", "mg:awardedUnder": "funder"}),
        **{f"mg:{kind}": _words("FundingScheme", _SCHEME) for kind in ("FundingProgramme", "ProgrammePart", "Call")},
        "mg:Topic": _words("FundingScheme", _SCHEME),
        "mg:Indicator": _words("Observation", _FIGURE),
        "mg:Observation": _words("Observation", _FIGURE),
        "mg:Claim": _words("Observation", _FIGURE),
        "void:Dataset": _words("Dataset", _DATASET),
        "dcat:Dataset": _words("Dataset", _DATASET),
        "owl:Ontology": _words("DefinedTermSet", _DATASET),
    }.items()
}

THING = Words("Thing", {})
