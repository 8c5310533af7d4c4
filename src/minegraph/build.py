"""Files to store: read, infer, assess, validate, write. Only what changed is done again; a failure changes nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import minegraph
from minegraph.errors import MinegraphError, StoreError
from minegraph.files import Layout
from minegraph.generations import DamageError, Generation, Generations, Manifest
from minegraph.inputs import is_fresh, read_inputs
from minegraph.store import LocalStore
from minegraph.telling import Notice, Progress, ignore
from minegraph.workshop import Workshop


@dataclass(frozen=True)
class BuildReport:
    """What a build did. `store` is the generation in use; graphs are IRIs; `validation` counts results by severity."""

    store: Path
    unchanged: bool
    rebuilt_because: str | None
    reloaded: tuple[str, ...]
    removed: tuple[str, ...]
    graphs: int
    triples: int
    inferred: int
    assessments: int
    validation: dict[str, int]
    seconds: dict[str, float]


def build(
    layout: Layout, store_dir: Path, progress: Progress | None = None, notice: Notice | None = None
) -> BuildReport:
    """Bring the store up to date with the files.

    `progress` is told the step (read, infer, assess, validate, write), how much is done and out of how much; `notice`
    is told in a sentence when the build has to wait for another. Raises SourceError for a file with a syntax error,
    StoreError when the store cannot be written; the last good store then stays in use.
    """
    generations = Generations(store_dir)
    try:
        with generations.locked(notice or ignore):
            return _build(layout, generations, progress or ignore)
    except OSError as error:
        reason = "the disk is full" if "No space left" in str(error) else error.strerror or error
        advice = "The previous store stays in use. Make room or choose another place with --store."
        raise StoreError(f"{store_dir}: the store cannot be written ({reason}). {advice}") from error


def ensure_built(
    layout: Layout, store_dir: Path, progress: Progress | None = None, notice: Notice | None = None
) -> Path:
    """The generation that answers for the files as they are now, built first if need be.

    When the files have changed and cannot be built, `notice` is told why and the last good store answers.
    """
    say = notice or ignore
    good = _usable(Generations(store_dir))
    try:
        if good is not None and is_fresh(layout, good.manifest.inputs):
            return good.path
        report = build(layout, store_dir, progress, notice)
    except MinegraphError as error:
        if good is None:
            raise
        say(f"{error} Until then the last good store answers.")
        return good.path
    if report.rebuilt_because:
        say(f"The store was rebuilt: {report.rebuilt_because}.")
    return report.store


def open_built(
    layout: Layout, store_dir: Path, progress: Progress | None = None, notice: Notice | None = None
) -> LocalStore:
    """The store that answers for the files as they are now, open; built first if need be, or if it cannot be opened."""
    path = ensure_built(layout, store_dir, progress, notice)
    try:
        return LocalStore.open(path)
    except StoreError:
        report = build(layout, store_dir, progress, notice)
        (notice or ignore)(f"The store was rebuilt: {report.rebuilt_because or 'it could not be opened'}.")
        return LocalStore.open(report.store)


def default_store_dir(layout: Layout) -> Path:
    """Where the store of a graph lies: in a checkout or workspace that can be written, else in the user's cache."""
    root = layout.root.resolve()
    if not layout.is_installed and os.access(root, os.W_OK):
        return root / ".minegraph"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = sha256(str(root).encode()).hexdigest()[:12]
    return cache / "minegraph" / f"{minegraph.__version__}-{place}"


def _usable(generations: Generations) -> Generation | None:
    try:
        return generations.current()
    except DamageError:
        return None


def _build(layout: Layout, generations: Generations, progress: Progress) -> BuildReport:
    before, problem = None, None
    try:
        before = generations.current(thoroughly=True)
    except DamageError as error:
        problem = str(error)
    if before is not None:
        generations.sweep()
    read = read_inputs(layout)
    if before is not None and _contents(before.manifest) == {name: one.sha256 for name, one in read.inputs.items()}:
        generations.record(before, dict(read.inputs))
        return _report(before, {})
    workshop = Workshop(layout, read, before, progress)
    with generations.draft() as path:
        workshop.work()
        workshop.write(path)
        after = generations.publish(path, workshop.manifest())
    generations.sweep()
    return _report(after, workshop.seconds, problem, workshop.changes())


def _contents(manifest: Manifest) -> dict[str, str]:
    return {name: described.sha256 for name, described in manifest.inputs.items()}


def _report(
    generation: Generation,
    seconds: dict[str, float],
    problem: str | None = None,
    changes: tuple[list[str], list[str]] = ([], []),
) -> BuildReport:
    reloaded, removed = changes
    return BuildReport(
        store=generation.path,
        unchanged=not seconds,
        rebuilt_because=problem,
        reloaded=tuple(reloaded),
        removed=tuple(removed),
        validation=generation.manifest.validation,
        seconds=seconds,
        **generation.manifest.counts,
    )
