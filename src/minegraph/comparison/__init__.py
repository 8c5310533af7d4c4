"""Two states of the graph compared, in plain words and as RDF."""

from minegraph.comparison.comparison import Comparison, compare

__all__ = ["Comparison", "compare"]
