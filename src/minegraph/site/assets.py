"""The bundled front end: scripts, style sheets and images that the pages load."""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parent / "static"
"""Where they lie; the package gets them from `web/` when it is built."""
