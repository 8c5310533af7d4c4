"""What changes in the graph, its answers and its synergies if a submission is accepted or withdrawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from minegraph.files import Layout
from minegraph.pages import Page, Paged
from minegraph.queries import catalogue
from minegraph.render import solutions
from minegraph.store import Row, Solutions
from minegraph.submission import preview_page
from minegraph.submission.answer_changes import AnswerChange, AnswerChanges, answer_changes
from minegraph.submission.coverage_changes import CoverageChanges, coverage_changes
from minegraph.submission.prospect import foresee
from minegraph.submission.statement_changes import ResourceChange, StatementChanges, statement_changes
from minegraph.submission.synergy_changes import SynergyChanges, synergy_changes
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

        `{"summary", "withdrawal", "statements": {"added", "changed", "removed", "repeated", "concluded",
        "no_longer_concluded", "resources": [{"iri", "label", "class", "new", "gone", "added", "changed", "removed"}]},
        "answers": {"questions", "unasked", "changed": [{"question", "words", "parameters", "gained", "lost",
        "renumbered"}]}, "synergies": {"listed", "changed": [{"region", "profile", "partner", "before", "after"}]},
        "coverage": [{"project", "label", "says"}]}`. Rows are bindings of the SPARQL JSON results format.
        """
        document = {
            "summary": self.sentence,
            "withdrawal": self.is_withdrawal,
            "statements": _statements_json(self.statements),
            "answers": {
                "questions": self.answers.questions,
                "unasked": self.answers.unasked,
                "changed": [_answer_json(change) for change in self.answers.changes],
            },
            "synergies": _synergies_json(self.synergies),
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
        synergy_changes(prospect),
        coverage_changes(prospect, questions),
    )


def _statements_json(changes: StatementChanges) -> dict[str, object]:
    return {
        "added": changes.added,
        "changed": changes.changed,
        "removed": changes.removed,
        "repeated": changes.repeated,
        "concluded": changes.concluded,
        "no_longer_concluded": changes.no_longer_concluded,
        "resources": [_resource_json(one, changes.labels.get(one.iri, one.iri)) for one in changes.resources],
    }


def _resource_json(one: ResourceChange, label: str) -> dict[str, object]:
    said = ("property", "value")
    replaced = [(ox.NamedNode(change.predicate), change.before, change.after) for change in one.changed]
    return {
        "iri": one.iri,
        "label": label,
        "class": one.kind or None,
        "new": one.is_new,
        "gone": one.is_gone,
        "added": _bindings(said, ((triple.predicate, triple.object) for triple in one.added)),
        "changed": _bindings(("property", "before", "after"), replaced),
        "removed": _bindings(said, ((triple.predicate, triple.object) for triple in one.removed)),
    }


def _answer_json(change: AnswerChange) -> dict[str, object]:
    pairs = [_bindings(change.variables, pair) for pair in change.renumbered]
    return {
        "question": change.question.name,
        "words": change.question.words,
        "parameters": dict(change.parameters),
        "gained": _bindings(change.variables, change.gained),
        "lost": _bindings(change.variables, change.lost),
        "renumbered": [dict(zip(("before", "after"), pair, strict=True)) for pair in pairs],
    }


def _synergies_json(synergies: SynergyChanges) -> dict[str, object]:
    changed = [
        {
            "region": change.region,
            "profile": change.profile,
            "partner": change.partner,
            "before": change.before,
            "after": change.after,
        }
        for change in synergies.changes
    ]
    return {"listed": dict(zip(("before", "after"), synergies.listed, strict=True)), "changed": changed}


def _bindings(variables: tuple[str, ...], rows: Iterable[Row]) -> list[object]:
    """Rows as the bindings of the SPARQL JSON results format."""
    document = json.loads(solutions(Solutions(variables, tuple(rows)), "json"))
    return list(document["results"]["bindings"])


def _counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def _listed(parts: Sequence[str]) -> str:
    """Parts of a sentence joined as one says them."""
    return ", ".join([*parts[:-2], " and ".join(parts[-2:])])
