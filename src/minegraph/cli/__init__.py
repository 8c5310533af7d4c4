"""The command line: one verb per module, loaded only when it is used."""

from minegraph.cli.verbs import main, verbs

__all__ = ["main", "verbs"]
