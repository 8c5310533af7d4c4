"""The bundled front end: scripts, style sheets and images that the pages load."""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parent / "static"
"""Where they lie; the package gets them from `web/` when it is built."""

RELEASED = ("icon.svg", "licences.txt", "map.css", "release-map.js", "release.js", "style.css", "theme.js")
RELEASED_IMAGES = "*.png"
"""What of them the pages of a release load; all else works with a server only."""


def released_assets() -> list[Path]:
    """The files that the pages of a release load, by name; some do not exist where nothing is bundled."""
    return sorted([*(STATIC / name for name in RELEASED), *STATIC.glob(RELEASED_IMAGES)])
