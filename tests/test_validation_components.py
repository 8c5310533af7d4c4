"""Every constraint component and path, checked by both engines: the same results on small good and bad graphs."""

from __future__ import annotations

import pytest

from engines import both, findings, focus_names, parse, set_based, twice
from minegraph.validation.datagraph import DataGraph

# What the constraint is, then data in which exactly the focus nodes named bad* do not meet it.
COMPONENTS = {
    "minCount 1": ("sh:path :p ; sh:minCount 1", ":ok :p 1 . :bad :q 1 ."),
    "minCount 2": ("sh:path :p ; sh:minCount 2", ":ok :p 1, 2 . :bad :p 1 . :bad2 :q 1 ."),
    "maxCount 0": ("sh:path :p ; sh:maxCount 0", ":ok :q 1 . :bad :p 1 ."),
    "maxCount 1": ("sh:path :p ; sh:maxCount 1", ":ok :p 1 . :bad :p 1, 2 ."),
    "datatype string": ("sh:path :p ; sh:datatype xsd:string", ':ok :p "a" . :bad :p "a"@en, 1, :x .'),
    "datatype langString": ("sh:path :p ; sh:datatype rdf:langString", ':ok :p "a"@en . :bad :p "a", 1 .'),
    "datatype integer": (
        "sh:path :p ; sh:datatype xsd:integer",
        ':ok :p 1, 99999999999999999999999, -3 . :bad :p "x"^^xsd:integer, 1.5, "1" .',
    ),
    "datatype decimal": (
        "sh:path :p ; sh:datatype xsd:decimal",
        ':ok :p 1.5, 12345678901234567890123456789012345678901.5 . :bad :p "x"^^xsd:decimal, 1, 1e0 .',
    ),
    "datatype double": ("sh:path :p ; sh:datatype xsd:double", ':ok :p 1e3 . :bad :p "x"^^xsd:double, 1.5 .'),
    "datatype boolean": ("sh:path :p ; sh:datatype xsd:boolean", ':ok :p true . :bad :p "x"^^xsd:boolean, 1 .'),
    "datatype date": (
        "sh:path :p ; sh:datatype xsd:date",
        ':ok :p "2020-02-29"^^xsd:date . :bad :p "2021-02-29"^^xsd:date, "2020"^^xsd:gYear, "2020-01-01" .',
    ),
    "datatype dateTime": (
        "sh:path :p ; sh:datatype xsd:dateTime",
        ':ok :p "2020-01-01T00:00:00Z"^^xsd:dateTime . :bad :p "2020-13-01T00:00:00"^^xsd:dateTime .',
    ),
    "datatype gYear": (
        "sh:path :p ; sh:datatype xsd:gYear",
        ':ok :p "2020"^^xsd:gYear . :bad :p "2020-01-01"^^xsd:date, 2020 .',
    ),
    "datatype anyURI": ("sh:path :p ; sh:datatype xsd:anyURI", ':ok :p "urn:x"^^xsd:anyURI . :bad :p <urn:x> .'),
    "datatype of one's own": ("sh:path :p ; sh:datatype :wkt", ':ok :p "POINT(1 2)"^^:wkt . :bad :p "POINT(1 2)" .'),
    "nodeKind IRI": ("sh:path :p ; sh:nodeKind sh:IRI", ':ok :p :x . :bad :p "a", _:b .'),
    "nodeKind Literal": ("sh:path :p ; sh:nodeKind sh:Literal", ':ok :p "a" . :bad :p :x, _:b .'),
    "nodeKind BlankNode": ("sh:path :p ; sh:nodeKind sh:BlankNode", ':ok :p _:b . :bad :p :x, "a" .'),
    "nodeKind BlankNodeOrIRI": ("sh:path :p ; sh:nodeKind sh:BlankNodeOrIRI", ':ok :p _:b, :x . :bad :p "a" .'),
    "nodeKind BlankNodeOrLiteral": ("sh:path :p ; sh:nodeKind sh:BlankNodeOrLiteral", ':ok :p _:b, "a" . :bad :p :x .'),
    "nodeKind IRIOrLiteral": ("sh:path :p ; sh:nodeKind sh:IRIOrLiteral", ':ok :p :x, "a" . :bad :p _:b .'),
    "class": (
        "sh:path :p ; sh:class :C",
        ':D rdfs:subClassOf :C . :c a :C . :d a :D . :e a :E . :ok :p :c, :d . :bad :p :e, :f, "c" .',
    ),
    "class that nothing has": ("sh:path :p ; sh:class :Nothing", ":ok :q :c . :bad :p :c ."),
    "two classes": ("sh:path :p ; sh:class :C, :E", ":c a :C . :b a :C, :E . :ok :p :b . :bad :p :c ."),
    "in": ('sh:path :p ; sh:in (:x 1 "a"@en)', ':ok :p :x, 1, "a"@en . :bad :p :y, 1.0, "a" .'),
    "hasValue IRI": ("sh:path :p ; sh:hasValue :x", ":ok :p :x, :y . :bad :p :y . :bad2 :q :x ."),
    "hasValue literal": ("sh:path :p ; sh:hasValue 1", ':ok :p 1 . :bad :p 1.0, "1" .'),
    "pattern": ('sh:path :p ; sh:pattern "^[a-z]+-[0-9]$"', ':ok :p "ab-1" . :bad :p "AB-1", "x", _:b .'),
    "pattern on IRIs": ('sh:path :p ; sh:pattern "^https://example.org/x"', ":ok :p :x1 . :bad :p :y1 ."),
    "pattern flags": ('sh:path :p ; sh:pattern "^ab$" ; sh:flags "i"', ':ok :p "AB" . :bad :p "abc" .'),
    "pattern with a backslash": (r'sh:path :p ; sh:pattern "^\\d+\\.\\d$"', ':ok :p "12.5" . :bad :p "12x5" .'),
    "minLength": ("sh:path :p ; sh:minLength 3", ':ok :p "äöü", :x . :bad :p "ab", _:b .'),
    "maxLength": ("sh:path :p ; sh:maxLength 3", ':ok :p "äöü" . :bad :p "abcd", :x, _:b .'),
    "languageIn": ('sh:path :p ; sh:languageIn ("en" "fi")', ':ok :p "a"@en, "b"@en-GB . :bad :p "c"@de, "d", :x .'),
    "uniqueLang": ("sh:path :p ; sh:uniqueLang true", ':ok :p "a"@en, "b"@fi, "c", "d" . :bad :p "a"@en, "b"@en .'),
    "uniqueLang false": ("sh:path :p ; sh:uniqueLang false", ':ok :p "a"@en, "b"@en .'),
    "minInclusive": ("sh:path :p ; sh:minInclusive 2", ':ok :p 2, 2.5, 3e0 . :bad :p 1, 1.9, "3", :x .'),
    "minExclusive": ("sh:path :p ; sh:minExclusive 2", ":ok :p 2.5 . :bad :p 2, 2.0 ."),
    "maxInclusive": ("sh:path :p ; sh:maxInclusive 2.5", ":ok :p 2, 2.5 . :bad :p 3 ."),
    "maxExclusive": ("sh:path :p ; sh:maxExclusive 2", ":ok :p 1 . :bad :p 2 ."),
    "range of dates": (
        'sh:path :p ; sh:minInclusive "2020-01-01"^^xsd:date',
        ':ok :p "2020-01-01"^^xsd:date . :bad :p "2019-12-31"^^xsd:date .',
    ),
    "lessThan": ("sh:path :p ; sh:lessThan :q", ":ok :p 1 ; :q 2 . :bad :p 2 ; :q 2 . :bad2 :p 1, 5 ; :q 2, 9 ."),
    "lessThanOrEquals": ("sh:path :p ; sh:lessThanOrEquals :q", ":ok :p 2 ; :q 2 . :bad :p 3 ; :q 2 . :ok2 :p 3 ."),
    "lessThan of dates": (
        "sh:path :p ; sh:lessThan :q",
        ':ok :p "2020-01-01"^^xsd:date ; :q "2020-01-02"^^xsd:date .'
        ' :bad :p "2020-01-03"^^xsd:date ; :q "2020-01-02"^^xsd:date .',
    ),
    "equals": ("sh:path :p ; sh:equals :q", ":ok :p 1, 2 ; :q 2, 1 . :bad :p 1, 3 ; :q 1, 4 . :bad2 :q 1 ."),
    "disjoint": ("sh:path :p ; sh:disjoint :q", ":ok :p 1 ; :q 2 . :bad :p 1, 2 ; :q 2, 3 ."),
    "closed": (
        "sh:closed true ; sh:ignoredProperties (rdf:type :q) ; sh:property [ sh:path :p ]",
        ":ok :p 1 ; :q 2 . :bad :p 1 ; :r 2, 3 . :bad2 :s :x .",
    ),
    "not closed": ("sh:closed false ; sh:property [ sh:path :p ]", ":ok :r 1 ."),
    "closed values": (
        "sh:path :p ; sh:closed true ; sh:ignoredProperties (rdf:type)",
        ":v a :C . :w :r 1 . :ok :p :v . :bad :p :w .",
    ),
    "node": (
        "sh:path :p ; sh:node [ sh:property [ sh:path :q ; sh:minCount 1 ] ]",
        ":v :q 1 . :ok :p :v . :bad :p :w, 3 .",
    ),
    "node about the value itself": ("sh:path :p ; sh:node [ sh:nodeKind sh:IRI ]", ":ok :p :v . :bad :p 3 ."),
    "not": ("sh:path :p ; sh:not [ sh:datatype xsd:integer ]", ':ok :p "a" . :bad :p 1 .'),
    "not a shape": ("sh:not [ sh:property [ sh:path :p ; sh:minCount 1 ] ]", ":ok :q 1 . :bad :p 1 ."),
    "and": ("sh:path :p ; sh:and ([ sh:minInclusive 1 ] [ sh:maxInclusive 3 ])", ":ok :p 2 . :bad :p 0, 4 ."),
    "or of values": (
        "sh:path :p ; sh:or ([ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ])",
        ':ok :p "2020-01-01"^^xsd:date, "2020"^^xsd:gYear . :bad :p "2020", "x"^^xsd:date .',
    ),
    "or of classes": (
        "sh:path :p ; sh:or ([ sh:class :C ] [ sh:class :D ])",
        ":c a :C . :d a :D . :e a :E . :ok :p :c, :d . :bad :p :e .",
    ),
    "or of properties": (
        "sh:or ([ sh:path :p ; sh:minCount 1 ] [ sh:property [ sh:path :q ; sh:minCount 1 ] ])",
        ":ok :p 1 . :ok2 :q 1 . :bad :r 1 .",
    ),
    "xone": (
        "sh:xone ([ sh:property [ sh:path :p ; sh:minCount 1 ] ] [ sh:property [ sh:path :q ; sh:minCount 1 ] ])",
        ":ok :p 1 . :bad :p 1 ; :q 1 . :bad2 :r 1 .",
    ),
    "xone of values": (
        "sh:path :p ; sh:xone ([ sh:minInclusive 1 ] [ sh:maxInclusive 3 ])",
        ":ok :p 0, 4 . :bad :p 2 .",
    ),
    "nested property": (
        "sh:property [ sh:path :p ; sh:property [ sh:path :q ; sh:minCount 1 ; sh:datatype xsd:integer ] ]",
        ":v :q 1 . :bad-v :q 'x' . :ok :p :v . :ok2 :p :bad-v, :bad-w .",
    ),
    "qualified": (
        "sh:path :p ; sh:qualifiedValueShape [ sh:class :C ] ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 2",
        ":a a :C . :b a :C . :c a :C . :ok :p :a, :x . :bad :p :x . :bad2 :p :a, :b, :c . :bad3 :q 1 .",
    ),
    "qualified disjoint": (
        """sh:property [ sh:path :p ; sh:qualifiedValueShape :IsC ; sh:qualifiedValueShapesDisjoint true ;
            sh:qualifiedMinCount 1 ] ,
          [ sh:path :p ; sh:qualifiedValueShape :IsD ; sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMinCount 1 ] .
        :IsC a sh:NodeShape ; sh:class :C . :IsD a sh:NodeShape ; sh:class :D""",
        ":c a :C . :d a :D . :b a :C, :D . :ok :p :c, :d . :bad :p :b, :c .",
    ),
    "deactivated": ("sh:path :p ; sh:minCount 1 ; sh:deactivated true", ":ok :q 1 ."),
    "deactivated part": ("sh:property [ sh:path :p ; sh:minCount 1 ; sh:deactivated true ]", ":ok :q 1 ."),
    "severity": ("sh:path :p ; sh:minCount 1 ; sh:severity sh:Warning", ":bad :q 1 ."),
    "on the node itself": ('sh:nodeKind sh:IRI ; sh:pattern "ok" ; sh:class :T', ":ok :p 1 . :bad :p 1 ."),
    "node in": ("sh:in (:ok :ok2)", ":ok :p 1 . :bad :p 1 ."),
    "node hasValue": ("sh:hasValue :ok", ":ok :p 1 . :bad :p 1 ."),
    "node equals": ("sh:equals :p", ":ok :p :ok . :bad :p :x . :bad2 :q 1 ."),
    "node disjoint": ("sh:disjoint :p", ":ok :p :x . :bad :p :bad ."),
}

