"""The scripts, style sheets and images of a release, as the package has them."""

from __future__ import annotations

from minegraph.errors import ReleaseError
from minegraph.release.edition import Edition
from minegraph.site.assets import released_assets
from minegraph.telling import Progress


def write_assets(edition: Edition, _progress: Progress) -> None:
    """Write what the pages load. Raises ReleaseError where the package was not built with it."""
    for file in released_assets():
        if not file.is_file():
            raise ReleaseError(f"{file}: the bundled pages are missing. Install the package again: `pip install .`")
        edition.write(f"static/{file.name}", file.read_bytes())
