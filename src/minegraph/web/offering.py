"""What may be handed in: the forms of the graph, in words."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from minegraph.labels import values
from minegraph.store import LocalStore
from minegraph.submission.desk import Desk
from minegraph.telling import ignore
from minegraph.terms import PREFIXES
from minegraph.web.opened import Opened

_DEFINITION = NamedNode(f"{PREFIXES['skos']}definition")


@dataclass(frozen=True)
class Offer:
    """A form as one chooses it: its name, what its things are, what is required of them, and whether it is usual."""

    name: str
    definition: str
    required: tuple[str, ...]
    columns: int
    is_usual: bool


def desk_of(graph: Opened) -> Desk:
    """The desk of the generation that answers, for what needs no files."""
    store = graph.source
    assert isinstance(store, LocalStore)  # noqa: S101 (a server has files)
    return graph.kept("desk", lambda: Desk(graph.layout, lambda: store, graph.store, None, ignore))


def offers(graph: Opened) -> tuple[Offer, ...]:
    """The forms of the graph, the usual ones first."""
    return graph.kept("offers", lambda: _offers(graph))


def _offers(graph: Opened) -> tuple[Offer, ...]:
    forms = desk_of(graph).forms
    kinds = values("kind", (NamedNode(form.class_iri) for form in forms))
    rows = graph.source.select(f"SELECT ?kind ?words WHERE {{ {kinds} ?kind {_DEFINITION} ?words }}").rows
    said = {
        kind.value: words.value for kind, words in rows if isinstance(kind, NamedNode) and isinstance(words, Literal)
    }
    return tuple(
        Offer(
            form.name,
            said.get(form.class_iri, ""),
            tuple(column.header for column in form.columns if column.needed == "required"),
            len(form.columns),
            form.order is not None,
        )
        for form in forms
    )
