"""The network around things."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from minegraph.lookup import resolve, slug
from minegraph.network import KINDS, MOST_NODES, NODE_KINDS, Edge, Network, Node, network
from minegraph.site import render
from minegraph.terms import ID
from minegraph.web.opened import Opened
from minegraph.web.output import Output

MORE_NODES = 8
NOUN = "region, project, organisation, network or site"


@dataclass(frozen=True, slots=True)
class Row:
    """A link as the list shows it; what only the two things themselves state has no other evidence."""

    origin: Node
    words: str
    target: Node
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Which network a page shows, and the addresses of what one can do from there."""

    centre: str
    opened: tuple[str, ...]
    kinds: tuple[str, ...]
    is_list: bool

    def address(self, opened: Sequence[str], *, is_list: bool) -> str:
        """The page with other things opened, as a drawing or as a list.

        >>> View(f"{ID}region/FI1D7", (), (), True).address([f"{ID}project/mireu"], is_list=True)
        '/network/region/FI1D7?open=project%2Fmireu&view=list'
        """
        pairs = [*(("open", slug(iri)) for iri in opened), *(("kind", kind) for kind in self.kinds)]
        query = urlencode([*pairs, ("view", "list")] if is_list else pairs)
        return f"{around(self.centre)}{'?' if query else ''}{query}"

    def opening(self, iri: str) -> str:
        """The same page with one more thing opened."""
        return self.address([*self.opened, iri], is_list=self.is_list)

    def closing(self, iri: str) -> str:
        """The same page without what was opened of one thing."""
        return self.address([one for one in self.opened if one != iri], is_list=self.is_list)

    def back_to(self, iri: str) -> str:
        """The page as it was when a thing had just been opened."""
        return self.address(
            self.opened[: self.opened.index(iri) + 1] if iri in self.opened else (), is_list=self.is_list
        )


def run(
    graph: Opened,
    output: Output,
    *,
    centre: str,
    opened: Sequence[str],
    kinds: Sequence[str],
    view: str,
    form: str,
) -> None:
    """Write the network around a thing, and around others that were opened in it."""
    things = list(dict.fromkeys(_thing(graph, name) for name in (centre, *opened)))
    limit = MOST_NODES + MORE_NODES * (len(things) - 1)
    found = network(graph.source, things, limit=limit, kinds=kinds)
    if form == "json":
        output.send("application/json; charset=utf-8", found.json())
    else:
        shown = View(things[0], tuple(things[1:]), tuple(kinds), view == "list")
        output.send("text/html; charset=utf-8", _page(found, shown))


def _thing(graph: Opened, name: str) -> str:
    return resolve(graph.source, name, NODE_KINDS, NOUN).iri


def _page(found: Network, view: View) -> str:
    nodes = {node.iri: node for node in found.nodes}
    return render(
        "network.html",
        section="/network",
        centre=nodes[view.centre],
        opened=[nodes[iri] for iri in view.opened],
        rows=[_row(edge, nodes) for edge in _ordered(found, view)],
        found=found,
        kinds=KINDS,
        view=view,
        around=around,
        data=json.loads(found.json()),
        space=ID,
    )


def _row(edge: Edge, nodes: dict[str, Node]) -> Row:
    evidence = tuple(iri for iri in edge.evidence if iri not in (edge.origin, edge.target))
    return Row(nodes[edge.origin], edge.words, nodes[edge.target], evidence)


def _ordered(found: Network, view: View) -> list[Edge]:
    """The links of what is open first, in the order in which it was opened."""
    place = {iri: at for at, iri in enumerate((view.centre, *view.opened))}
    return sorted(found.edges, key=lambda edge: min(place.get(end, len(place)) for end in (edge.origin, edge.target)))


def around(iri: str) -> str:
    """The address of the network around a thing.

    >>> around(f"{ID}region/FI1D7")
    '/network/region/FI1D7'
    """
    return f"/network/{quote(iri.removeprefix(ID))}"
