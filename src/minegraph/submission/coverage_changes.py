"""How much of what projects claim would be documented: counts of claims, and participants known by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from minegraph.queries import Question, bind
from minegraph.store import LocalStore, Solutions, Term
from minegraph.submission.prospect import Prospect
from minegraph.terms import ID, MG, PREFIXES

CLAIMS = "claims-against-documented"
_CLAIMING = (
    f"SELECT DISTINCT ?project WHERE {{ ?claim a <{MG}Claim> ; <{MG}about> ?project . ?project a <{MG}Project> }}"
)
_ROLES = " ".join(f"<{ID}role/{name}>" for name in ("coordinator", "lead-partner", "partner"))
_NAMED = f"""SELECT ?project (COUNT(DISTINCT ?named) AS ?names) (COUNT(DISTINCT ?organisation) AS ?all) WHERE {{
  VALUES ?role {{ {_ROLES} }}
  ?participation <{MG}inProject> ?project ; <{MG}role> ?role ; <{MG}participant> ?organisation .
  OPTIONAL {{ ?organisation <{MG}pic> ?pic }}
  OPTIONAL {{
    ?organisation <{PREFIXES["skos"]}prefLabel> ?label
    FILTER(!BOUND(?pic) || !STRENDS(STR(?label), ?pic))
    BIND(?organisation AS ?named)
  }}
}} GROUP BY ?project"""

Count = tuple[frozenset[str], int]
NOTHING: Count = (frozenset(), 0)
NOBODY = (0, 0)


@dataclass(frozen=True, slots=True)
class ClaimCoverage:
    """What a project (an IRI) is claimed to have of something, and how many are documented before and after."""

    project: str
    measure: str
    claimed: tuple[str, ...]
    before: int
    after: int

    @property
    def words(self) -> str:
        """The claim in words, such as `Number of partners: 32 -> 33 documented, 29 to 33 claimed`."""
        claimed = f"{self.claimed[0]} to {self.claimed[-1]}" if len(self.claimed) > 1 else "".join(self.claimed)
        return f"{self.measure}: {_moved(str(self.before), str(self.after))} documented, {claimed} claimed"


@dataclass(frozen=True, slots=True)
class NamedParticipants:
    """How many participants of a project (an IRI) are known by name, and how many there are, before and after.

    Participants are its coordinator and partners, as in the measure `partner-count`.
    """

    project: str
    before: tuple[int, int]
    after: tuple[int, int]

    @property
    def words(self) -> str:
        """The counts in words, such as `26 -> 27 of 32 participants named`."""
        (named, total), (named_after, total_after) = self.before, self.after
        if total == total_after:
            return f"{_moved(str(named), str(named_after))} of {total} participants named"
        return f"{_moved(f'{named} of {total}', f'{named_after} of {total_after}')} participants named"


@dataclass(frozen=True, slots=True)
class CoverageChanges:
    """The claims and participants of the projects that the submission touches, or whose counts it changes."""

    claims: tuple[ClaimCoverage, ...]
    participants: tuple[NamedParticipants, ...]
    labels: Mapping[str, str]

    @property
    def by_project(self) -> dict[str, tuple[str, ...]]:
        """Project -> what is said of its coverage, in words."""
        said = [(one.project, one.words) for one in self.participants]
        said += [(one.project, one.words) for one in self.claims]
        found: dict[str, tuple[str, ...]] = {}
        for project, words in said:
            found[project] = (*found.get(project, ()), words)
        return found


def coverage_changes(prospect: Prospect, catalogue: Mapping[str, Question]) -> CoverageChanges:
    """The documented counts of both graphs compared; claims only where the catalogue has the question about them."""
    touched = {
        term.value
        for triple in prospect.changed
        for term in (triple.subject, triple.object)
        if isinstance(term, ox.NamedNode)
    }
    claims = tuple(_claims(prospect, catalogue[CLAIMS], touched)) if CLAIMS in catalogue else ()
    participants = tuple(_participants(prospect, touched))
    projects = {one.project for one in claims} | {one.project for one in participants}
    return CoverageChanges(claims, participants, prospect.labels_of(projects))


def _claims(prospect: Prospect, question: Question, touched: set[str]) -> Iterable[ClaimCoverage]:
    before, after = _documented(prospect.before, question), _documented(prospect.after, question)
    for project, measure in sorted(before.keys() | after.keys()):
        old, new = before.get((project, measure), NOTHING), after.get((project, measure), NOTHING)
        if old[1] != new[1] or project in touched:
            claimed = tuple(sorted(new[0] or old[0], key=_by_size))
            yield ClaimCoverage(project, measure, claimed, old[1], new[1])


def _documented(store: LocalStore, question: Question) -> dict[tuple[str, str], Count]:
    """(project, measure) -> what is claimed, and how many are documented."""
    found: dict[tuple[str, str], Count] = {}
    for project in (_text(row[0]) for row in store.select(_CLAIMING).rows):
        for measure, claimed, documented in _counts(store.select(bind(question, {"project": project}))):
            known = found.get((project, measure), NOTHING)[0]
            found[project, measure] = known | {claimed}, int(documented)
    return found


def _counts(answer: Solutions) -> Iterable[list[str]]:
    """Measure, claimed and documented number of each row."""
    places = [answer.variables.index(name) for name in ("measure", "claimed", "documented")]
    return ([_text(row[place]) for place in places] for row in answer.rows)


def _participants(prospect: Prospect, touched: set[str]) -> Iterable[NamedParticipants]:
    before, after = _named(prospect.before), _named(prospect.after)
    for project in sorted(before.keys() | after.keys()):
        change = NamedParticipants(project, before.get(project, NOBODY), after.get(project, NOBODY))
        if change.before != change.after or project in touched:
            yield change


def _named(store: LocalStore) -> dict[str, tuple[int, int]]:
    rows = store.select(_NAMED).rows
    return {_text(project): (int(_text(named)), int(_text(total))) for project, named, total in rows}


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _by_size(claimed: str) -> tuple[Decimal, str]:
    return (Decimal(claimed) if claimed.isdecimal() else Decimal(0)), claimed


def _moved(before: str, after: str) -> str:
    return after if before == after else f"{before} -> {after}"
