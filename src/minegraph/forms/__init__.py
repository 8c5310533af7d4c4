"""Forms: what one can fill in about the things of a class, as the shapes say, and the cells of a table as terms."""

from minegraph.forms.form import Column, Form
from minegraph.forms.library import Library
from minegraph.forms.names import Names

__all__ = ["Column", "Form", "Library", "Names"]
