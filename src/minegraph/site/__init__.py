"""The web pages of a graph: templates, and where things lead."""

from minegraph.site.links import href
from minegraph.site.relocation import UnreleasedError, canonical, file_of, relative
from minegraph.site.templates import Released, render, render_released

__all__ = ["Released", "UnreleasedError", "canonical", "file_of", "href", "relative", "render", "render_released"]
