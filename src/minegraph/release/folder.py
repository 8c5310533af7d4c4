"""The directory of a release: written beside its place, and put there when it is whole.

DIR/release.json           what the release is: version, base, counts, hashes; the mark by which a release is known
DIR/releases/VERSION/      what is frozen with a version
DIR.draft-XXXXXXXX/        a release that is being written
DIR.former-XXXXXXXX/       the one before, while the new one takes its place
"""

from __future__ import annotations

import filecmp
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from minegraph.errors import ReleaseError
from minegraph.files import make_directory, sync_directory
from minegraph.published import MARK, SUMS, VERSIONS


@contextmanager
def draft_of(place: Path, version: str) -> Iterator[Path]:
    """A directory to write a release into, which replaces the one at `place` when all has gone well.

    It has the other versions published before, as they are. Raises ReleaseError when the place holds something else
    than a release, cannot be written to, or has the version with other content.
    """
    place = place.resolve()
    _restore(place)
    _check(place)
    try:
        make_directory(place.parent)
        draft = Path(tempfile.mkdtemp(prefix=f"{place.name}.draft-", dir=place.parent))
    except OSError as error:
        raise ReleaseError(f"{place}: cannot be written ({error.strerror}). Choose another place.") from error
    try:
        draft.chmod(0o755)
        _keep_others(place, draft, version)
        yield draft
        _keep_same(place, draft, version)
        _replace(place, draft)
    except OSError as error:
        raise ReleaseError(f"{place}: cannot be written ({error.strerror}). Nothing was changed there.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def left_behind(place: Path) -> list[Path]:
    """The drafts beside a place: of a publishing that was killed, or of one that runs."""
    resolved = place.resolve()
    return sorted(resolved.parent.glob(f"{escape(resolved.name)}.draft-*"))


def _restore(place: Path) -> None:
    """Put back the release before, if the program ended while the new one took its place."""
    former = sorted(place.parent.glob(f"{escape(place.name)}.former-*")) if place.parent.is_dir() else []
    if former and not place.exists():
        former[-1].rename(place)


def _check(place: Path) -> None:
    if place.exists() and not place.is_dir():
        raise ReleaseError(f"{place}: is a file. Name a directory.")
    if place.is_dir() and any(place.iterdir()) and not (place / MARK).is_file():
        raise ReleaseError(f"{place}: holds other things than a release. Choose a new or empty directory.")


def _keep_others(place: Path, draft: Path, version: str) -> None:
    """Have the other versions published before in the draft, unchanged."""
    for old in sorted((place / VERSIONS).glob("*")):
        if old.name != version:
            shutil.copytree(old, draft / VERSIONS / old.name, copy_function=_link)


def _keep_same(place: Path, draft: Path, version: str) -> None:
    """ReleaseError when the version was published before with other content."""
    old, new = (top / VERSIONS / version for top in (place, draft))
    if old.exists() and (different := next(_differences(old, new), None)):
        raise ReleaseError(
            f"{place}: version {version} is published with other content ({different}); what is published stays. "
            "Raise the version in data/dataset.ttl and ontology/minegraph.ttl, or choose another directory."
        )


def _link(old: str, new: str) -> None:
    """Have a file in two places: as one file where the file system can, else as a copy."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)


def _differences(old: Path, new: Path) -> Iterator[str]:
    """The files, by their paths, that one directory has and the other has not, or has with other content.

    The checksums come last: they differ because others do.
    """
    names = {file.relative_to(top).as_posix() for top in (old, new) for file in top.rglob("*") if file.is_file()}
    for name in sorted(names, key=lambda name: (name == SUMS, name)):
        pair = old / name, new / name
        if not all(one.is_file() for one in pair) or not filecmp.cmp(*pair, shallow=False):
            yield name


def _replace(place: Path, draft: Path) -> None:
    """Put the draft in the place: everything is on disk before, and the release before is whole until then."""
    os.sync()
    former = draft.with_name(draft.name.replace(".draft-", ".former-"))
    if place.exists():
        place.rename(former)
    draft.rename(place)
    sync_directory(place.parent)
    shutil.rmtree(former, ignore_errors=True)