PATHS = {
    "predicate": (":p", ":ok :p 1 . :bad :q 1 ."),
    "inverse": ("[ sh:inversePath :p ]", ":x :p :ok . :bad :p :y ."),
    "sequence": ("( :p :q )", ":x :q 1 . :ok :p :x . :bad :p :y ."),
    "alternative": ("[ sh:alternativePath ( :p :q ) ]", ":ok :q 1 . :ok2 :p 1 . :bad :r 1 ."),
    "zero or more": ("( :p [ sh:zeroOrMorePath :n ] :q )", ":x :q 1 . :y :n :z . :z :n :x . :ok :p :y . :bad :p :w ."),
    "one or more": ("( [ sh:oneOrMorePath :n ] :q )", ":x :q 1 . :y :n :x . :ok :n :y . :bad :q 1 ."),
    "zero or one": ("( [ sh:zeroOrOnePath :n ] :q )", ":x :q 1 . :ok :n :x . :ok2 :q 1 . :y :n :x . :bad :n :y ."),
    "nested": (
        "( [ sh:alternativePath ( :p [ sh:inversePath :q ] ) ] :r )",
        ":x :r 1 . :ok :p :x . :x :q :ok2 . :bad :q 1 .",
    ),
}

# Where pySHACL does not do what the standard says: constraint, data, and the focus nodes that do not meet it.
DEVIATIONS = {
    "literals that cannot be compared are not in range": (
        'sh:path :p ; sh:minInclusive "2020-01-01"^^xsd:date',
        ':bad :p 3000 . :bad2 :p "3000"^^xsd:gYear .',
    ),
    "a year is not before a day": (
        "sh:path :p ; sh:lessThan :q",
        ':bad :p "2019"^^xsd:gYear ; :q "2020-01-01"^^xsd:date .',
    ),
    "IRIs are not ordered": ("sh:path :p ; sh:lessThan :q", ":bad :p :a ; :q :b ."),
    "blank nodes are not ordered": ("sh:path :p ; sh:lessThan :q", ":bad :p _:a ; :q _:b ."),
    "a day is not a moment": ("sh:path :p ; sh:datatype xsd:dateTime", ':bad :p "2020-01-01"^^xsd:dateTime .'),
    "a sequence can be walked backwards": (
        "sh:path [ sh:inversePath ( :p :q ) ] ; sh:minCount 1",
        ":x :p :y . :y :q :ok . :bad :q :x .",
    ),
}

