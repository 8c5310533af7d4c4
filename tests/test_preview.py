"""A preview says beforehand what a build makes of a submission, and touches nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import BuiltTiny
from minegraph.build import build
from minegraph.files import Layout
from minegraph.pages import plain
from minegraph.store import LocalStore
from minegraph.submission.preview import Preview, preview
from minegraph.submission.prospect import foresee
from minegraph.terms import GRAPH, ID, INFERRED, MG, SYNERGIES

NAME = "data/submissions/nickel"
PREFIXES = """
PREFIX country: <http://publications.europa.eu/resource/authority/country/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX mgid: <https://w3id.org/minegraph/id/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
SUBMISSION = """
<https://w3id.org/minegraph/id/organisation/andalusian-cobalt> a mg:Organisation ;
    dcterms:source <https://example.org/reply> ; skos:prefLabel "Andalusian Cobalt"@en ;
    mg:confidence <https://w3id.org/minegraph/id/confidence/high> ;
    mg:country country:ESP ; mg:organisationType <https://w3id.org/minegraph/id/organisation-type/private-company> .
<https://w3id.org/minegraph/id/participation/PROJECT-andalusian-cobalt> a mg:Participation ;
    dcterms:source <https://example.org/reply> ; mg:confidence <https://w3id.org/minegraph/id/confidence/high> ;
    mg:inProject <https://w3id.org/minegraph/id/project/PROJECT> ;
    mg:participant <https://w3id.org/minegraph/id/organisation/andalusian-cobalt> ;
    mg:representsRegion <https://w3id.org/minegraph/id/region/ES61> ;
    mg:role <https://w3id.org/minegraph/id/role/partner> .
<https://w3id.org/minegraph/id/site/andalusian-refinery> a mg:Site ; dcterms:source <https://example.org/reply> ;
    skos:prefLabel "Andalusian Refinery"@en ; geo:asWKT "POINT(-5.9 37.4)"^^geo:wktLiteral ;
    mg:commodity <https://w3id.org/minegraph/id/commodity/cobalt> ; mg:country country:ESP ;
    mg:confidence <https://w3id.org/minegraph/id/confidence/high> ;
    mg:inRegion <https://w3id.org/minegraph/id/region/ES61> ;
    mg:facilityType <https://w3id.org/minegraph/id/facility-type/refinery> ;
    mg:siteStatus <https://w3id.org/minegraph/id/site-status/operating> .
"""
RECORD = f"""
<{GRAPH}{NAME}> a prov:Entity ; prov:wasDerivedFrom <{ID}submission/nickel> .
<{ID}submission/nickel> a prov:Entity ; prov:wasAttributedTo <{ID}agent/somebody> .
"""


def triples(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(PREFIXES + text, ox.RdfFormat.TURTLE)]


def submission(project: str) -> list[ox.Triple]:
    return triples(SUBMISSION.replace("PROJECT", project))


def accept(root: Path, said: list[ox.Triple]) -> None:
    path = root / f"{NAME}.ttl"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(ox.serialize(said, format=ox.RdfFormat.TURTLE) or b"")


def previewed(root: Path, said: list[ox.Triple], name: str = NAME) -> Preview:
    return preview(Layout(root), root / ".minegraph", name, said)


def counts(found: Preview) -> tuple[int, int, int]:
    return found.statements.added, found.statements.changed, found.statements.removed


def rows(found: Preview) -> dict[str, tuple[int, int, int]]:
    """Question, with what it is asked about -> rows gained, lost, and with other numbers."""
    return {
        " ".join([one.question.name, *(iri.removeprefix(ID) for iri in one.parameters.values())]): (
            len(one.gained),
            len(one.lost),
            len(one.renumbered),
        )
        for one in found.answers.changes
    }


def digests(root: Path) -> dict[Path, tuple[str, int]]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {path: (sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) for path in files}


