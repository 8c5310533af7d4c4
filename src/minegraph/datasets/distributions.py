"""Distributions in DCAT-AP 3: a file with its form, its licence and what tells whether it arrived whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, Triple

from minegraph.datasets.named import AUTHORITY, Object, iri, said, text
from minegraph.datasets.places import File

_IANA = "http://www.iana.org/assignments/media-types/"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
_FILE_TYPES = {
    "csv": "CSV",
    "geojson": "GEOJSON",
    "graphml": "XML",
    "jsonld": "JSON_LD",
    "nq": "RDF_N_QUADS",
    "nt": "RDF_N_TRIPLES",
    "rdf": "RDF_XML",
    "trig": "RDF_TRIG",
    "ttl": "RDF_TURTLE",
    "xlsx": "XLSX",
}


def distribution(file: File, licences: Sequence[Object]) -> Iterator[Triple]:
    """A file that one downloads."""
    yield from said(
        file.iri,
        rdf_type=iri("dcat:Distribution"),
        dcterms_title=text(file.title),
        dcterms_description=text(file.description),
        dcterms_license=licences,
        dcterms_conformsTo=[iri(one) for one in file.conforms_to],
        dcterms_format=iri(f"{AUTHORITY}/file-type/{_FILE_TYPES[file.form.suffix]}"),
        dcat_accessURL=iri(file.address),
        dcat_downloadURL=iri(file.address),
        dcat_mediaType=iri(f"{_IANA}{file.form.media_type}"),
        dcatap_availability=iri(f"{AUTHORITY}/planned-availability/{'STABLE' if file.lasts else 'AVAILABLE'}"),
    )
    if file.size is not None:
        size = Literal(str(file.size), datatype=iri("xsd:decimal"))
        yield from said(file.iri, dcat_byteSize=size)
    if file.sha256:
        yield from _checksum(file)


def _checksum(file: File) -> Iterator[Triple]:
    digest = f"{file.iri}{'-' if '#' in file.iri else '#'}sha256"
    yield from said(file.iri, spdx_checksum=iri(digest))
    yield from said(
        digest,
        rdf_type=iri("spdx:Checksum"),
        spdx_algorithm=iri(_SHA256),
        spdx_checksumValue=Literal(file.sha256, datatype=iri("xsd:hexBinary")),
    )
