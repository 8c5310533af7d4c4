"""A release: the graph as a directory of files that any web space can host, the same for the same graph."""

from minegraph.release.edition import Edition
from minegraph.release.publishing import Release, publish

__all__ = ["Edition", "Release", "publish"]