@pytest.fixture
def root(tmp_path: Path, built_tiny: BuiltTiny) -> Path:
    """The miniature, built, to be changed."""
    return built_tiny(tmp_path / "tiny")


@pytest.fixture(scope="module")
def still(tiny_generation: Path) -> Path:
    """The miniature, built; do not write to it."""
    return tiny_generation.parents[2]


def test_submission_of_new_things_is_counted(still: Path) -> None:
    found = previewed(still, submission("ore"))
    assert counts(found) == (23, 0, 0)
    assert [
        (one.iri.removeprefix(ID), one.kind.removeprefix(MG), one.is_new) for one in found.statements.resources
    ] == [
        ("organisation/andalusian-cobalt", "Organisation", True),
        ("participation/ore-andalusian-cobalt", "Participation", True),
        ("site/andalusian-refinery", "Site", True),
    ]
    assert found.statements.concluded > 0
    assert found.statements.no_longer_concluded == 0


def test_only_the_questions_it_answers_change(still: Path) -> None:
    assert rows(previewed(still, submission("ore"))) == {"partners-of-project": (1, 0, 0)}
    assert rows(previewed(still, submission("alloy"))) == {"partners-of-project project/alloy": (1, 0, 0)}


def test_row_with_another_number_is_shown_as_such(root: Path) -> None:
    question = (
        "#+ question: How many partners?\nSELECT ?project (COUNT(?part) AS ?parts) "
        "WHERE { ?part <https://w3id.org/minegraph/ontology#inProject> ?project } GROUP BY ?project ORDER BY ?project"
    )
    (root / "queries" / "how-many.rq").write_text(question)
    found = previewed(root, submission("ore"))
    assert rows(found)["how-many"] == (0, 0, 1)
    assert "mgid:project/ore: parts 2 -> 3" in plain.text(found.page())


def test_list_in_another_order_is_the_same_answer(root: Path) -> None:
    listing = 'SELECT (GROUP_CONCAT(DISTINCT STR(?one); SEPARATOR=", ") AS ?all) WHERE { ?one a ?kind } GROUP BY ?kind'
    (root / "queries" / "listed.rq").write_text(f"#+ question: What is there?\n{listing}")
    found = previewed(root, triples("mgid:project\\/ore dcterms:source <https://example.org/other> ."))
    assert rows(found) == {}


def test_first_sentence_says_it_all(still: Path) -> None:
    found = previewed(still, submission("ore"))
    synergies = len(found.synergies.changes)
    moved = f" and {synergies} synerg{'y' if synergies == 1 else 'ies'}" if synergies else ""
    assert found.sentence == (
        f"Accepting it adds 23 statements about 3 resources (3 new) and changes the answers of 1 of 2 questions{moved}."
    )
    assert plain.text(found.page()).startswith(f"{found.sentence}\n\nStatements\n----------\n")


def test_statements_that_are_there_already_change_nothing(still: Path) -> None:
    stated = [quad.triple for quad in ox.parse((still / "data/sites/sites.ttl").read_bytes(), ox.RdfFormat.TURTLE)]
    found = previewed(still, stated)
    assert found.changes_nothing
    assert found.statements.repeated == len(stated)
    assert found.sentence == "Accepting it changes nothing: other files of the graph state all of it."
    text = plain.text(found.page())
    assert f"{len(stated)} statements are in the graph already, from other files." in text
    assert "No question changes its answers." in text
    assert "No synergy is gained or lost, and none moves by more than two places." in text


def test_accepting_the_same_again_changes_nothing(root: Path) -> None:
    accept(root, submission("ore"))
    assert previewed(root, submission("ore")).changes_nothing


