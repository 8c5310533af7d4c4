"""What is measured: each part gives its rows."""

from __future__ import annotations

import math
import re
import shutil
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from generate import generate
from processes import MINEGRAPH, ROOT, Run, median_of, median_run, run, script
from rows import Row, Setting, gigabytes, seconds, times
from submission import read_known, write_submission, write_workbook

SMALL = 10_000
TOUCHED = "data/organisations/fi.ttl"
QUESTION = "regions-in-both-projects"
REGION = "Lapland"
SUBMITTED = 1_000
NO_PEER = "-"


def full_build(setting: Setting) -> Iterator[Row]:
    """Build and validation of the shipped graph, and of a smaller one of which the peer makes an end."""
    small = setting.directory / "small"
    generate(small, SMALL)
    yield from _build_beside_peer("shipped graph", ROOT, setting, "10 times")
    yield from _build_beside_peer("generated graph of 10 k triples", small, setting, "")


def _build_beside_peer(what: str, root: Path, setting: Setting, target: str) -> Iterator[Row]:
    ours, peer = _build(root, setting), run(script("peer.py", root, "--limit", str(setting.limit)))
    found = peer.read()
    steps: dict[str, tuple[float, bool]] = found["steps"]
    finished = all(done for _, done in steps.values())
    named = ", ".join(f"{name} {_limited(*step)}" for name, step in steps.items())
    yield Row(
        f"Full build, {what}",
        f"{seconds(ours.seconds)}, {gigabytes(ours.peak)}",
        f"{_limited(peer.seconds, finished)}, {gigabytes(peer.peak)} ({named})",
        times(peer.seconds / ours.seconds, not finished),
        target,
    )
    checked, is_whole = steps["validate"]
    validating = _step(ours, "validate")
    results = f", {found['results']} results" if is_whole else ""
    yield Row(
        f"Validation, {what}",
        f"{seconds(validating)}, {_results(ours)} results",
        f"{_limited(checked, is_whole)}{results}",
        times(checked / validating, not is_whole),
        "",
    )


def _step(build: Run, name: str) -> float:
    """How long a step of a build took, as it says itself."""
    found = re.search(rf"\b{name} ([0-9.]+)", _told(build, "seconds"))
    return float(found[1]) if found else math.nan


def _results(build: Run) -> int:
    counts = re.findall(r"([0-9][0-9,]*) [A-Z]", _told(build, "validation"))
    return sum(int(number.replace(",", "")) for number in counts)


def _told(build: Run, name: str) -> str:
    """The line with that name in what a build says."""
    return next(line for line in build.output.splitlines() if line.startswith(name)).removeprefix(name).strip()


def _limited(taken: float, finished: bool) -> str:
    return seconds(taken) if finished else f"> {seconds(taken)}, stopped"


def _build(root: Path, setting: Setting) -> Run:
    """A build from nothing."""
    store = _store(root, setting)
    return median_run(
        _command(root, setting, "build"), setting.times, before=lambda: shutil.rmtree(store, ignore_errors=True)
    )


def _command(root: Path, setting: Setting, *words: str) -> list[str | Path]:
    return [MINEGRAPH, "--root", root, "--store", _store(root, setting), *words]


def _store(root: Path, setting: Setting) -> Path:
    return setting.directory / f"store-of-{root.name}"


def incremental_build(setting: Setting) -> Iterator[Row]:
    """A build after one more name for an organisation, beside a full one."""
    root = setting.directory / "touched"
    for part in ("ontology", "shapes", "queries", "data"):
        shutil.copytree(ROOT / part, root / part)
    full = _build(root, setting)
    names = iter(range(100))

    def touch() -> None:
        with (root / TOUCHED).open("a") as file:
            organisation = "<https://w3id.org/minegraph/id/organisation/gtk>"
            file.write(f'{organisation} <http://www.w3.org/2004/02/skos/core#altLabel> "Name {next(names)}"@en .\n')

    one = median_run(_command(root, setting, "build"), setting.times, before=touch)
    ratio = times(full.seconds / one.seconds)
    yield Row("Build after one changed file, beside a full one", seconds(one.seconds), seconds(full.seconds), ratio, "")


def _built(root: Path, setting: Setting) -> Path:
    """The generation of a graph's store, built if need be."""
    run(_command(root, setting, "build"))
    store = _store(root, setting)
    return store / "generations" / (store / "current").read_text()


def questions(setting: Setting) -> Iterator[Row]:
    """Every question of the catalogue: the median over questions of the ratio, and its range."""
    words = ("--limit", str(min(setting.limit, 60.0)), "--times", str(setting.times))
    asked: list[dict[str, Any]] = run(script("questions.py", ROOT, _built(ROOT, setting), *words)).read()
    ratios = sorted(one["rdflib"] / one["minegraph"] for one in asked)
    stopped = sum(not one["finished"] for one in asked)
    typical = {engine: statistics.median(one[engine] for one in asked) for engine in ("minegraph", "rdflib")}
    spread = f"median {times(statistics.median(ratios))}, from {times(ratios[0])} to {times(ratios[-1])}"
    yield Row(
        f"{len(asked)} questions of the catalogue, {_same(asked)} with as many rows in both",
        f"{seconds(typical['minegraph'])} (median)",
        f"{seconds(typical['rdflib'])} (median){f', {stopped} stopped' if stopped else ''}",
        spread,
        "median 20 times",
    )


