"""A build brings the store up to date, does only what is needed, and never harms the store in use."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from minegraph.build import BuildReport, build, default_store_dir, ensure_built, open_built
from minegraph.dump import dump_quads, graph_named
from minegraph.errors import NotFoundError, SourceError, StoreError
from minegraph.files import Layout, packaged_root
from minegraph.generations import Generations
from minegraph.store import LocalStore
from minegraph.telling import Progress
from minegraph.terms import GRAPH

COUNT = "SELECT (COUNT(*) AS ?number) WHERE { ?thing <https://w3id.org/minegraph/ontology#within> ?region }"
ONTOLOGY = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
mg:area a owl:DatatypeProperty .
mg:within a owl:TransitiveProperty .
"""
NORTH = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX r: <https://w3id.org/minegraph/id/region/>
r:A mg:within r:B . r:B mg:within r:C . r:A mg:area 16073.00 , "007"^^<http://www.w3.org/2001/XMLSchema#integer> .
"""
SOUTH = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
<https://w3id.org/minegraph/id/region/D> mg:within <https://w3id.org/minegraph/id/region/A> .
"""
BUILD = """
import sys
from pathlib import Path
from minegraph.build import build
from minegraph.files import Layout
build(Layout(Path(sys.argv[1])), Path(sys.argv[2]), notice=print)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A graph of three files and the shipped rules."""
    root = tmp_path / "root"
    for folder in ("shapes", "data/regions"):
        (root / folder).mkdir(parents=True)
    shutil.copytree(packaged_root() / "ontology" / "rules", root / "ontology" / "rules")
    (root / "ontology" / "small.ttl").write_text(ONTOLOGY)
    (root / "data" / "regions" / "north.ttl").write_text(NORTH)
    (root / "data" / "regions" / "south.ttl").write_text(SOUTH)
    return root


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "store"


def containments(store: Path) -> int:
    return int(str(LocalStore.open(store).select(COUNT).rows[0][0].value))  # type: ignore[union-attr]


def built(root: Path, place: Path) -> BuildReport:
    return build(Layout(root), place)