def test_value_that_takes_the_place_of_another_is_a_change(root: Path) -> None:
    accept(root, triples('mgid:project\\/ore mg:budgetNote "one" ; skos:altLabel "Ore"@fi , "Erz"@de .'))
    found = previewed(root, triples('mgid:project\\/ore mg:budgetNote "two" ; skos:altLabel "Malm"@fi , "Erz"@de .'))
    assert counts(found) == (0, 2, 0)
    (resource,) = found.statements.resources
    assert (resource.is_new, resource.is_gone) == (False, False)
    assert [(str(one.before), str(one.after)) for one in resource.changed] == [
        ('"Ore"@fi', '"Malm"@fi'),
        ('"one"', '"two"'),
    ]
    assert found.sentence.startswith("Accepting it changes 2 statements about 1 resource and ")


def test_one_of_several_values_is_removed_not_changed(root: Path) -> None:
    accept(root, triples('mgid:project\\/ore mg:budgetNote "one" , "two" .'))
    assert counts(previewed(root, triples('mgid:project\\/ore mg:budgetNote "two" , "three" .'))) == (1, 0, 1)


def test_withdrawal_is_the_mirror_image(root: Path) -> None:
    there = previewed(root, submission("alloy"))
    accept(root, submission("alloy"))
    back = previewed(root, [])
    assert back.is_withdrawal
    assert counts(back) == (0, 0, there.statements.added)
    assert [one.iri for one in back.statements.gone] == [one.iri for one in there.statements.new]
    assert (back.statements.concluded, back.statements.no_longer_concluded) == (0, there.statements.concluded)
    mirrored = {name: (lost, gained, other) for name, (gained, lost, other) in rows(there).items()}
    assert rows(back) == mirrored
    assert {(one.region, one.profile, one.partner, one.after, one.before) for one in back.synergies.changes} == {
        (one.region, one.profile, one.partner, one.before, one.after) for one in there.synergies.changes
    }
    assert back.sentence.startswith("Withdrawing it removes 23 statements about 3 resources (3 gone)")


def test_withdrawal_takes_nothing_that_another_file_states(root: Path) -> None:
    accept(root, triples('mgid:project\\/ore mg:acronym "ORE" .'))
    assert previewed(root, []).changes_nothing


def test_record_of_who_accepted_it_is_no_statement_about_the_world(root: Path) -> None:
    accept(root, [*submission("ore"), *triples(RECORD)])
    assert counts(previewed(root, [])) == (0, 0, 23)


def test_files_and_store_are_as_before(still: Path) -> None:
    before = digests(still)
    previewed(still, submission("ore"))
    assert digests(still) == before


def test_store_that_is_out_of_date_is_neither_used_nor_built(root: Path) -> None:
    accept(root, submission("ore"))
    said: list[str] = []
    before = digests(root)
    found = preview(Layout(root), root / ".minegraph", "data/submissions/other", submission("ore"), notice=said.append)
    assert (found.statements.repeated, counts(found)) == (23, (0, 0, 0))
    assert said == ["The store in use is not up to date with the files; the graph is read from the files."]
    assert digests(root) == before


def test_damaged_store_does_not_matter(root: Path) -> None:
    whole = previewed(root, submission("ore"))
    for path in (root / ".minegraph").rglob("*.sst"):
        path.write_bytes(b"\0" * path.stat().st_size)
    assert previewed(root, submission("ore")) == whole


def test_progress_is_told_in_steps(still: Path) -> None:
    steps: list[str] = []
    preview(Layout(still), still / ".minegraph", NAME, submission("ore"), progress=lambda step, *_: steps.append(step))
    assert list(dict.fromkeys(steps)) == ["read", "infer", "assess", "ask"]


def test_json_holds_every_change(still: Path) -> None:
    found = previewed(still, submission("alloy"))
    document = json.loads(found.json())
    assert document["summary"] == found.sentence
    assert document["withdrawal"] is False
    assert (
        sum(len(one["added"]) for one in document["statements"]["resources"]) == document["statements"]["added"] == 23
    )
    (answer,) = document["answers"]["changed"]
    assert answer["parameters"] == {"project": f"{ID}project/alloy"}
    assert answer["gained"][0]["label"] == {"type": "literal", "value": "Andalusian Cobalt", "xml:lang": "en"}
    assert len(document["synergies"]["changed"]) == len(found.synergies.changes)
    assert document["coverage"] == [
        {"project": f"{ID}project/alloy", "label": "ALLOY", "says": ["2 of 2 -> 3 of 3 participants named"]}
    ]