def _same(asked: list[dict[str, Any]]) -> int:
    return sum(one["rows"].get("minegraph") == one["rows"].get("rdflib") for one in asked)


def cli(setting: Setting) -> Iterator[Row]:
    """Commands on a built store, from start to end of the process."""
    generation = _built(ROOT, setting)
    repeated = setting.times * 3
    python = median_run([sys.executable, "-c", "pass"], repeated)
    rdflib = median_run([sys.executable, "-c", "import rdflib"], repeated)
    query = median_run(_command(ROOT, setting, "query", QUESTION), repeated)
    engine = float(run(script("engine.py", ROOT, generation, QUESTION)).output)
    outside = query.seconds - engine
    yield Row(
        f"`minegraph query {QUESTION}`, warm, outside the engine",
        f"{seconds(outside)} of {seconds(query.seconds)}",
        f"{seconds(rdflib.seconds)} (`import rdflib`); {seconds(python.seconds)} (`python -c pass`)",
        times(rdflib.seconds / outside),
        "< 0.15 s",
    )
    wall = median_run(_command(ROOT, setting, "synergies", REGION), repeated).seconds
    yield Row(f"`minegraph synergies {REGION}`, warm", seconds(wall), NO_PEER, NO_PEER, "< 0.5 s")


def large_graphs(setting: Setting) -> Iterator[Row]:
    """Builds of generated graphs, and the scores of all pairs of regions of the largest."""
    sizes = {"30 k": 30_000, "300 k": 300_000} if setting.quick else {"300 k": 300_000, "3 M": 3_000_000}
    for name, size in sizes.items():
        root = setting.directory / f"generated-{size}"
        generate(root, size)
        build = run(_command(root, setting, "build"))
        taken = (
            f"{seconds(build.seconds)}, {gigabytes(build.peak)}, {_told(build, 'triples')} triples with what follows"
        )
        yield Row(f"Full build, generated graph of {name} triples", taken, NO_PEER, NO_PEER, "")
    scoring = run(script("scoring.py", root, _built(root, setting)))
    scored = scoring.read()
    yield Row(
        f"Synergies of {scored['regions']:,} regions, all {scored['scores']:,} pairs, one profile, {name} triples",
        f"{seconds(scoring.seconds)}, {gigabytes(scoring.peak)}",
        NO_PEER,
        NO_PEER,
        "< 30 s, < 2 GB",
    )


def submissions(setting: Setting) -> Iterator[Row]:
    """A submission checked against the shipped graph and against a large generated one."""
    name, size = ("300 k", 300_000) if setting.quick else ("3 M", 3_000_000)
    root = setting.directory / f"generated-{size}"
    if not root.exists():
        generate(root, size)
    small, large = (_submission(one, setting) for one in (ROOT, root))
    shipped, generated = _validated_in_turn(((ROOT, small), (root, large)), setting)
    turtle = small.with_suffix(".ttl")
    peer = run(script("peer.py", ROOT, "--limit", str(setting.limit), "--submission", turtle))
    is_whole = all(done for _, done in peer.read()["steps"].values())
    yield Row(
        f"`minegraph validate` of {SUBMITTED:,} rows in a workbook, shipped graph",
        f"{seconds(shipped.seconds)}, {gigabytes(shipped.peak)}",
        _limited(peer.seconds, is_whole),
        times(peer.seconds / shipped.seconds, not is_whole),
        "< 10 s",
    )
    yield Row(
        f"As many rows, generated graph of {name} triples, beside the shipped one",
        f"{seconds(generated.seconds)}, {gigabytes(generated.peak)}",
        f"{seconds(shipped.seconds)} (minegraph, shipped)",
        f"{generated.seconds / shipped.seconds:.2f} times as long",
        "< 10 s, 1.5 times as long",
    )


def _submission(root: Path, setting: Setting) -> Path:
    """A workbook to hand in that fits a graph, which is built if need be; beside it the same in Turtle."""
    _built(root, setting)
    turtle = setting.directory / f"submission-to-{root.name}.ttl"
    write_submission(turtle, read_known(root, _store(root, setting)), SUBMITTED)
    workbook = turtle.with_suffix(".xlsx")
    write_workbook(workbook, turtle, root, _store(root, setting))
    return workbook


def _validated_in_turn(files: Sequence[tuple[Path, Path]], setting: Setting) -> list[Run]:
    """The median run for each graph and its file; the graphs take turns, so that the machine's drift meets them all."""
    runs = [[run(_command(root, setting, "validate", str(file))) for root, file in files] for _ in range(setting.times)]
    return [median_of(turns) for turns in zip(*runs, strict=True)]
