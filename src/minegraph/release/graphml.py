"""The network of projects, organisations, networks, regions and sites as GraphML, for Gephi, yEd or networkx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from minegraph.network import LINKS, Network, whole_network
from minegraph.release.edition import Edition
from minegraph.render import NOT_XML
from minegraph.telling import Progress

FILE = "network.graphml"
_SPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE = {
    "iri": "IRI of the thing",
    "label": "its name",
    "name": "its acronym, or its name where it has none",
    "kind": "what it is, in words",
    "kind_iri": "its class",
    "group": "region, project, organisation, network or site",
}
_EDGE = {
    "label": "the link in words, read from source to target",
    "evidence": "IRIs of what states the link, with a space between",
    "mutual": "whether the link reads the same in both directions",
}
_MUTUAL = frozenset(link.words for link in LINKS if link.is_mutual)


def write_network(edition: Edition, progress: Progress) -> None:
    """Write `network.graphml`: every node with its name and kind, every link with its words and evidence."""
    progress("network", 0, 1)
    edition.downloads.mkdir(parents=True, exist_ok=True)
    with (edition.downloads / FILE).open("w", encoding="utf-8", newline="\n") as file:
        _Writer(XMLGenerator(file, "utf-8", short_empty_elements=True)).write(whole_network(edition.source))


class _Writer:
    """Writes elements one a line; what XML cannot hold becomes a replacement character."""

    def __init__(self, generator: XMLGenerator) -> None:
        self._generator = generator

    def write(self, network: Network) -> None:
        numbers = {node.iri: f"n{at}" for at, node in enumerate(network.nodes)}
        self._generator.startDocument()
        with self._element("graphml", xmlns=_SPACE):
            for domain, keys in (("node", _NODE), ("edge", _EDGE)):
                for name, meaning in keys.items():
                    self._key(domain, name, meaning)
            with self._element("graph", id="minegraph", edgedefault="directed"):
                for node in network.nodes:
                    with self._element("node", id=numbers[node.iri]):
                        self._data("node", {name: str(getattr(node, name)) for name in _NODE})
                for at, edge in enumerate(network.edges):
                    ends = {"source": numbers[edge.origin], "target": numbers[edge.target]}
                    mutual = str(edge.words in _MUTUAL).lower()
                    with self._element("edge", id=f"e{at}", **ends):
                        said = {"label": edge.words, "evidence": " ".join(edge.evidence), "mutual": mutual}
                        self._data("edge", said)
        self._generator.endDocument()

    def _key(self, domain: str, name: str, meaning: str) -> None:
        kind = "boolean" if name == "mutual" else "string"
        attributes = {"id": f"{domain}_{name}", "for": domain, "attr.name": name, "attr.type": kind}
        with self._element("key", **attributes):
            self._text("desc", meaning)

    def _data(self, domain: str, said: Mapping[str, str]) -> None:
        for name, text in said.items():
            self._text("data", text, key=f"{domain}_{name}")

    def _text(self, element: str, text: str, **attributes: str) -> None:
        self._generator.startElement(element, AttributesImpl(attributes))
        self._generator.characters(NOT_XML.sub("\ufffd", text))
        self._generator.endElement(element)
        self._generator.ignorableWhitespace("\n")

    @contextmanager
    def _element(self, element: str, **attributes: str) -> Iterator[None]:
        self._generator.startElement(element, AttributesImpl(attributes))
        self._generator.ignorableWhitespace("\n")
        yield
        self._generator.endElement(element)
        self._generator.ignorableWhitespace("\n")
