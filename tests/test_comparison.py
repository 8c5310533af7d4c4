"""Two states of the graph compared: nothing is missed, nothing is made up, and people can read it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import minegraph
from minegraph import ReleaseError
from minegraph.build import build
from minegraph.cli import verbs
from minegraph.comparison import Comparison
from minegraph.comparison.change_sets import CHANGESET, GENID, turtle
from minegraph.comparison.comparison import compare_versions
from minegraph.comparison.difference import difference
from minegraph.comparison.opening import built_version
from minegraph.comparison.versions import Part, Version
from minegraph.files import Layout
from minegraph.release.changes import write_changes
from minegraph.release.dumps import write_dumps
from minegraph.release.edition import Edition
from minegraph.store import LocalStore
from minegraph.telling import ignore
from minegraph.terms import GRAPH, ID, MG, PREFIXES, SYNERGIES, expand

FILES = Path("comparison")
LINE_END = b"\n"
NAMES = ("stated", "inferred")
SITES = ox.NamedNode(f"{GRAPH}data/sites/sites")
ORE = f"{ID}project/ore"


def version(name: str, stated: Iterable[bytes], derived: Iterable[bytes] = ()) -> Version:
    """A state of the graph from lines of N-Quads."""
    return Version(name, name, Part.of_lines(FILES, stated), Part.of_lines(FILES, derived))


def said(text: str, graph: str = "data/projects/projects") -> list[bytes]:
    """Turtle with minegraph's prefixes as lines of one named graph."""
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    triples = ox.parse(prefixes + text, ox.RdfFormat.TURTLE)
    name = ox.NamedNode(GRAPH + graph)
    return [f"{ox.Quad(one.subject, one.predicate, one.object, name)} .".encode() for one in triples]


@pytest.fixture(scope="module")
def tiny(tiny_generation: Path) -> Version:
    """The built miniature."""
    return built_version(Layout(tiny_generation.parents[2]), tiny_generation)


@pytest.fixture(scope="module")
def change(tiny: Version) -> Callable[..., Comparison]:
    """Compare the miniature with itself after some lines were taken out (if a text is in them) and others put in."""

    def compare(without: str = "\0", more: Iterable[bytes] = (), derived: Iterable[bytes] | None = None) -> Comparison:
        kept = [line for line in tiny.stated.lines() if without.encode() not in line]
        follows = tiny.derived.lines() if derived is None else derived
        return compare_versions(tiny, version("2.0.0", [*kept, *more], follows))

    return compare


def rows(found: Comparison) -> list[tuple[str, str, str]]:
    """Every replaced value of a comparison."""
    return [
        (found.statements.labels[one.iri], str(change.before), str(change.after))
        for one in found.statements.resources
        for change in one.changed
    ]


def applied(changes: bytes, old: Iterable[bytes]) -> ox.Dataset:
    """Do to the old quads what the change sets say, as anybody would who has only the Turtle and the dump."""
    log = ox.Dataset(ox.parse(changes, ox.RdfFormat.TURTLE))
    quads = set(ox.parse(b"\n".join(old), ox.RdfFormat.N_QUADS))

    def one(subject: ox.NamedNode, name: str) -> ox.NamedNode | ox.Literal:
        found = next(iter(quad for quad in log.quads_for_subject(subject) if quad.predicate.value == expand(name)))
        return found.object  # type: ignore[return-value]

    def term(named: ox.NamedNode | ox.Literal) -> object:
        is_blank = isinstance(named, ox.NamedNode) and named.value.startswith(GENID)
        return ox.BlankNode(named.value.removeprefix(GENID)) if is_blank else named

    for verb, act in (("removal", quads.remove), ("addition", quads.add)):
        for link in log.quads_for_predicate(ox.NamedNode(CHANGESET + verb)):
            assert isinstance(link.subject, ox.NamedNode)
            assert isinstance(link.object, ox.NamedNode)
            subject, target = (term(one(link.object, name)) for name in ("rdf:subject", "rdf:object"))
            predicate, graph = one(link.object, "rdf:predicate"), one(link.subject, "dcterms:isPartOf")
            act(ox.Quad(subject, predicate, target, graph))  # type: ignore[arg-type]
    return ox.Dataset(quads)


