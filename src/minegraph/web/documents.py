"""What a child sends of a document that has several forms."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from minegraph.formats import Format
from minegraph.web.output import Output


def send(output: Output, form: Format, body: str | bytes, file: str = "") -> None:
    """Send a document in one of its forms, with a tag that changes when it does; to be saved where `file` names it."""
    data = body.encode() if isinstance(body, str) else body
    headers = {"etag": f'"{sha256(data).hexdigest()[:32]}"'}
    if file:
        headers["content-disposition"] = f'attachment; filename="{file}"'
    output.send(form.content_type, data, headers=headers)


def form_named(formats: Iterable[Format], name: str) -> Format:
    """The form of that name among those that a document has."""
    return next(one for one in formats if one.name == name)
