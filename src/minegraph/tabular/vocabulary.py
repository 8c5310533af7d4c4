"""The names of elements in workbooks."""

from __future__ import annotations

NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


def named(local: str) -> frozenset[str]:
    """An element's name in both forms of the format, transitional and strict, as a `package.Reader` gets it."""
    return frozenset(f"{namespace} {local}" for namespace in NAMESPACES)