def canonical(dataset: ox.Dataset) -> set[ox.Quad]:
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_change_sets_make_the_new_state_out_of_the_old_one(tiny: Version, data: st.DataObject) -> None:
    old = [line for line in tiny.stated.lines() if b"/graph/shapes/" in line or b"/graph/data/" in line]
    blank = [at for at, line in enumerate(old) if b"_:" in line]
    gone = data.draw(st.sets(st.integers(0, len(old) - 1) | st.sampled_from(blank), max_size=6))
    more = data.draw(
        st.lists(
            st.sampled_from(
                [
                    said('mgid:project\\/ore mg:budgetNote "1.0", 1.00, "\\"<b>\\n"@fi .'),
                    said("mgsh:New sh:property [ sh:path ( mg:a [ sh:inversePath mg:b ] ) ] .", "shapes/new"),
                    said("[] a owl:AllDisjointClasses ; owl:members ( mg:A mg:B ) .", "shapes/new"),
                    said("[] a owl:AllDisjointClasses ; owl:members ( mg:A mg:B ) .", "shapes/new"),
                ]
            ),
            max_size=3,
        )
    )
    new = [*(line for at, line in enumerate(old) if at not in gone), *(line for lines in more for line in lines)]
    before, after = version("1", old), version("2", new)
    changes = turtle(difference(before, after), ("1", "2"), "Changes", "Some.")
    expected = ox.Dataset(ox.parse(b"\n".join(new), ox.RdfFormat.N_QUADS))
    assert canonical(applied(changes, old)) == canonical(expected)


def test_same_state_has_no_differences(tiny: Version) -> None:
    found = compare_versions(tiny, tiny)
    assert found.changes_nothing
    assert found.text().endswith("\n\nNo differences.\n")


def test_other_names_of_blank_nodes_are_no_difference(tiny: Version) -> None:
    renamed = [line.replace(b"_:c14n", b"_:other") for line in tiny.stated.lines()]
    assert any(b"_:other" in line for line in renamed)
    assert compare_versions(tiny, version("2", renamed, tiny.derived.lines())).changes_nothing


def test_value_is_told_with_what_it_was(change: Callable[..., Comparison]) -> None:
    more = said("mgid:project\\/ore mg:endDate 2021 .")
    found = change(f"<{ORE}> <{MG}acronym>", said('mgid:project\\/ore mg:acronym "ORES" .'))
    assert rows(found) == [("ORES", '"ORE"', '"ORES"')]
    assert "Renamed" in found.text()
    assert found.sentence.startswith("0 resources added, 0 removed, 1 statement changed about 1 other; ")
    note = "A long text that begins in the same way in both versions and only "
    before, after = (said(f'mgid:project\\/ore mg:budgetNote "{note}{end}" .') for end in ("then", "later differs"))
    old, new = (version(name, lines) for name, lines in (("1", before), ("2", after)))
    assert "h versions and only later differs" in compare_versions(old, new).text()
    (resource,) = change(more=more).statements.resources
    assert (resource.is_new, len(resource.added)) == (False, 1)


def test_resource_that_takes_the_place_of_another_is_said_to(change: Callable[..., Comparison]) -> None:
    new = said(
        'mgid:site\\/new a mg:Site ; skos:prefLabel "New | <i>site</i>"@en ; dcterms:replaces mgid:site\\/north-mine .'
    )
    found = change(f"<{ID}site/north-mine> ", new)
    assert [one.iri for one in found.statements.new] == [f"{ID}site/new"]
    assert [one.iri for one in found.statements.gone] == [f"{ID}site/north-mine"]
    old, kept = said("mgid:x dcterms:isReplacedBy mgid:y ."), said("mgid:y a mg:Site .")
    gone = compare_versions(version("1", [*old, *kept]), version("2", kept))
    assert "mgid:x replaced by mgid:y" in " ".join(gone.text().split())
    text = found.markdown()
    assert "| site | 1 | [New \\| \\<i\\>site\\</i\\>](<https://w3id.org/minegraph/id/site/new>) |" in text
    assert "replaced by" in text
    assert "<i>" not in found.html()


