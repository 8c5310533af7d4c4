"""The mark of a release: what it is, in a few words for programs."""

from __future__ import annotations

import json

from minegraph.published import HASHES, MARK
from minegraph.release.edition import Edition
from minegraph.telling import Progress


def write_mark(edition: Edition, _progress: Progress) -> None:
    """Write release.json: the version, the address of the site, and the hashes and sizes of what was dumped."""
    hashes = json.loads((edition.downloads / HASHES).read_text(encoding="utf-8"))
    kept = {name: hashes[name] for name in ("method", "dataset", "parts")}
    mark = {"version": edition.version, "base": edition.base, "graphs": len(hashes["graphs"]), "hashes": kept}
    edition.write(MARK, json.dumps(mark, indent=1) + "\n")
