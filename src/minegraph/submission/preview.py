"""What changes in the graph, its answers and its synergies if a submission is accepted or withdrawn."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from minegraph.comparison.change_documents import bindings, statements_document, synergies_document
from minegraph.comparison.resource_changes import StatementChanges
from minegraph.comparison.synergy_changes import SynergyChanges, synergy_changes
from minegraph.files import Layout
from minegraph.pages import Page, Paged
from minegraph.queries import catalogue
from minegraph.submission import preview_page
from minegraph.submission.answer_changes import AnswerChange, AnswerChanges, answer_changes
from minegraph.submission.coverage_changes import CoverageChanges, coverage_changes
from minegraph.submission.prospect import foresee
from minegraph.submission.statement_changes import statement_changes
from minegraph.telling import Notice, Progress, ignore


@dataclass(frozen=True, slots=True, repr=False)
class Preview(Paged):
    """What accepting a submission would change (`is_withdrawal`: what taking it out would change), part by part."""

    is_withdrawal: bool
    statements: StatementChanges
    answers: AnswerChanges
    synergies: SynergyChanges
    coverage: CoverageChanges

    @property
    def changes_nothing(self) -> bool:
        """No statement, answer or synergy would be different."""
        return not (self.statements.resources or self.answers.changes or self.synergies.changes)

    @property
    def sentence(self) -> str:
        """The preview in one sentence."""
        act = "Withdrawing" if self.is_withdrawal else "Accepting"
        if self.changes_nothing:
            return f"{act} it changes nothing: other files of the graph state all of it."
        done = _listed([*self._statements(), *self._effects()])
        return f"{act} it {done}."

    def _statements(self) -> list[str]:
        said = self.statements
        counts = {"adds": said.added, "changes": said.changed, "removes": said.removed}
        verbs = [f"{verb} {number}" for verb, number in counts.items() if number]
        if not verbs:
            return []
        last = list(filter(None, counts.values()))[-1]
        news = [f"{len(some)} {word}" for some, word in ((said.new, "new"), (said.gone, "gone")) if some]
        state = f" ({', '.join(news)})" if news else ""
        about = f"{_counted(len(said.resources), 'resource')}{state}"
        return [f"{_listed(verbs)} {'statement' if last == 1 else 'statements'} about {about}"]

    def _effects(self) -> list[str]:
        questions, synergies = self.answers.changed_questions, len(self.synergies.changes)
        asked = [f"the answers of {questions} of {self.answers.questions} questions"] if questions else []
        moved = [_counted(synergies, "synergy", "synergies")] if synergies else []
        return [f"changes {' and '.join(asked + moved)}"] if asked or moved else ["changes no answer and no synergy"]

    def page(self) -> Page:
        """The preview for people."""
        return preview_page.page(self.sentence, self.statements, self.answers, self.synergies, self.coverage)

    def json(self) -> str:
        """The whole preview as JSON, nothing left out.

        `{"summary", "withdrawal", "statements": {"repeated", ...}, "answers": {"questions", "unasked", "changed":
        [{"question", "words", "parameters", "gained", "lost", "renumbered"}]}, "synergies", "coverage": [{"project",
        "label", "says"}]}`; statements and synergies are those of `comparison.change_documents`. Rows are bindings of
        the SPARQL JSON results format.
        """
        document = {
            "summary": self.sentence,
            "withdrawal": self.is_withdrawal,
            "statements": {"repeated": self.statements.repeated, **statements_document(self.statements)},
            "answers": {
                "questions": self.answers.questions,
                "unasked": self.answers.unasked,
                "changed": [_answer_json(change) for change in self.answers.changes],
            },
            "synergies": synergies_document(self.synergies),
            "coverage": [
                {"project": project, "label": self.coverage.labels[project], "says": list(words)}
                for project, words in self.coverage.by_project.items()
            ],
        }
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def preview(
    layout: Layout,
    store_dir: Path,
    graph_name: str,
    triples: Sequence[ox.Triple],
    *,
    progress: Progress | None = None,
    notice: Notice | None = None,
) -> Preview:
    """What changes if the file of a graph (`data/submissions/ID`) says these triples; without triples, if it is gone.

    Made by the code of the build from the same files, in memory: neither the files nor the store in use are touched.
    `progress` is told the step (read, infer, assess, ask), how much is done and out of how much; `notice` in a sentence
    that the store in use is out of date. Raises SourceError for a file of the graph that cannot be read.
    """
    prospect = foresee(layout, store_dir, graph_name, triples, progress=progress, notice=notice)
    questions = catalogue(layout)
    return Preview(
        prospect.is_withdrawal,
        statement_changes(prospect),
        answer_changes(prospect, questions, progress or ignore),
        synergy_changes(prospect.before, prospect.after).that_matter(),
        coverage_changes(prospect, questions),
    )


def _answer_json(change: AnswerChange) -> dict[str, object]:
    pairs = [bindings(change.variables, pair) for pair in change.renumbered]
    return {
        "question": change.question.name,
        "words": change.question.words,
        "parameters": dict(change.parameters),
        "gained": bindings(change.variables, change.gained),
        "lost": bindings(change.variables, change.lost),
        "renumbered": [dict(zip(("before", "after"), pair, strict=True)) for pair in pairs],
    }


def _counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def _listed(parts: Sequence[str]) -> str:
    """Parts of a sentence joined as one says them."""
    return ", ".join([*parts[:-2], " and ".join(parts[-2:])])
