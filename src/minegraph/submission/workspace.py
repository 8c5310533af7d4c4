"""A workspace: a directory for own data beside the graph that came with the package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from minegraph.errors import SubmissionError
from minegraph.files import FOLDERS, MARKER, MARKER_FORMAT, Layout, find_layout, make_directory, shown, write_atomically
from minegraph.submission.inbox import writing

IGNORED = (".minegraph/", "inbox/", "data/regions/boundaries.ttl")
NEXT = (
    "minegraph template -o data.xlsx",
    'minegraph submit data.xlsx --by "Geological Survey" --licence CC-BY-4.0',
    'minegraph accept ID --by "Data steward"',
)
MARKER_TEXT = f"""\
# This directory is a workspace of minegraph: own data (data/) beside the graph that comes with the package.
# A file here takes the place of the shipped file with the same path. Keep this file: it marks the workspace.
format = {MARKER_FORMAT}
"""
README = f"""\
# Own data beside minegraph

Commands that are run in this directory see the graph that came with minegraph and, laid over it, the files here: one
Turtle file in `data/` is one named graph; a file with the same path as a shipped one takes its place.

```sh
{chr(10).join(NEXT)}
```

The first makes a spreadsheet to fill in, the second checks it and puts it in the inbox, the third makes it part of the
graph: one file in `data/submissions/`. `minegraph inbox` lists what waits. Keep the directory in git, and every
accepted submission is a diff.

`minegraph publish -o ../site` writes the same graph as a site of files. Its version stands in `data/dataset.ttl`. To
raise it, get the file that came with minegraph and change `dcat:version`:

```sh
minegraph export --graph data/dataset --format ttl -o data/dataset.ttl
```
"""
CONTENTS = {".gitignore": "".join(f"{line}\n" for line in IGNORED), "README.md": README, MARKER: MARKER_TEXT}


@dataclass(frozen=True)
class Workspace:
    """A workspace, what was made for it just now, and the lines that its .gitignore should have as well."""

    root: Path
    made: tuple[str, ...]
    missing: tuple[str, ...]
    is_checkout: bool


def make_workspace(directory: Path) -> Workspace:
    """Make a directory a workspace; what is there already stays as it is. Raises SubmissionError, SourceError."""
    root = directory.absolute()
    if Layout(root).is_installed:
        raise SubmissionError(f"{shown(root)} is part of the installed package. Choose a directory of your own.")
    with writing(f"{shown(root)} is no workspace yet"):
        if _is_checkout(root):
            return Workspace(root, (), (), True)
        made = tuple(_make(root))
        kept = (root / ".gitignore").read_text(encoding="utf-8", errors="replace").split()
    find_layout(root)
    return Workspace(root, made, tuple(line for line in IGNORED if line not in kept), False)


def _make(root: Path) -> Iterator[str]:
    """Make what is not there, the marker last; gives the names of what was made."""
    for path in (*reversed(root.parents), root, root / "data"):
        if path.exists() and not path.is_dir():
            raise SubmissionError(f"{shown(path)} is a file, not a directory. Choose another place.")
    if not (root / "data").is_dir():
        make_directory(root / "data")
        yield "data/"
    for name, text in CONTENTS.items():
        if not (root / name).exists():
            write_atomically(root / name, text.encode())
            yield name


def _is_checkout(root: Path) -> bool:
    return not (root / MARKER).exists() and all((root / folder).is_dir() for folder in FOLDERS)