def in_process(root: Path, place: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", BUILD, str(root), str(place)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def dumped(root: Path, store: Path) -> bytes:
    return ox.serialize(dump_quads(store, Layout(root)), format=ox.RdfFormat.N_QUADS) or b""


def test_first_build_reads_everything(root: Path, place: Path) -> None:
    report = built(root, place)
    assert report.reloaded == (f"{GRAPH}data/regions/north", f"{GRAPH}data/regions/south", f"{GRAPH}ontology/small")
    assert (report.unchanged, report.rebuilt_because, report.removed) == (False, None, ())
    assert (report.graphs, report.inferred, report.triples, containments(report.store)) == (5, 3, 10, 6)


def test_second_build_does_nothing(root: Path, place: Path) -> None:
    first, second = built(root, place), built(root, place)
    assert second.unchanged
    assert (second.store, second.reloaded, second.triples) == (first.store, (), first.triples)


def test_build_after_touching_one_file_reloads_one_graph(root: Path, place: Path) -> None:
    built(root, place)
    (root / "data" / "regions" / "south.ttl").write_text(SOUTH.replace("region/D", "region/E"))
    report = built(root, place)
    assert report.reloaded == (f"{GRAPH}data/regions/south",)
    assert dumped(root, report.store) == dumped(root, built(root, place.with_name("afresh")).store)


def test_file_with_a_new_time_but_the_same_content_is_not_reloaded(root: Path, place: Path) -> None:
    first = built(root, place)
    os.utime(root / "data" / "regions" / "south.ttl")
    assert built(root, place).store == first.store


def test_removed_file_takes_its_graph_and_conclusions_along(root: Path, place: Path) -> None:
    built(root, place)
    (root / "data" / "regions" / "south.ttl").unlink()
    report = built(root, place)
    assert (report.reloaded, report.removed) == ((), (f"{GRAPH}data/regions/south",))
    assert (report.inferred, containments(report.store)) == (1, 3)


def test_added_file_is_a_new_graph(root: Path, place: Path) -> None:
    built(root, place)
    (root / "data" / "extra.ttl").write_text(SOUTH.replace("region/D", "region/E"))
    assert built(root, place).reloaded == (f"{GRAPH}data/extra",)


def test_changed_rule_changes_what_is_inferred(root: Path, place: Path) -> None:
    built(root, place)
    (root / "ontology" / "rules" / "prp-trp.rq").unlink()
    report = built(root, place)
    assert (report.unchanged, report.reloaded, report.inferred) == (False, (), 0)


def test_changed_shape_leaves_inference_alone_and_is_validated(root: Path, place: Path) -> None:
    built(root, place)
    shape = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX mg: <https://w3id.org/minegraph/ontology#>
    <https://example.org/s> a sh:NodeShape ; sh:targetSubjectsOf mg:within ; sh:property <https://example.org/p> .
    <https://example.org/p> sh:path mg:label ; sh:minCount 1 ; sh:message "Give it a label." ."""
    (root / "shapes" / "strict.ttl").write_text(shape)
    report = built(root, place)
    assert report.reloaded == (f"{GRAPH}shapes/strict",)
    assert (report.validation["Violation"], report.inferred) == (3, 3)


def test_two_builds_give_the_same_dump(tiny_root: Path, tmp_path: Path) -> None:
    first, second = built(tiny_root, tmp_path / "a"), built(tiny_root, tmp_path / "b")
    assert first.assessments > 0
    assert dumped(tiny_root, first.store) == dumped(tiny_root, second.store)


def test_incremental_build_gives_the_dump_of_a_fresh_one(tiny_root: Path, tmp_path: Path) -> None:
    built(tiny_root, tmp_path / "a")
    sites = tiny_root / "data" / "sites" / "sites.ttl"
    sites.write_text(sites.read_text().replace("commodity/cobalt", "commodity/copper"))
    after, fresh = built(tiny_root, tmp_path / "a"), built(tiny_root, tmp_path / "b")
    assert len(after.reloaded) == 1
    assert dumped(tiny_root, after.store) == dumped(tiny_root, fresh.store)
    assert stored(after.store) == stored(fresh.store)


def stored(store: Path) -> set[str]:
    return {str(quad) for quad in ox.Store.read_only(str(store)) if "_:" not in str(quad)}


def test_dump_keeps_literals_as_the_files_write_them(root: Path, place: Path) -> None:
    text = dumped(root, built(root, place).store).decode()
    assert '"16073.00"^^' in text
    assert '"007"^^' in text


def test_dump_of_one_graph(root: Path, place: Path) -> None:
    quads = dump_quads(built(root, place).store, Layout(root), [graph_named(Layout(root), "data/regions/south.ttl")])
    assert [str(quad.graph_name) for quad in quads] == [f"<{GRAPH}data/regions/south>"]


def test_unknown_graph_gets_suggestions(root: Path) -> None:
    with pytest.raises(NotFoundError, match="Did you mean 'data/regions/north'"):
        graph_named(Layout(root), "data/regions/nort")


def test_progress_names_every_step(root: Path, place: Path) -> None:
    seen: list[str] = []
    build(Layout(root), place, progress=lambda step, _done, _total: seen.append(step))
    assert list(dict.fromkeys(seen)) == ["read", "infer", "assess", "validate", "write"]


def test_syntax_error_leaves_the_last_good_store_in_use(root: Path, place: Path) -> None:
    good = built(root, place)
    (root / "data" / "regions" / "south.ttl").write_text("<a:b> <a:c>\n mgo:x .")
    with pytest.raises(SourceError, match=r'south.ttl:2: unknown prefix "mgo:". Declare it or fix the spelling.'):
        built(root, place)
    said: list[str] = []
    assert ensure_built(Layout(root), place, notice=said.append) == good.store
    assert containments(good.store) == 6
    assert "south.ttl:2: unknown prefix" in said[0]
    assert said[0].endswith("Until then the last good store answers.")


def test_syntax_error_without_a_store_is_an_error(root: Path, place: Path) -> None:
    (root / "data" / "regions" / "south.ttl").write_text("<a:b> .")
    with pytest.raises(SourceError):
        ensure_built(Layout(root), place)
    assert Generations(place).current() is None


def test_first_use_builds_and_the_next_only_looks(root: Path, place: Path) -> None:
    first = ensure_built(Layout(root), place)
    seen: list[str] = []
    assert ensure_built(Layout(root), place, progress=lambda step, _done, _total: seen.append(step)) == first
    assert seen == []


def test_changed_file_is_noticed_even_with_the_same_size_and_time(root: Path, place: Path) -> None:
    path = root / "data" / "regions" / "south.ttl"
    path.write_text(SOUTH)
    first, times = ensure_built(Layout(root), place), path.stat()
    path.write_text(SOUTH.replace("region/D", "region/E"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert ensure_built(Layout(root), place) != first


def broken_pointer(place: Path) -> None:
    (place / "current").write_bytes(b"\x00garbage")


def pointer_to_nothing(place: Path) -> None:
    (place / "current").write_text("99")


def broken_manifest(place: Path) -> None:
    next(place.glob("generations/*/manifest.json")).write_text('{"versions": {')


def odd_manifest(place: Path) -> None:
    next(place.glob("generations/*/manifest.json")).write_text("[1]")


def manifest_with_odd_size(place: Path) -> None:
    path = next(place.glob("generations/*/manifest.json"))
    path.write_text(re.sub(r'(\.sst": \[\s*)"[0-9]+"', r'\1"many"', path.read_text(), count=1))


def other_version(place: Path) -> None:
    path = next(place.glob("generations/*/manifest.json"))
    path.write_text(path.read_text().replace('"minegraph": "', '"minegraph": "0.0.'))


def truncated_table(place: Path) -> None:
    path = max(place.glob("generations/*/*.sst"), key=lambda path: path.stat().st_size)
    os.truncate(path, path.stat().st_size // 2)


def missing_table(place: Path) -> None:
    max(place.glob("generations/*/*.sst"), key=lambda path: path.stat().st_size).unlink()


DAMAGE = [
    broken_pointer,
    pointer_to_nothing,
    broken_manifest,
    odd_manifest,
    manifest_with_odd_size,
    other_version,
    truncated_table,
    missing_table,
]


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_damaged_store_is_rebuilt_and_said(root: Path, place: Path, damage: object) -> None:
    ensure_built(Layout(root), place)
    damage(place)  # type: ignore[operator]
    said: list[str] = []
    assert containments(ensure_built(Layout(root), place, notice=said.append)) == 6
    assert len(said) == 1
    assert said[0].startswith("The store was rebuilt: ")
    assert "\n" not in said[0]


def test_flipped_bit_is_found_by_a_build(root: Path, place: Path) -> None:
    built(root, place)
    path = max(place.glob("generations/*/*.sst"), key=lambda path: path.stat().st_size)
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)
    assert built(root, place).rebuilt_because == f"{path.name} is damaged"


def test_store_that_cannot_be_opened_is_rebuilt(root: Path, place: Path) -> None:
    built(root, place)
    for path in place.glob("generations/*/*.sst"):
        path.write_bytes(b"\x00" * path.stat().st_size)
    said: list[str] = []
    store = open_built(Layout(root), place, notice=said.append)
    assert store.select(COUNT).rows[0][0] == ox.Literal(6)
    assert [line.startswith("The store was rebuilt: 0") and line.endswith(".sst is damaged.") for line in said] == [
        True
    ]


def test_killed_build_leaves_the_store_in_use(root: Path, place: Path) -> None:
    usual, chance = containments(built(root, place).store), random.Random(7)  # noqa: S311
    for number in range(12):
        (root / "data" / "regions" / "south.ttl").write_text(SOUTH.replace("region/D", f"region/K{number}"))
        process = in_process(root, place)
        time.sleep(chance.uniform(0.05, 0.5))
        process.kill()
        process.communicate()
        generation = Generations(place).current(thoroughly=True)
        assert generation is not None
        assert containments(generation.path) == usual
    assert containments(built(root, place).store) == 6
    assert len(list((place / "generations").iterdir())) <= 2


def test_interrupted_build_leaves_the_store_in_use(root: Path, place: Path) -> None:
    good = built(root, place)
    (root / "data" / "regions" / "south.ttl").write_text(SOUTH.replace("region/D", "region/E"))
    with pytest.raises(KeyboardInterrupt):
        build(Layout(root), place, progress=interrupt_at("write"))
    assert Generations(place).current() is not None
    assert [path.name for path in (place / "generations").iterdir()] == [good.store.name]


def interrupt_at(step: str) -> Progress:
    def progress(name: str, _done: int, _total: int) -> None:
        if name == step:
            raise KeyboardInterrupt

    return progress


def test_full_disk_leaves_the_store_in_use(tiny_root: Path, place: Path) -> None:
    good = built(tiny_root, place)
    (tiny_root / "data" / "more.ttl").write_text(
        "".join(
            f"<https://example.org/{number}> <https://example.org/p> '{'x' * 300}{number}' .\n"
            for number in range(5000)
        )
    )
    with pytest.raises(StoreError, match="the store cannot be written"):
        run_with_small_files(tiny_root, place)
    generation = Generations(place).current(thoroughly=True)
    assert generation is not None
    assert generation.path == good.store
    assert [path.name for path in (place / "generations").iterdir()] == [good.store.name]


def run_with_small_files(root: Path, place: Path) -> None:
    """Build in another process in which no file can grow beyond half a megabyte; its StoreError is raised here."""
    code = f"""
import resource, sys
from minegraph.errors import StoreError
resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
try:
    exec({BUILD!r})
except StoreError as error:
    sys.exit(str(error))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(root), str(place)], capture_output=True, text=True, check=False
    )
    if done.returncode == 1:
        raise StoreError(done.stderr.strip())
    assert done.returncode == 0, done.stderr


def test_second_build_waits_for_the_first_and_says_so(root: Path, place: Path) -> None:
    with Generations(place).locked(print):
        waiting = in_process(root, place)
        assert waiting.stdout is not None
        time.sleep(1)
        assert waiting.poll() is None
    output, errors = waiting.communicate(timeout=60)
    assert (waiting.returncode, errors) == (0, "")
    assert output == "Another build is running. Waiting for it to finish.\n"


def test_builds_at_the_same_time_end_well(root: Path, place: Path) -> None:
    processes = [in_process(root, place) for _ in range(4)]
    assert [process.communicate(timeout=120)[1] for process in processes] == [""] * 4
    assert [path.name for path in (place / "generations").iterdir()] == ["1"]


def test_reader_of_the_generation_before_is_not_disturbed(root: Path, place: Path) -> None:
    reader = LocalStore.open(ensure_built(Layout(root), place))
    (root / "data" / "regions" / "south.ttl").unlink()
    ensure_built(Layout(root), place)
    assert reader.select(COUNT).rows[0][0] == ox.Literal(6)


def test_old_generations_go(root: Path, place: Path) -> None:
    for number in range(4):
        (root / "data" / "regions" / "south.ttl").write_text(SOUTH.replace("region/D", f"region/G{number}"))
        built(root, place)
    assert sorted(path.name for path in (place / "generations").iterdir()) == ["3", "4"]


def test_store_of_a_checkout_lies_in_it(root: Path) -> None:
    assert default_store_dir(Layout(root)) == root / ".minegraph"


def test_store_of_a_root_that_cannot_be_written_lies_in_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere/cache")
    assert default_store_dir(Layout(Path("/proc/1"))).parent == Path("/somewhere/cache/minegraph")


def test_place_that_cannot_be_written_is_said(root: Path) -> None:
    with pytest.raises(StoreError, match="the store cannot be written"):
        built(root, root / "ontology" / "small.ttl" / "store")


def test_submission_that_repeats_other_files_does_not_repeat_answers(root: Path, place: Path) -> None:
    submissions = root / "data" / "submissions"
    submissions.mkdir()
    (submissions / "again.ttl").write_text(NORTH)
    assert containments(built(root, place).store) == 6
    (root / "data" / "regions" / "north.ttl").unlink()
    assert containments(built(root, place).store) == 6
    (root / "data" / "regions" / "north.ttl").write_text(NORTH)
    assert containments(built(root, place).store) == 6
