"""A workspace: own data beside the graph that came with the package."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import minegraph
from minegraph.build import build, default_store_dir
from minegraph.cli import verbs
from minegraph.dump import dump_quads
from minegraph.errors import SourceError, SubmissionError
from minegraph.files import Layout, find_layout, packaged_root
from minegraph.generations import Generations
from minegraph.queries import catalogue
from minegraph.store import LocalStore
from minegraph.submission.acceptance import accept
from minegraph.submission.inbox import Inbox
from minegraph.submission.workspace import make_workspace
from minegraph.terms import GRAPH, ID, MG, PREFIXES
from submission_worlds import check_alone, draft_of, files_below, small_root

FACT = "<https://example.org/a> <https://example.org/b> {} .\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "own").root


@pytest.fixture
def laid(tmp_path: Path) -> Layout:
    """A small graph, and a workspace over it with a file of its own and one that takes the place of a shipped one."""
    base = small_root(tmp_path / "base").root
    (base / "data" / "kept.ttl").write_text(FACT.format(1))
    (base / "data" / "covered.ttl").write_text(FACT.format(2))
    root = make_workspace(tmp_path / "own").root
    (root / "data" / "covered.ttl").write_text(FACT.format(3))
    (root / "data" / "own").mkdir()
    (root / "data" / "own" / "new.ttl").write_text(FACT.format(4))
    return Layout(root, base)


def init(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(verbs, ["init", *words])
    return result.exit_code, result.stdout, result.stderr


def test_init_makes_a_workspace_and_says_what_comes_next(tmp_path: Path) -> None:
    code, output, errors = init(str(tmp_path / "deep" / "own"))
    assert (code, errors) == (0, "")
    assert f"{tmp_path}/deep/own is a workspace. Made data/, .gitignore, README.md, minegraph.toml." in output
    made = files_below(tmp_path / "deep" / "own")
    assert sorted(made) == [".gitignore", "README.md", "minegraph.toml"]
    assert made[".gitignore"] == b".minegraph/\ninbox/\ndata/regions/boundaries.ttl\n"
    assert b"format = 1\n" in made["minegraph.toml"]
    for command in ("minegraph template", "minegraph submit", "minegraph accept"):
        assert command in output
        assert command in made["README.md"].decode()


def test_init_keeps_what_is_there(tmp_path: Path) -> None:
    kept = {"README.md": "mine", ".gitignore": "*.bak\n.minegraph/\n", "data/a.ttl": FACT.format(1), "notes": "x"}
    for name, text in kept.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    code, output, errors = init(str(tmp_path))
    assert (code, "Made minegraph.toml." in output) == (0, True)
    assert errors == f"Add to {tmp_path}/.gitignore: inbox/ data/regions/boundaries.ttl\n"
    assert {name: (tmp_path / name).read_text() for name in kept} == kept


def test_init_twice_changes_nothing(workspace: Path) -> None:
    before = files_below(workspace)
    code, output, _ = init(str(workspace))
    assert (code, "Everything was there already." in output) == (0, True)
    assert files_below(workspace) == before


def test_init_of_a_checkout_says_that_it_is_one(tmp_path: Path) -> None:
    root = small_root(tmp_path / "root").root
    before = files_below(root)
    code, output, _ = init(str(root))
    assert (code, "is a checkout of the graph: it is its own workspace. Nothing was changed." in output) == (0, True)
    assert files_below(root) == before


@pytest.mark.parametrize("name", ["file", "file/own", "taken"])
def test_init_where_a_file_is_in_the_way(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "data").write_text("")
    before = files_below(tmp_path)
    code, _, errors = init(str(tmp_path / name))
    assert code == 2
    assert errors.endswith("is a file, not a directory. Choose another place.\n")
    assert files_below(tmp_path) == before


@pytest.mark.skipif(not Path("/proc/1").is_dir(), reason="needs a directory that nobody can write to")
def test_init_where_nobody_can_write() -> None:
    code, _, errors = init("/proc/1/own")
    assert code == 2
    assert errors.startswith("minegraph: Cannot write /proc/1/own (")
    assert "is no workspace yet. See to it that it can be written to, then try again." in errors
    assert errors.count("\n") == 1


def test_init_inside_the_package_is_refused() -> None:
    with pytest.raises(SubmissionError, match=r"is part of the installed package\. Choose a directory"):
        make_workspace(Path(minegraph.__file__).parent / "graph")


def test_graph_of_the_package_takes_no_submissions(tmp_path: Path) -> None:
    installed = Layout(Path(minegraph.__file__).parent / "graph")
    with pytest.raises(SubmissionError, match=r"cannot be changed\. Run `minegraph init DIR`, then"):
        Inbox(installed).put(draft_of(tmp_path))
    with pytest.raises(SubmissionError, match="Run `minegraph init DIR`"):
        Inbox(installed).entry("2026")
    assert not installed.root.exists()


def test_layout_is_the_nearest_workspace_or_root(
    workspace: Path, tiny_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace / "data")
    assert find_layout() == Layout(workspace, packaged_root())
    inner = make_workspace(tiny_root / "own").root
    monkeypatch.chdir(inner)
    assert find_layout() == Layout(inner, packaged_root())
    monkeypatch.chdir(tiny_root / "data")
    assert find_layout() == Layout(tiny_root)
    monkeypatch.chdir(tmp_path)
    assert find_layout() == Layout(packaged_root())
    assert find_layout(workspace) == Layout(workspace, packaged_root())


def test_workspace_with_an_ontology_and_shapes_of_its_own_stays_one(workspace: Path) -> None:
    for folder in ("ontology", "shapes"):
        (workspace / folder).mkdir()
    assert find_layout(workspace).base == packaged_root()


@pytest.mark.parametrize(
    ("marker", "message"),
    [("format = 2", "a workspace of format 2. Install the minegraph that made it."), ("[", "not TOML")],
)
def test_workspace_of_another_format_is_refused(workspace: Path, marker: str, message: str) -> None:
    (workspace / "minegraph.toml").write_text(marker)
    with pytest.raises(SourceError, match=f"minegraph.toml: {message}"):
        find_layout(workspace)


def test_own_files_are_laid_over_the_shipped_ones(laid: Layout) -> None:
    assert laid.base is not None
    assert laid.graph_files == {
        f"{GRAPH}data/covered": laid.root / "data" / "covered.ttl",
        f"{GRAPH}data/kept": laid.base / "data" / "kept.ttl",
        f"{GRAPH}data/own/new": laid.root / "data" / "own" / "new.ttl",
        f"{GRAPH}data/regions": laid.base / "data" / "regions.ttl",
        f"{GRAPH}ontology/small": laid.base / "ontology" / "small.ttl",
        f"{GRAPH}shapes/small": laid.base / "shapes" / "small.ttl",
    }


@pytest.mark.parametrize("kind", ["queries", "facets", "rules"])
def test_own_queries_facets_and_rules_join_the_shipped_ones(workspace: Path, kind: str) -> None:
    layout = find_layout(workspace)
    shipped: tuple[Path, ...] = getattr(layout, kind)
    assert len(shipped) > 2
    mine = workspace / layout.name(shipped[0])
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_bytes(shipped[0].read_bytes())
    (mine.parent / "zzz.rq").write_bytes(shipped[0].read_bytes())
    assert getattr(layout, kind) == (mine, *shipped[1:], mine.parent / "zzz.rq")


def test_own_question_is_in_the_catalogue(workspace: Path) -> None:
    (workspace / "queries").mkdir()
    shutil.copy(packaged_root() / "queries" / "countries.rq", workspace / "queries" / "my-countries.rq")
    names = catalogue(find_layout(workspace))
    assert {"my-countries", "countries"} < set(names)


def test_file_knows_its_name_wherever_the_roots_lie(tmp_path: Path) -> None:
    outer, inner = tmp_path, tmp_path / "venv" / "graph"
    for layout in (Layout(outer, inner), Layout(inner, outer)):
        for root in (outer, inner):
            assert layout.name(root / "data" / "a.ttl") == "data/a.ttl"
            assert layout.graph_iri(root / "data" / "a.ttl") == f"{GRAPH}data/a"


def test_build_of_a_workspace_is_the_shipped_graph_and_its_own_files(laid: Layout) -> None:
    assert laid.base is not None
    before = files_below(laid.base)
    report = build(laid, default_store_dir(laid))
    assert report.store.is_relative_to(laid.root / ".minegraph")
    values = LocalStore.open(report.store).select("SELECT ?v { <https://example.org/a> ?p ?v } ORDER BY ?v").rows
    assert [row[0] for row in values] == [ox.Literal(1), ox.Literal(3), ox.Literal(4)]
    assert {quad.graph_name.value for quad in dump_quads(report.store, laid)} >= set(laid.graph_files)  # type: ignore[union-attr]
    assert files_below(laid.base) == before


def test_build_of_a_workspace_follows_its_files(laid: Layout) -> None:
    place = default_store_dir(laid)
    build(laid, place)
    (laid.root / "data" / "covered.ttl").unlink()
    (laid.root / "data" / "own" / "new.ttl").unlink()
    report = build(laid, place)
    assert (report.reloaded, report.removed) == ((f"{GRAPH}data/covered",), (f"{GRAPH}data/own/new",))


def test_manifest_does_not_depend_on_where_the_workspace_is(laid: Layout, tmp_path: Path) -> None:
    assert laid.base is not None
    build(laid, default_store_dir(laid))
    moved = Layout(tmp_path / "moved" / "own", tmp_path / "moved" / "base")
    for old, new in ((laid.root, moved.root), (laid.base, moved.base)):
        assert new is not None
        shutil.copytree(old, new)
    assert build(moved, default_store_dir(moved)).unchanged
    current = Generations(default_store_dir(moved)).current()
    assert current is not None
    assert not any(os.path.isabs(name) or ".." in name for name in current.manifest.inputs)  # noqa: PTH117


def test_syntax_error_names_the_file_where_it_is(laid: Layout) -> None:
    assert laid.base is not None
    (laid.base / "data" / "kept.ttl").write_text("broken")
    with pytest.raises(SourceError, match=str(laid.base / "data" / "kept.ttl")):
        build(laid, default_store_dir(laid))


def test_submission_is_accepted_in_the_workspace_and_not_in_the_graph_under_it(laid: Layout, tmp_path: Path) -> None:
    assert laid.base is not None
    before = files_below(laid.base)
    entry, _ = Inbox(laid).put(draft_of(tmp_path / "handed-in"))
    acceptance = accept(laid, entry.id, "Steward", check_alone(Layout(laid.base)))
    assert acceptance.path == laid.root / "data" / "submissions" / f"{entry.id}.ttl"
    assert acceptance.graph in laid.graph_files
    assert files_below(laid.base) == before


@pytest.mark.heavy
def test_accepted_submission_is_found_beside_the_shipped_graph(workspace: Path, tmp_path: Path) -> None:
    shipped = files_below(packaged_root() / "data")
    facts = f"""
        @prefix mg: <{MG}> . @prefix skos: <{PREFIXES["skos"]}> . @prefix dcterms: <{PREFIXES["dcterms"]}> .
        <{ID}organisation/own-survey> a mg:Organisation ; skos:prefLabel "Own Survey"@en ;
            mg:country <{PREFIXES["country"]}FIN> ; mg:operatesIn <{ID}region/FI1D7> ;
            mg:confidence <{ID}confidence/high> ; dcterms:source <https://example.org/> ."""
    entry, _ = Inbox(find_layout(workspace)).put(draft_of(tmp_path / "handed-in", facts))
    accepted = CliRunner().invoke(verbs, ["--root", str(workspace), "accept", entry.id, "--by", "Own Survey"])
    assert (accepted.exit_code, f"data/submissions/{entry.id}" in accepted.stdout) == (0, True)
    described = CliRunner().invoke(verbs, ["--root", str(workspace), "describe", "Own Survey"])
    assert "Lapland" in described.stdout
    assert CliRunner().invoke(verbs, ["--root", str(workspace), "validate"]).exit_code == 0
    assert files_below(packaged_root() / "data") == shipped
