"""Where the rewrite rules of a release lead from an IRI, for every form that a client may ask for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from minegraph.fairness.contents import Contents
from minegraph.fairness.criterion import Criterion, Problem, Verdict
from minegraph.terms import BASE

_REDIRECTS = Criterion(
    "redirects", "Redirects lead from every IRI to files", "A", "Correct the rule, or publish the file in that form."
)
_LINE = re.compile(r"^\s*Rewrite(Cond|Rule)\s+(\S+)\s+(\S+)(?:\s+\[([^\]]*)\])?", re.MULTILINE)
_SITE = re.compile(r"%\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A redirect: for which paths, to where (`$1` is what the first group matched), and whether only sometimes."""

    pattern: re.Pattern[str]
    target: str
    is_conditional: bool

    def leads(self, path: str) -> str:
        """The target for a path; empty where the rule is not about it."""
        found = self.pattern.search(path)
        groups = (found[0], *found.groups()) if found else ()
        known = {str(number): group or "" for number, group in enumerate(groups)}
        return re.sub(r"\$(\d)", lambda number: known.get(number[1], ""), self.target) if found else ""


def redirects(contents: Contents, iris: Iterable[str]) -> Verdict:
    """A verdict on the rules of every .htaccess, for some IRIs of ours."""
    places = sorted(name for name in contents.files if posixpath.basename(name) == ".htaccess")
    if ".htaccess" not in places:
        return _REDIRECTS.missing(".htaccess", "is not there: nothing answers to the IRIs")
    paths = sorted({iri.removeprefix(BASE).partition("#")[0] for iri in iris})
    problems: list[Problem] = []
    for place in places:
        try:
            rules = list(_rules(contents.text(place)))
        except (re.error, RecursionError, OverflowError) as error:
            problems.append(Problem(place, f"holds a rule that cannot be read ({error})"))
            continue
        for path in paths:
            lost = sorted({file for file in _files(contents, rules, path) if file not in contents.files})
            problems += [Problem(f"<{BASE}{path}>", f"{place} leads to {file}, which is not there") for file in lost]
    return _REDIRECTS.told(f"{', '.join(places)}: {len(paths):,} IRIs in each form", len(paths), problems)


def _rules(text: str) -> Iterator[_Rule]:
    """The redirects in their order; re.error, RecursionError or OverflowError for a pattern that is none."""
    conditions = 0
    for kind, pattern, target, flags in _LINE.findall(text):
        if kind == "Cond":
            conditions += 1
            continue
        if target != "-" and re.search(r"(?:^|,)R(?:=|,|$)", flags):
            yield _Rule(re.compile(pattern), target, conditions > 0)
        conditions = 0


def _files(contents: Contents, rules: list[_Rule], path: str) -> Iterator[str]:
    """The files to which a path may be redirected, decoded; nothing for redirects that leave the site."""
    decoded = unquote(path)
    for rule in rules:
        target = _SITE.sub("", rule.leads(decoded)).removeprefix(contents.base)
        if target and "://" not in target:
            yield unquote(target.partition("#")[0])
        if target and not rule.is_conditional:
            return