def derived(store: LocalStore) -> set[ox.Quad]:
    graphs = (ox.NamedNode(INFERRED), ox.NamedNode(SYNERGIES))
    return {quad for graph in graphs for quad in store.engine.quads_for_pattern(None, None, None, graph)}


def citable(store: LocalStore) -> set[ox.Quad]:
    """All quads without blank nodes, which have other names in every store."""
    return {quad for quad in store.engine if "_:" not in f"{quad.subject} {quad.object}"}


def pieces() -> Iterator[list[ox.Triple]]:
    """Parts of a submission that can be left out."""
    said = submission("ore")
    subjects = dict.fromkeys(triple.subject for triple in said)
    yield from ([triple for triple in said if triple.subject == subject] for subject in subjects)
    yield triples('mgid:project\\/ore mg:acronym "ORE" ; mg:totalCost 16073.00 .')
    yield triples("mgid:site\\/north-mine mg:siteStatus <https://w3id.org/minegraph/id/site-status/closed> .")


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(former=st.sets(st.integers(0, 4)), future=st.sets(st.integers(0, 4)))
def test_build_afterwards_gives_what_was_foreseen(root: Path, former: set[int], future: set[int]) -> None:
    parts, layout, place = list(pieces()), Layout(root), root / ".minegraph"
    (root / f"{NAME}.ttl").unlink(missing_ok=True)
    if former:
        accept(root, [triple for number in former for triple in parts[number]])
    build(layout, place)
    said = [triple for number in future for triple in parts[number]]
    foreseen = foresee(layout, place, NAME, said)
    (root / f"{NAME}.ttl").unlink(missing_ok=True)
    if future:
        accept(root, said)
    built = LocalStore.open(build(layout, place).store)
    assert derived(foreseen.after) == derived(built)
    assert citable(foreseen.after) == citable(built)


def test_region_that_learns_to_refine_moves_up(shipped_root: Path, shipped_generation: Path) -> None:
    """On the shipped graph: the questions, the synergies and the claims that a partner with a refinery changes."""
    said = submission("mireu")
    found = preview(Layout(shipped_root), shipped_generation.parents[1], NAME, said)
    assert counts(found) == (23, 0, 0)
    assert "partners-of-project" in rows(found)
    assert rows(found)["extractors-and-refiners commodity/cobalt"] == (1, 0, 0)
    assert "critical-raw-materials-nobody-processes" not in rows(found)
    assert {one.measure: (one.before, one.after) for one in found.coverage.claims}["Number of partners"] == (32, 33)
    assert [one.words for one in found.coverage.participants] == ["25 of 32 -> 26 of 33 participants named"]
    assert found.synergies.changes
    assert all(
        abs((one.before or 9) - (one.after or 9)) > 2 or None in (one.before, one.after)
        for one in found.synergies.changes
    )
    assert "MIREU:  25 of 32 -> 26 of 33 participants named\n" in plain.text(found.page())


def test_shipped_questions_are_answered_alike_by_a_store_on_disk_and_in_memory(
    shipped_root: Path, shipped_generation: Path
) -> None:
    unheard_of = triples('<https://example.org/thing> skos:note "Nobody asks about it."@en .')
    found = preview(Layout(shipped_root), shipped_generation.parents[1], NAME, unheard_of)
    assert (counts(found), rows(found), found.synergies.changes) == ((1, 0, 0), {}, ())
    assert found.sentence == (
        "Accepting it adds 1 statement about 1 resource (1 new) and changes no answer and no synergy."
    )