def test_statement_in_another_file_is_moved_not_changed(change: Callable[..., Comparison]) -> None:
    found = change(f"<{ORE}> <{MG}acronym>", said('mgid:project\\/ore mg:acronym "ORE" .', "data/projects/moved"))
    assert (found.statements.resources, found.moved) == ((), 1)
    assert "1 statement moved to another named graph" in found.sentence
    assert "data/projects/moved new 1" in " ".join(found.text().split())


def test_what_a_nameless_part_says_is_a_changed_definition(change: Callable[..., Comparison]) -> None:
    found = change(more=said("mg:Site owl:equivalentClass [ owl:unionOf ( mg:A mg:B ) ] .", "ontology/minegraph"))
    assert [one.iri for one in found.statements.touched if one.is_redefined] == [f"{MG}Site"]
    assert "1 definition changed" in found.sentence


def test_synergy_that_moved_is_told_with_its_scores(tiny: Version, change: Callable[..., Comparison]) -> None:
    lines = list(tiny.derived.lines())
    asked = f"<{MG}score> ".encode()
    at = next(number for number, line in enumerate(lines) if asked in line)
    subject = lines[at].split(b" ")[0]
    graph = f"<{SYNERGIES}> .".encode()
    lines[at] = b'%s %s"0.999"^^<http://www.w3.org/2001/XMLSchema#decimal> %s' % (subject, asked, graph)
    (moved,) = change(derived=lines).synergies.changes
    assert moved.new is not None
    assert (str(moved.new.score), moved.before) == ("0.999", moved.after)
    assert "Scores that moved" in change(derived=lines).text()


@pytest.fixture
def published(tmp_path: Path, tiny: Version) -> Path:
    """A version of a release, of which tests may change the files."""
    place = tmp_path / "site" / "releases" / "1.0.0"
    place.mkdir(parents=True)
    for name, part in (("stated", tiny.stated), ("inferred", tiny.derived)):
        (place / f"{name}.nq").write_bytes(b"".join(line + b"\n" for line in part.lines()))
    (tmp_path / "site" / "release.json").write_text('{"version": "1.0.0", "base": "https://example.org/"}')
    return place


def test_release_is_compared_with_the_graph_it_was_made_from(published: Path, tiny_generation: Path) -> None:
    site, root = published.parents[1], tiny_generation.parents[2]
    runner = CliRunner()
    same = runner.invoke(verbs, ["diff", str(site), str(root), "--exit-code"])
    assert (same.exit_code, same.stdout.splitlines()[-1]) == (0, "No differences.")
    lines = (published / "stated.nq").read_bytes().splitlines(keepends=True)
    (published / "stated.nq").write_bytes(b"".join(reversed(lines[1:])))
    other = runner.invoke(verbs, ["diff", str(published), str(root), "--format", "json"])
    assert other.exit_code == 0
    assert json.loads(other.stdout)["summary"] == minegraph.compare(published, root).sentence != "No differences."
    assert runner.invoke(verbs, ["diff", str(published), str(root), "--exit-code"]).exit_code == 1


