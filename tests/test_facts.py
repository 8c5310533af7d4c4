"""The shipped graph holds what the sources give: as many resources as there are facts of high or medium confidence."""

from __future__ import annotations

import pytest

from minegraph.store import LocalStore
from minegraph.terms import ID, MG

PREFIXES = f"""
PREFIX mg: <{MG}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX schema: <https://schema.org/>
"""
BENEFICIARY = f"MINUS {{ ?x mg:role <{ID}role/unconfirmed> }}"


def numbered(store: LocalStore, select: str) -> float:
    ((value,),) = store.select(f"{PREFIXES} {select}").rows
    assert value is not None
    return float(str(getattr(value, "value", value)))


def count(store: LocalStore, pattern: str) -> int:
    return int(numbered(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}"))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("?x a mg:Country", 42, id="37 countries of the NUTS set and 5 more that partners come from"),
        pytest.param("?x mg:nutsCode/mg:nutsLevel ?any", 2010, id="regions of the NUTS set"),
        pytest.param("?x mg:nutsCode/mg:nutsLevel 0", 37, id="countries of the NUTS set"),
        pytest.param("?x mg:nutsCode/mg:nutsLevel 3", 1514, id="small regions of the NUTS set"),
        pytest.param("?x a mg:MiningRegion", 71, id="17 regions of the two projects and 58 others, 4 of them the same"),
        pytest.param("?x a mg:Commodity", 122, id="113 commodities and 9 that the profiles need"),
        pytest.param("?x a mg:CriticalityAssessment", 565, id="113 commodities on 5 lists"),
        pytest.param("?x a mg:ValueChainStage", 9, id="stages"),
        pytest.param("?x a mg:StageLink", 34, id="39 stage links, 5 of low confidence"),
        pytest.param("?x a mg:Site", 138, id="97 mines and plants, and 41 that only the profiles name"),
        pytest.param("?x a mg:Project", 56, id="2 projects, 48 of the wider field, 6 related ones"),
        pytest.param(
            "?x a mg:Participation", 371, id="32 + 3 of MIREU, 10 of REMIX, 317 of others, 9 from project pages"
        ),
        pytest.param(f"?x mg:inProject <{ID}project/mireu> {BENEFICIARY}", 32, id="beneficiaries of MIREU"),
        pytest.param(f"?p mg:inProject <{ID}project/mireu> ; mg:participant/mg:pic ?x", 32, id="codes of MIREU"),
        pytest.param(f"?x mg:inProject <{ID}project/remix>", 10, id="partners of REMIX"),
        pytest.param(f"<{ID}project/mireu> mg:involvesRegion ?x", 14, id="regions of MIREU"),
        pytest.param(f"<{ID}project/remix> mg:involvesRegion ?x", 10, id="territories of REMIX"),
        pytest.param("?x a mg:Objective", 13, id="objectives"),
        pytest.param(f"?x mg:addressedBy <{ID}project/remix>", 8, id="policy instruments of REMIX"),
        pytest.param(
            f"?m mg:network <{ID}network/s3p-mining> ; mg:member ?x", 8, id="7 founding members and the chair"
        ),
        pytest.param("?x a foaf:Person", 0, id="no natural persons"),
        pytest.param("?x a schema:Person", 0, id="no natural persons in schema.org's words"),
        pytest.param(
            "?x ?p ?o FILTER(ISBLANK(?x) && EXISTS { ?x dcterms:source ?s })", 0, id="no blank nodes in the data"
        ),
    ],
)
def test_graph_holds_as_many_resources_as_facts(shipped_store: LocalStore, pattern: str, expected: int) -> None:
    assert count(shipped_store, pattern) == expected


def test_contributions_to_mireu_sum_to_its_grant(shipped_store: LocalStore) -> None:
    project = f"<{ID}project/mireu>"
    summed = numbered(shipped_store, f"SELECT (SUM(?e) AS ?s) {{ ?p mg:inProject {project} ; mg:euContribution ?e }}")
    granted = numbered(shipped_store, f"SELECT ?e {{ {project} mg:euContribution ?e }}")
    assert summed == granted == 2_999_725


def test_low_confidence_is_only_where_it_was_asked_for(shipped_store: LocalStore) -> None:
    low = shipped_store.select(
        f"{PREFIXES} SELECT DISTINCT ?class {{ ?x mg:confidence <{ID}confidence/low> ; a ?class . "
        f"FILTER(STRSTARTS(STR(?class), '{MG}')) }} ORDER BY ?class"
    )
    assert [str(getattr(term, "value", "")).removeprefix(MG) for (term,) in low.rows] == [
        "Objective",
        "Organisation",
        "Participation",
        "PolicyInstrument",
        "PublicBody",
    ]
