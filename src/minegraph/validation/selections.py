"""The SELECT query of each constraint that looks at all values of a node together.

Each query gives one row per failure: `?focus`, where the constraint is about values `?value`, for sh:closed `?path`.
Named graphs may repeat a triple and Oxigraph's union keeps the repetition, so that values are counted DISTINCT.
Absence is an OPTIONAL that must not match: as fast as NOT EXISTS for one pattern, far faster for a path of several.
"""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from minegraph.validation.paths import Predicate, PropertyPath, sparql
from minegraph.validation.shacl import RDF, RDFS
from minegraph.validation.shapes import Constraint

Nodes = Callable[[str], str]
"""A set of nodes: given a variable, the SPARQL pattern that binds it to each of them once."""


def values(nodes: Nodes, path: PropertyPath | None) -> Nodes:
    """The nodes that a path leads to, each once; without a path the nodes themselves."""
    if path is None:
        return nodes
    step = sparql(path)
    return lambda v: f"{{ SELECT DISTINCT {v} WHERE {{ {nodes(f'{v}_0')} {v}_0 {step} {v} }} }}"


def pairs(nodes: Nodes, path: PropertyPath | None) -> str:
    """The pattern that binds `?focus` to each node and `?value` to each of its values."""
    return f"{nodes('?focus')} {_step(path)}"


def selection(constraint: Constraint, path: PropertyPath | None, nodes: Nodes) -> str | None:
    """The query for a constraint on these nodes; None when the constraint is not of this kind."""
    writer = _WRITERS.get(constraint.parameter)
    return writer(constraint, path, nodes) if writer else None


def _step(path: PropertyPath | None) -> str:
    return "BIND(?focus AS ?value)" if path is None else f"?focus {sparql(path)} ?value ."


def _without(path: PropertyPath, value: str) -> str:
    """The pattern that keeps the focus nodes from which the path does not lead to a value."""
    return f"OPTIONAL {{ ?focus {sparql(path)} ?same FILTER(sameTerm(?same, {value})) }} FILTER(!BOUND(?same))"


def _min_count(constraint: Constraint, path: PropertyPath | None, nodes: Nodes) -> str | None:
    number = constraint.number
    if number == 1:
        return f"SELECT ?focus WHERE {{ {nodes('?focus')} OPTIONAL {{ {_step(path)} }} FILTER(!BOUND(?value)) }}"
    counted = f"GROUP BY ?focus HAVING(COUNT(DISTINCT ?value) < {number})"
    return f"SELECT ?focus WHERE {{ {nodes('?focus')} OPTIONAL {{ {_step(path)} }} }} {counted}"


def _max_count(constraint: Constraint, path: PropertyPath | None, nodes: Nodes) -> str | None:
    counted = f"GROUP BY ?focus HAVING(COUNT(DISTINCT ?value) > {constraint.number})"
    return f"SELECT ?focus WHERE {{ {pairs(nodes, path)} }} {counted}"


def _has_value(constraint: Constraint, path: PropertyPath | None, nodes: Nodes) -> str | None:
    term = constraint.terms[0]
    if isinstance(term, ox.BlankNode):
        return f"SELECT ?focus WHERE {{ {nodes('?focus')} }}"
    if path is None:
        return f"SELECT ?focus WHERE {{ {nodes('?focus')} FILTER(!sameTerm(?focus, {term})) }}"
    return f"SELECT ?focus WHERE {{ {nodes('?focus')} {_without(path, str(term))} }}"


def _unique_lang(_: Constraint, path: PropertyPath | None, nodes: Nodes) -> str | None:
    tagged = 'BIND(LCASE(LANG(?value)) AS ?language) FILTER(?language != "")'
    counted = "GROUP BY ?focus ?language HAVING(COUNT(DISTINCT ?value) > 1)"
    return f"SELECT ?focus ?language WHERE {{ {pairs(nodes, path)} {tagged} }} {counted}"


def _equals(constraint: Constraint, path: PropertyPath | None, nodes: Nodes) -> str | None:
    other = Predicate(str(constraint.terms[0])[1:-1])
    different = "FILTER(!sameTerm(?value, ?focus))" if path is None else _without(path, "?value")
    missing = f"{{ {pairs(nodes, path)} {_without(other, '?value')} }}"
    extra = f"{{ {pairs(nodes, other)} {different} }}"
    return f"SELECT DISTINCT ?focus ?value WHERE {{ {missing} UNION {extra} }}"


def _disjoint(constraint: Constraint, path: PropertyPath | None, nodes: Nodes) -> str | None:
    also = f"EXISTS {{ ?focus {constraint.terms[0]} ?value }}"
    return f"SELECT DISTINCT ?focus ?value WHERE {{ {pairs(nodes, path)} FILTER({also}) }}"


def _less_than(constraint: Constraint, path: PropertyPath | None, nodes: Nodes) -> str | None:
    sign = "<" if constraint.parameter == "lessThan" else "<="
    other = f"?focus {constraint.terms[0]} ?other FILTER(!COALESCE(?value {sign} ?other, false))"
    return f"SELECT DISTINCT ?focus ?value WHERE {{ {pairs(nodes, path)} {other} }}"


def _closed(constraint: Constraint, path: PropertyPath | None, nodes: Nodes) -> str | None:
    node = "?focus" if path is None else "?node"
    step = nodes("?focus") if path is None else f"{nodes('?focus')} ?focus {sparql(path)} ?node ."
    permitted = ", ".join(str(term) for term in constraint.terms)
    resource = f"!(sameTerm(?path, <{RDF}type>) && sameTerm(?value, <{RDFS}Resource>))"
    tests = f"{resource} && ?path NOT IN ({permitted})" if permitted else resource
    return f"SELECT DISTINCT ?focus ?path ?value WHERE {{ {step} {node} ?path ?value FILTER({tests}) }}"


_WRITERS: dict[str, Callable[[Constraint, PropertyPath | None, Nodes], str | None]] = {
    "closed": _closed,
    "disjoint": _disjoint,
    "equals": _equals,
    "hasValue": _has_value,
    "lessThan": _less_than,
    "lessThanOrEquals": _less_than,
    "maxCount": _max_count,
    "minCount": _min_count,
    "uniqueLang": _unique_lang,
}
