"""minegraph: an open knowledge graph of Europe's mining regions."""

__version__ = "0.1.0"
