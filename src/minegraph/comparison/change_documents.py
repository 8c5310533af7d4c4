"""Changes as parts of a JSON document, nothing left out."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pyoxigraph as ox

from minegraph.comparison.resource_changes import ResourceChange, StatementChanges
from minegraph.comparison.synergy_changes import Standing, SynergyChange, SynergyChanges
from minegraph.render import solutions
from minegraph.store import Row, Solutions


def statements_document(changes: StatementChanges) -> dict[str, object]:
    """`{"added", "changed", "removed", "concluded", "no_longer_concluded", "resources"}`.

    Each resource is `{"iri", "label", "class", "new", "gone", "redefined", "added", "changed", "removed"}`.
    """
    return {
        "added": changes.added,
        "changed": changes.changed,
        "removed": changes.removed,
        "concluded": changes.concluded,
        "no_longer_concluded": changes.no_longer_concluded,
        "resources": [_resource(one, changes.labels.get(one.iri, one.iri)) for one in changes.resources],
    }


def synergies_document(synergies: SynergyChanges) -> dict[str, object]:
    """`{"listed": {"before", "after"}, "changed": [{"region", "profile", "partner", "before", "after", ...}]}`.

    `before` and `after` are ranks, null where the pair is not listed; `score` and `component` (the one that moved most)
    are of the same form, as decimal text.
    """
    return {
        "listed": dict(zip(("before", "after"), synergies.listed, strict=True)),
        "changed": [_synergy(change) for change in synergies.changes],
    }


def bindings(variables: tuple[str, ...], rows: Iterable[Row]) -> list[object]:
    """Rows as the bindings of the SPARQL JSON results format."""
    document = json.loads(solutions(Solutions(variables, tuple(rows)), "json"))
    return list(document["results"]["bindings"])


def _resource(one: ResourceChange, label: str) -> dict[str, object]:
    said = ("property", "value")
    replaced = [(ox.NamedNode(change.predicate), change.before, change.after) for change in one.changed]
    return {
        "iri": one.iri,
        "label": label,
        "class": one.kind or None,
        "new": one.is_new,
        "gone": one.is_gone,
        "redefined": one.is_redefined,
        "added": bindings(said, ((triple.predicate, triple.object) for triple in one.added)),
        "changed": bindings(("property", "before", "after"), replaced),
        "removed": bindings(said, ((triple.predicate, triple.object) for triple in one.removed)),
    }


def _synergy(change: SynergyChange) -> dict[str, object]:
    component, by = change.moved or (None, None)
    return {
        "region": change.region,
        "profile": change.profile,
        "partner": change.partner,
        "before": change.before,
        "after": change.after,
        "score": {"before": _score(change.old), "after": _score(change.new)},
        "component": component and {"iri": component, "change": str(by)},
    }


def _score(standing: Standing | None) -> str | None:
    return None if standing is None else str(standing.score)
