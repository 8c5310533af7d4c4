"""What a form sends: a file with a few fields, or fields alone; read without trusting it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from minegraph.web.failures import RequestError

MOST_FIELDS = 20
LONGEST_FIELD = 64 << 10
BAD_REQUEST, TOO_LARGE, UNSUPPORTED = 400, 413, 415
FORM = "application/x-www-form-urlencoded"
FILE_FORM = "multipart/form-data"


@dataclass(frozen=True)
class FileForm:
    """A file, and the fields beside it."""

    file: UploadFile
    fields: dict[str, str]


@asynccontextmanager
async def file_form(request: Request) -> AsyncIterator[FileForm]:
    """The form in a request, with its file in the field `file`, until the block ends; raises RequestError."""
    _require(request, FILE_FORM, f"Send the file as {FILE_FORM}, such as with curl -F file=@partners.xlsx.")
    try:
        async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile) or not (file.filename or file.size):
                raise RequestError(BAD_REQUEST, "There is no file. Choose one, in the field “file”.")
            yield FileForm(file, {name: value for name, value in form.items() if isinstance(value, str)})
    except HTTPException as error:
        raise RequestError(BAD_REQUEST, f"The form cannot be read: {error.detail.rstrip('.')}.") from error


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form without files; raises RequestError."""
    _require(request, FORM, f"Send the fields as {FORM}, such as with curl -d by=GTK.")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_FIELD:
            raise RequestError(TOO_LARGE, "These are longer fields than anybody writes. Shorten them.")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise RequestError(BAD_REQUEST, f"The form cannot be read: {error}.") from error


def _require(request: Request, kind: str, advice: str) -> None:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != kind:
        raise RequestError(UNSUPPORTED, advice)