TARGETS = {
    "class": (
        "sh:targetClass :C",
        ":D rdfs:subClassOf :C . :E rdfs:subClassOf :D . :bad a :C . :bad2 a :E . :ok a :F .",
    ),
    "node": ("sh:targetNode :bad, :absent-bad, 5", ":bad :q 1 ."),
    "subjects": ("sh:targetSubjectsOf :q", ":bad :q 1 . :ok :r 1 ."),
    "objects": ("sh:targetObjectsOf :q", ':x :q :bad, "bad" . :ok :r 1 .'),
    "the shape is a class": ("a rdfs:Class", ":bad a :Shape . :ok a :Other ."),
    "the shape is an OWL class": ("a owl:Class", ":bad a :Shape . :ok a :Other ."),
    "several": (
        "sh:targetClass :C ; sh:targetSubjectsOf :q ; sh:targetNode :bad3",
        ":bad a :C ; :q 1 . :bad2 :q 1 . :ok :r 1 .",
    ),
}


def typed(data: str) -> str:
    names = {name for name in ("ok", "ok2", "bad", "bad2", "bad3") if f":{name} " in data}
    return f"{data} {' '.join(f':{name} a :T .' for name in sorted(names))}"


@pytest.mark.parametrize(("constraint", "data"), COMPONENTS.values(), ids=COMPONENTS)
def test_component(constraint: str, data: str) -> None:
    mine, reference = both(f":Shape sh:targetClass :T ; {constraint} .", parse(typed(data)))
    assert mine == reference
    assert all(name.startswith("bad") for name in focus_names(mine))
    assert {name for name in ("bad", "bad2", "bad3") if f":{name} " in data} <= focus_names(mine)


