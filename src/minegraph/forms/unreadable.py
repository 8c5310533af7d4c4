"""Text in a cell that is no value of its column."""

from __future__ import annotations


class UnreadableError(ValueError):
    """A text that is no value of the kind: what is wrong, and what to do."""

    def __init__(self, problem: str, advice: str) -> None:
        self.problem, self.advice = problem, advice
        super().__init__(f"{problem} {advice}")
