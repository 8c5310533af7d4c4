"""The files of the bundled front end, compressed once for all when they were bundled."""

from __future__ import annotations

import mimetypes

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from minegraph.site.assets import STATIC
from minegraph.web.media_ranges import takes_gzip

FOREVER = "public, max-age=31536000, immutable"


class Bundle(StaticFiles):
    """Serves `static/`: compressed to whoever takes gzip, for ever where the name carries a hash of the content."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC, check_dir=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at a path below `static/`; `PATH.gz` lies beside what compresses well."""
        compressed = (
            takes_gzip(Headers(scope=scope).get("accept-encoding", ""))
            and self.lookup_path(f"{path}.gz")[1] is not None
        )
        response = await super().get_response(f"{path}.gz" if compressed else path, scope)
        response.headers["cache-control"] = FOREVER if path.startswith("chunk-") else "no-cache"
        response.headers["vary"] = "accept-encoding"
        if compressed:
            response.headers["content-encoding"] = "gzip"
            response.headers["content-type"] = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return response
