"""CURIEs and IRIs."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minegraph import terms
from minegraph.terms import PREFIXES, compress, expand


def test_examples_in_the_documentation_hold() -> None:
    assert doctest.testmod(terms) == doctest.TestResults(failed=0, attempted=3)


@given(st.sampled_from(sorted(PREFIXES)), st.text("abcXYZ019/-_", min_size=1).filter(lambda local: local[:2] != "//"))
def test_compressed_iri_expands_to_itself(prefix: str, local: str) -> None:
    iri = PREFIXES[prefix] + local
    assert expand(compress(iri)) == iri


@pytest.mark.parametrize("text", ["Lapland", "FI1D7", "unknown:x", "https://example.org/", "mailto:x", ""])
def test_what_is_no_curie_stays(text: str) -> None:
    assert expand(text) == text


@pytest.mark.parametrize("iri", ["https://example.org/x", PREFIXES["mg"], "urn:x"])
def test_iri_outside_the_namespaces_stays(iri: str) -> None:
    assert compress(iri) == iri


def test_longest_namespace_wins() -> None:
    assert compress("https://w3id.org/minegraph/shapes#Region") == "mgsh:Region"


def test_prefixes_are_distinct_namespaces() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
