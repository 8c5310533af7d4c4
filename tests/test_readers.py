"""Two ways to read what is said of things, which read the same."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from minegraph.describe import described
from minegraph.readers import QueryReader, StoreReader
from minegraph.store import LocalStore


def test_store_is_read_as_queries_read_it(tiny_store: LocalStore) -> None:
    rows = tiny_store.select("SELECT DISTINCT ?thing WHERE { { ?thing ?p ?o } UNION { ?s ?p ?thing } }").rows
    asked, read = QueryReader(tiny_store), StoreReader(tiny_store)
    for iri in (thing.value for (thing,) in rows if isinstance(thing, NamedNode)):
        assert described(asked, iri, "") == described(read, iri, "")


def test_same_links_are_left_out_however_they_are_read(monkeypatch: pytest.MonkeyPatch, tiny_store: LocalStore) -> None:
    monkeypatch.setattr("minegraph.readers.MOST_LINKS", 3)
    iri = "https://w3id.org/minegraph/id/confidence/high"
    links, is_all = StoreReader(tiny_store).links(iri)
    assert (links, is_all) == QueryReader(tiny_store).links(iri)
    assert (len(links), is_all) == (4, False)
