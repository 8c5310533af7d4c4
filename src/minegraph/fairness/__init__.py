"""Whether a release is findable, accessible, interoperable and reusable, as far as it can be told without a network."""

from minegraph.fairness.criterion import Criterion, Outcome, Problem, Verdict
from minegraph.fairness.gate import Fairness, assess

__all__ = ["Criterion", "Fairness", "Outcome", "Problem", "Verdict", "assess"]
