"""The SELECT query of each constraint that looks at all values of a node together.

Each query gives one row per failure: `?focus`, where the constraint is about values `?value`, for sh:closed `?path`.
Named graphs may repeat a triple and Oxigraph's union keeps the repetition, so that values are counted DISTINCT.
"""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from minegraph.paths import PropertyPath, sparql
from minegraph.shacl import RDF, RDFS
from minegraph.shapes import Constraint

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


def _min_count(constraint: Constraint, path: PropertyPath | None, nodes: Nodes) -> str | None:
    number = constraint.number
    if number == 1:
        return f"SELECT ?focus WHERE {{ {nodes('?focus')} FILTER NOT EXISTS {{ {_step(path)} }} }}"
    counted = f"GROUP BY ?focus HAVING(COUNT(DISTINCT ?value) < {number})"
    return f"SELECT ?focus WHERE {{ {nodes('?focus')} OPTIONAL {{ {_step(path)} }} }} {counted}"


def _max_count(constraint: Constraint, path: PropertyPath | None, nodes: Nodes) -> str | None:
    counted = f"GROUP BY ?focus HAVING(COUNT(DISTINCT ?value) > {constraint.number})"
    return f"SELECT ?focus WHERE {{ {pairs(nodes, path)} }} {counted}"


def _has_value(constraint: Constraint, path: PropertyPath | None, nodes: Nodes) -> str | None:
    term = constraint.terms[0]
    if isinstance(term, ox.BlankNode):
        return f"SELECT ?focus WHERE {{ {nodes('?focus')} }}"
    found = f"sameTerm(?focus, {term})" if path is None else f"EXISTS {{ ?focus {sparql(path)} {term} }}"
    return f"SELECT ?focus WHERE {{ {nodes('?focus')} FILTER(!{found}) }}"


def _unique_lang(_: Constraint, path: PropertyPath | None, nodes: Nodes) -> str | None:
    tagged = 'BIND(LCASE(LANG(?value)) AS ?language) FILTER(?language != "")'
    counted = "GROUP BY ?focus ?language HAVING(COUNT(DISTINCT ?value) > 1)"
    return f"SELECT ?focus ?language WHERE {{ {pairs(nodes, path)} {tagged} }} {counted}"


def _equals(constraint: Constraint, path: PropertyPath | None, nodes: Nodes) -> str | None:
    other = constraint.terms[0]
    there = "sameTerm(?value, ?focus)" if path is None else f"EXISTS {{ {_step(path)} }}"
    missing = f"{{ {pairs(nodes, path)} FILTER NOT EXISTS {{ ?focus {other} ?value }} }}"
    extra = f"{{ {nodes('?focus')} ?focus {other} ?value FILTER(!({there})) }}"
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
