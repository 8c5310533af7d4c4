"""What only a network can tell, with what to do by hand."""

from __future__ import annotations

from collections.abc import Iterator

from minegraph.datasets import ONTOLOGY
from minegraph.fairness.contents import Contents
from minegraph.fairness.criterion import Criterion, Verdict

_CURL = f"curl -sIL -H 'Accept: text/turtle' {ONTOLOGY}"
_FOOPS = (
    ("URI1", "Ontology IRI is resolvable", "F", f"After publishing: {_CURL}", f"<{ONTOLOGY}>"),
    ("VER2", "Version IRI resolves", "F", f"After publishing: curl -sIL {ONTOLOGY}/VERSION", "owl:versionIRI"),
    ("CN1", "Content negotiation", "A", f"After publishing: {_CURL}, and again with text/html", ".htaccess"),
    ("FIND2", "Prefix is in a registry", "F", "Register the prefix mg at https://prefix.cc/ and with LOV.", "mg"),
    ("FIND3", "Ontology is in a registry", "F", "Suggest it at https://lov.linkeddata.es/dataset/lov/suggest/", "LOV"),
    ("FIND_3_BIS", "Metadata outlive the ontology", "A", "Have a registry keep the record, such as LOV.", "LOV"),
    ("OM4.2", "Licence is resolvable", "R", "Open the licence's IRI in a browser.", "dcterms:license"),
)
_OURS = (
    ("w3id", "The persistent domain is registered", "F", "Hand w3id/.htaccess in at perma-id/w3id.org.", "w3id/"),
    ("doi", "The release has a DOI", "F", "Deposit releases/VERSION/ at Zenodo with .zenodo.json.", ".zenodo.json"),
    ("alive", "Links to the web are alive", "R", "Run a link checker over the published pages.", "external links"),
    ("harvested", "A data portal harvests it", "F", "Give a portal the address of dataset.ttl.", "dataset.ttl"),
)


def untold(_: Contents) -> Iterator[Verdict]:
    """Each criterion of FOOPS! and of ours that needs the published release."""
    for names, is_foops in ((_FOOPS, True), (_OURS, False)):
        for name, words, principle, advice, looked_at in names:
            yield Criterion(name, words, principle, advice, is_foops).untold(looked_at)
