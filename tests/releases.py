"""What a published release holds."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox


def downloads(release: Path) -> Path:
    """The directory of the one version of a release."""
    (version,) = (release / "releases").iterdir()
    return version


def canonical(quads: Iterable[ox.Quad]) -> str:
    """The RDFC-1.0 hash of quads as the engine itself makes it."""
    whole = ox.Dataset(quads)
    whole.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sha256("".join(sorted(f"{quad} .\n" for quad in whole)).encode()).hexdigest()
