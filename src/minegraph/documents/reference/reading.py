"""What the reference is made of, read once: the ontology, the shapes, the questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, Quad

from minegraph.documents.reference.mentions import mentions
from minegraph.documents.reference.relations import Asked, Relation, asked, relations
from minegraph.documents.reference.vocabulary import Vocabulary, read_vocabulary
from minegraph.files import Layout, read_bytes, read_quads
from minegraph.queries import Question, catalogue
from minegraph.store import Source
from minegraph.terms import GRAPH, expand
from minegraph.validation.shapes import Shapes, read_shapes
from minegraph.validation.triples import Term, Triples


@dataclass(frozen=True)
class Reading:
    """A graph as its reference needs it; `source` answers for the things."""

    layout: Layout
    source: Source

    def quads(self, folder: str) -> list[Quad]:
        """What the files of `ontology` or `shapes` state."""
        files = self.layout.graph_files
        return [quad for iri in graphs_of(self.layout, folder) for quad in read_quads(files[iri], iri)]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The ontology."""
        return read_vocabulary(self.quads("ontology"))

    @cached_property
    def shapes(self) -> Shapes:
        """The shapes."""
        return read_shapes(self.shape_quads)

    @cached_property
    def shape_quads(self) -> list[Quad]:
        """What the files of the shapes state."""
        return self.quads("shapes")

    @cached_property
    def shape_triples(self) -> Triples:
        """The same, by subject."""
        return Triples(self.shape_quads)

    def shape_text(self, node: Term, curie: str) -> str:
        """The first text that a property of a shape, or of another resource beside it, has; empty for none."""
        values = self.shape_triples.objects(node, expand(curie))
        return next((value.value for value in values if isinstance(value, Literal)), "")

    @cached_property
    def asked(self) -> Asked:
        """What the shapes say of the terms."""
        return asked(self.shapes)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """What is said of the things of each class."""
        return relations(self.vocabulary, self.asked)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The questions of the catalogue."""
        return catalogue(self.layout)

    @cached_property
    def asking(self) -> dict[str, tuple[str, ...]]:
        """Term -> the names of the questions that use it."""
        return mentions({name: question.text for name, question in self.questions.items()})

    @cached_property
    def feeding(self) -> dict[str, tuple[str, ...]]:
        """Term -> the names of the facets of the synergies that use it."""
        return mentions({path.stem: read_bytes(path).decode(errors="replace") for path in self.layout.facets})


def graphs_of(layout: Layout, folder: str) -> list[str]:
    """The named graphs of `ontology` or `shapes`."""
    return [iri for iri in layout.graph_files if iri.startswith(f"{GRAPH}{folder}/")]
