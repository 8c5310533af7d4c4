"""The shapes: every constraint has a good and a bad example, and leaving out any part of it is noticed.

Of the examples, `<Shape>/ok.ttl` has no result at all; `bad-<Constraint>.ttl` and `bad-<Constraint>-<n>.ttl` have
results of that constraint and of no other. All are read together with `context.ttl` beside them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from minegraph.files import Layout, read_quads
from minegraph.inference import infer, read_rules
from minegraph.terms import MG, PREFIXES, SHAPES
from minegraph.validation import check_graph
from minegraph.validation.checker import Checker
from minegraph.validation.datagraph import DataGraph
from minegraph.validation.reference import reference_results
from minegraph.validation.report import Result
from minegraph.validation.shacl import SEVERITIES, SH, TERMS
from minegraph.validation.shapes import Shapes, read_shapes
from minegraph.validation.targets import Targets
from minegraph.validation.triples import Node, Term, Triples
from mutants import ShapesGraph, constraint_mutants, target_mutants

REPOSITORY = Path(__file__).parent.parent
EXAMPLES = REPOSITORY / "shapes" / "examples"
FORMS = REPOSITORY / "shapes" / "submission.ttl"  # says how data are handed in and constrains nothing: test_forms.py
FILES = sorted(path for path in (REPOSITORY / "shapes").glob("*.ttl") if path != FORMS)
OK = sorted(EXAMPLES.glob("*/ok.ttl"))
BAD = sorted(EXAMPLES.glob("*/bad-*.ttl"))
CONTEXT = EXAMPLES / "context.ttl"
TYPE, SUBCLASS = f"{PREFIXES['rdf']}type", f"{PREFIXES['rdfs']}subClassOf"

Finding = tuple[str, Term, str, Term | None]


@cache
def shape_quads() -> list[ox.Quad]:
    return [quad for path in FILES for quad in read_quads(path, path.as_uri())]


@cache
def all_shapes() -> Shapes:
    return read_shapes(shape_quads())


@cache
def graph() -> ShapesGraph:
    return ShapesGraph(shape_quads())


@cache
def quads(path: Path) -> list[ox.Quad]:
    return read_quads(path, "urn:example")


@lru_cache(maxsize=64)
def example(path: Path, left_out: str = "") -> DataGraph:
    """An example with its context, without the triples of one property when that is given."""
    store = ox.Store()
    store.extend(quad for quad in (*quads(CONTEXT), *quads(path)) if quad.predicate.value != left_out)
    return DataGraph(store)


def check(data: DataGraph, shapes: Shapes) -> list[Result]:
    return list(Checker(data, shapes, Targets(data)).results())


def finding(result: Result) -> Finding:
    return result.constraint, result.focus, result.component, result.value


def findings(data: DataGraph, shapes: Shapes) -> set[Finding]:
    return set(map(finding, check(data, shapes)))


def local(node: Node) -> str:
    return str(node.value).removeprefix(SHAPES)


def constraint_of(path: Path) -> str:
    return re.sub(r"-\d+$", "", path.stem.removeprefix("bad-"))


def title(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", OK, ids=title)
def test_good_example_has_no_result(path: Path) -> None:
    assert check(example(path), all_shapes()) == []


@pytest.mark.parametrize("path", BAD, ids=title)
def test_bad_example_is_refused_by_its_constraint_alone(path: Path) -> None:
    found = {result.constraint for result in check(example(path), all_shapes())}
    assert found == {f"{SHAPES}{constraint_of(path)}"}


def test_bad_example_says_what_is_wrong() -> None:
    first_lines = {path: path.read_text(encoding="utf-8").splitlines()[0] for path in BAD}
    assert [title(path) for path, line in first_lines.items() if not re.fullmatch(r"# [A-Z].*\.", line)] == []


def test_every_shape_has_a_good_example() -> None:
    assert {local(shape) for shape in graph().node_shapes} == {path.parent.name for path in OK}


def test_every_constraint_has_a_bad_example() -> None:
    assert {local(constraint) for constraint in graph().constraints} == {constraint_of(path) for path in BAD}


@pytest.mark.parametrize("constraint", graph().constraints, ids=local)
def test_leaving_out_any_part_of_a_constraint_is_noticed(constraint: Node) -> None:
    (shape,) = graph().owners(constraint)
    examples = [path for path in BAD if constraint_of(path) == local(constraint)]
    examples += [path for path in OK if path.parent.name == local(shape)]
    whole = read_shapes(graph().alone(shape, constraint))
    usual = {path: findings(example(path), whole) for path in examples}
    unnoticed = [
        mutant.lost
        for mutant in constraint_mutants(graph(), shape, constraint)
        if all(findings(example(path), read_shapes(mutant.triples)) == usual[path] for path in examples)
    ]
    assert unnoticed == []


@pytest.mark.parametrize("shape", graph().node_shapes, ids=local)
def test_leaving_out_any_target_is_noticed(shape: Node) -> None:
    whole = read_shapes(graph().alone(shape))
    unnoticed = []
    for target, mutant in target_mutants(graph(), shape):
        fewer = read_shapes(mutant.triples)
        if all(findings(data, fewer) == findings(data, whole) for data in tried(shape, target)):
            unnoticed.append(mutant.lost)
    assert unnoticed == []


def tried(shape: Node, target: Term) -> Iterator[DataGraph]:
    """Examples for a target: the bad ones of the shape, then good ones without a property that the shape looks at."""
    yield from (example(path) for path in BAD if path.parent.name == local(shape))
    constraints = [node for node in graph().objects(shape, "property") if isinstance(node, ox.NamedNode)]
    paths = [path for constraint in constraints for path in graph().objects(constraint, "path")]
    for path in OK:
        if example(path).classes(target) or target in {quad.predicate for quad in quads(path)}:
            yield from (example(path, needed.value) for needed in paths if isinstance(needed, ox.NamedNode))


def test_pyshacl_finds_the_same_in_all_examples_together() -> None:
    store = ox.Store()
    for path in [CONTEXT, *OK, *BAD]:
        store.extend(quads(path))
    data = DataGraph(store)
    assert findings(data, all_shapes()) == set(map(finding, reference_results(data, all_shapes())))


@pytest.mark.parametrize("constraint", graph().constraints, ids=local)
def test_constraint_has_one_name_message_and_severity(constraint: Node) -> None:
    (name,), (message,), (severity,) = (graph().objects(constraint, key) for key in ("name", "message", "severity"))
    assert isinstance(name, ox.Literal)
    assert isinstance(message, ox.Literal)
    assert (name.language, message.language) == ("en", "en")
    assert message.value.endswith(".")
    assert severity in [ox.NamedNode(f"{SH}{known}") for known in SEVERITIES]


def test_constraint_is_named_after_its_shape() -> None:
    owners = {local(constraint): graph().owners(constraint) for constraint in graph().constraints}
    assert [name for name, shapes in owners.items() if [local(shape) for shape in shapes] != [name.split("-")[0]]] == []


def test_no_two_constraints_have_the_same_name() -> None:
    names = Counter(str(graph().objects(constraint, "name")[0]) for constraint in graph().constraints)
    assert [name for name, times in names.items() if times > 1] == []


def test_shapes_use_only_terms_that_shacl_has() -> None:
    terms = {term.value for quad in shape_quads() for term in quad.triple if isinstance(term, ox.NamedNode)}
    assert {term.removeprefix(SH) for term in terms if term.startswith(SH)} <= TERMS


def test_the_set_based_engine_knows_all_that_the_shapes_use() -> None:
    assert all_shapes().unknown == ()


def test_every_class_of_the_ontology_has_a_shape() -> None:
    ontology = Triples(quad for path in (REPOSITORY / "ontology").glob("*.ttl") for quad in read_quads(path, "urn:o"))
    classes = [
        node
        for node in ontology.subjects()
        if isinstance(node, ox.NamedNode)
        and node.value.startswith(MG)
        and ox.NamedNode(f"{PREFIXES['owl']}Class") in ontology.objects(node, TYPE)
    ]
    targets = {target for shape in graph().node_shapes for target in graph().objects(shape, "targetClass")}
    targeted = {node for node in classes if {node, *ontology.objects(node, SUBCLASS)} & targets}
    assert sorted(map(str, set(classes) - targeted)) == []


def test_shipped_graph_has_no_violation_before_and_after_inference() -> None:
    layout = Layout(REPOSITORY)
    store = ox.Store()
    for iri, path in layout.graph_files.items():
        store.extend(read_quads(path, iri))
    stated = check_graph(store, FILES)
    infer(store, read_rules(layout))
    for report in (stated, check_graph(store, FILES)):
        assert [result for result in report.results if result.severity == "Violation"] == []