@pytest.mark.parametrize(("path", "data"), PATHS.values(), ids=PATHS)
def test_path(path: str, data: str) -> None:
    shape = f":Shape sh:targetClass :T ; sh:path {path} ; sh:minCount 1 ; sh:maxCount 9 ."
    mine, reference = both(shape, parse(typed(data)))
    assert mine == reference
    assert focus_names(mine) - {"x"} == {"bad"}


@pytest.mark.parametrize(("target", "data"), TARGETS.values(), ids=TARGETS)
def test_target(target: str, data: str) -> None:
    mine, reference = both(f":Shape {target} ; sh:property [ sh:path :p ; sh:minCount 1 ] .", parse(data))
    assert mine == reference
    assert mine
    assert not focus_names(mine) & {"ok", "x"}


@pytest.mark.parametrize(("constraint", "data"), DEVIATIONS.values(), ids=DEVIATIONS)
def test_the_standard_is_followed_where_pyshacl_does_not(constraint: str, data: str) -> None:
    found = set_based(DataGraph(twice(parse(typed(data)))), f":Shape sh:targetClass :T ; {constraint} .")
    assert focus_names(findings(found)) == {name for name in ("bad", "bad2") if f":{name} " in data}


@pytest.mark.parametrize(
    ("datatype", "good", "bad"),
    [
        ("positiveInteger", "1", "0"),
        ("nonNegativeInteger", "0", "-1"),
        ("negativeInteger", "-1", "0"),
        ("nonPositiveInteger", "0", "1"),
        ("byte", "-128", "128"),
        ("unsignedByte", "255", "256"),
        ("long", "9223372036854775807", "x"),
    ],
)
def test_types_derived_from_integer_are_ranges_in_the_store(datatype: str, good: str, bad: str) -> None:
    data = typed(f':ok :p "{good}"^^xsd:{datatype} . :bad :p "{bad}"^^xsd:{datatype} .')
    shape = f":Shape sh:targetClass :T ; sh:path :p ; sh:datatype xsd:{datatype} ."
    assert focus_names(findings(set_based(DataGraph(twice(parse(data))), shape))) == {"bad"}