def test_what_cannot_be_compared_says_why(published: Path, tmp_path: Path) -> None:
    def message(old: Path, new: Path = published) -> str:
        with pytest.raises(ReleaseError) as caught:
            minegraph.compare(old, new)
        return str(caught.value)

    assert "nowhere: is not a directory. Give a published directory" in message(tmp_path / "nowhere")
    assert "neither a release nor the root of a graph" in message(tmp_path)
    damaged = tmp_path / "damaged"
    shutil.copytree(published, damaged)
    whole = (damaged / "inferred.nq").read_bytes()
    (damaged / "inferred.nq").write_bytes(whole + b"\0\r\xff\n")
    assert f"inferred.nq:{whole.count(LINE_END) + 1}: damaged" in message(damaged)
    (damaged / "inferred.nq").write_bytes(whole)
    with (damaged / "stated.nq").open("ab") as file:
        file.write(b'<urn:a> <urn:b> "half')
    number = len((damaged / "stated.nq").read_bytes().splitlines())
    assert f"damaged/stated.nq:{number}: damaged, not a line of N-Quads" in message(damaged)
    (damaged / "inferred.nq").unlink()
    assert "damaged: has no inferred.nq" in message(damaged)
    (published.parents[1] / "release.json").write_text("{")
    assert "release.json: damaged, it names no version" in message(published.parents[1])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'/ontology#rank> "1"', b'/ontology#rank> "first"'),
        (b'/ontology#rank> "1"', b'/ontology#rank> "' + b"9" * 5000 + b'"'),
        (b'/ontology#score> "0.', b'/ontology#score> "about 0.'),
    ],
)
def test_synergy_that_is_none_is_compared_as_statements_alone(
    published: Path, tmp_path: Path, old: bytes, new: bytes
) -> None:
    other = shutil.copytree(published, tmp_path / "other")
    said = (other / "inferred.nq").read_bytes()
    line = next(line for line in said.splitlines(keepends=True) if old in line)
    (other / "inferred.nq").write_bytes(said.replace(line, line.replace(old, new)))
    found = minegraph.compare(published, other)
    assert (len(found.difference.removed), len(found.synergies.lost)) == (1, 1)


def raised(root: Path, version: str) -> None:
    """Give the graph another version, and one of its projects another name."""
    dataset = root / "data" / "dataset.ttl"
    dataset.write_text(dataset.read_text().replace('dcat:version "0.1.0"', f'dcat:version "{version}"'))
    projects = root / "data" / "projects" / "projects.ttl"
    projects.write_text(projects.read_text().replace('mg:acronym "ORE"', 'mg:acronym "ORES"'))


def test_release_says_what_has_changed_since_the_one_before(
    published_root: Path, tiny_release: Path, tmp_path: Path
) -> None:
    first = (tiny_release / "releases" / "0.1.0" / "CHANGES.md").read_text()
    assert first == "# Version 0.1.0\n\nThis is the first release: there is no version before it to compare it with.\n"
    root, site = tmp_path / "root", tmp_path / "site"
    shutil.copytree(published_root, root, symlinks=True)
    shutil.copytree(tiny_release / "releases" / "0.1.0", site / "releases" / "0.1.0")
    raised(root, "0.2.0")
    generation = build(Layout(root), tmp_path / "store").store
    edition = Edition(Layout(root), LocalStore.open(generation), generation, site, "0.2.0")
    write_dumps(edition, ignore)
    write_changes(edition, ignore)
    new = site / "releases" / "0.2.0"
    log = (new / "CHANGES.md").read_text()
    assert log.startswith(
        "# Changes from 0.1.0 to 0.2.0\n\n0 resources added, 0 removed, 2 statements changed about 2 "
    )
    assert "| ORE | ORES |" in log
    assert "ORES" in (site / "changes.html").read_text()
    both = [(place / f"{name}.nq").read_bytes() for place in (site / "releases" / "0.1.0", new) for name in NAMES]
    old, expected = (b"".join(both[at : at + 2]).splitlines() for at in (0, 2))
    quads = ox.Dataset(ox.parse(b"\n".join(expected), ox.RdfFormat.N_QUADS))
    assert canonical(applied((new / "changes.ttl").read_bytes(), old)) == canonical(quads)
