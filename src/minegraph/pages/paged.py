"""What shows itself as a page."""

from __future__ import annotations

from abc import ABC, abstractmethod

from minegraph.pages.blocks import Page


class Paged(ABC):
    """A result that shows itself: as HTML in a notebook, as plain text when it is printed."""

    @abstractmethod
    def page(self) -> Page:
        """The result for people."""

    def preview(self) -> Page:
        """What is shown of it without being asked."""
        return self.page()

    def __repr__(self) -> str:
        from minegraph.pages import plain

        return plain.text(self.preview()).rstrip("\n")

    def _repr_html_(self) -> str:
        from minegraph.pages import markup

        return markup.fragment(self.preview())
