"""The words of SHACL: its namespace, its terms, and which parameter belongs to which constraint component."""

from __future__ import annotations

from minegraph.terms import PREFIXES

SH = PREFIXES["sh"]
RDF = PREFIXES["rdf"]
RDFS = PREFIXES["rdfs"]
OWL = PREFIXES["owl"]
XSD = PREFIXES["xsd"]

SEVERITIES = ("Violation", "Warning", "Info")

COMPONENTS = {
    "and": "And",
    "class": "Class",
    "closed": "Closed",
    "datatype": "Datatype",
    "disjoint": "Disjoint",
    "equals": "Equals",
    "hasValue": "HasValue",
    "in": "In",
    "languageIn": "LanguageIn",
    "lessThan": "LessThan",
    "lessThanOrEquals": "LessThanOrEquals",
    "maxCount": "MaxCount",
    "maxExclusive": "MaxExclusive",
    "maxInclusive": "MaxInclusive",
    "maxLength": "MaxLength",
    "minCount": "MinCount",
    "minExclusive": "MinExclusive",
    "minInclusive": "MinInclusive",
    "minLength": "MinLength",
    "node": "Node",
    "nodeKind": "NodeKind",
    "not": "Not",
    "or": "Or",
    "pattern": "Pattern",
    "property": "Property",
    "qualifiedMaxCount": "QualifiedMaxCount",
    "qualifiedMinCount": "QualifiedMinCount",
    "sparql": "SPARQL",
    "uniqueLang": "UniqueLang",
    "xone": "Xone",
}

TARGETS = ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")

# What stands on a shape without being a constraint or a target of its own.
_REMARKS = """
    deactivated defaultValue description flags group ignoredProperties message name order path qualifiedValueShape
    qualifiedValueShapesDisjoint severity shapesGraph suggestedShapesGraph
"""
REMARKS = frozenset(_REMARKS.split())

# Parts of SHACL Advanced Features that add targets, constraints or triples: without them the result would be another.
ADVANCED = ("expression", "rule", "target", "values")

_TERMS = """
    AbstractResult AndConstraintComponent BlankNode BlankNodeOrIRI BlankNodeOrLiteral ClassConstraintComponent
    ClosedConstraintComponent ConstraintComponent DatatypeConstraintComponent DisjointConstraintComponent
    EqualsConstraintComponent ExpressionConstraintComponent Function HasValueConstraintComponent IRI IRIOrLiteral
    InConstraintComponent Info JSConstraint JSConstraintComponent JSExecutable JSFunction JSLibrary JSRule JSTarget
    JSTargetType JSValidator LanguageInConstraintComponent LessThanConstraintComponent
    LessThanOrEqualsConstraintComponent Literal MaxCountConstraintComponent MaxExclusiveConstraintComponent
    MaxInclusiveConstraintComponent MaxLengthConstraintComponent MinCountConstraintComponent
    MinExclusiveConstraintComponent MinInclusiveConstraintComponent MinLengthConstraintComponent NodeConstraintComponent
    NodeKind NodeKindConstraintComponent NodeShape NotConstraintComponent OrConstraintComponent Parameter
    Parameterizable PatternConstraintComponent PrefixDeclaration PropertyConstraintComponent PropertyGroup PropertyShape
    QualifiedMaxCountConstraintComponent QualifiedMinCountConstraintComponent ResultAnnotation Rule SPARQLAskExecutable
    SPARQLAskValidator SPARQLConstraint SPARQLConstraintComponent SPARQLConstructExecutable SPARQLExecutable
    SPARQLFunction SPARQLRule SPARQLSelectExecutable SPARQLSelectValidator SPARQLTarget SPARQLTargetType
    SPARQLUpdateExecutable Severity Shape Target TargetType TripleRule UniqueLangConstraintComponent ValidationReport
    ValidationResult Validator Violation Warning XoneConstraintComponent alternativePath and annotationProperty
    annotationValue annotationVarName ask class closed condition conforms construct datatype deactivated declare
    defaultValue description detail disjoint entailment equals expression filterShape flags focusNode group hasValue
    ignoredProperties in intersection inversePath js jsFunctionName jsLibrary jsLibraryURL labelTemplate languageIn
    lessThan lessThanOrEquals maxCount maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive
    minLength name namespace node nodeKind nodeValidator nodes not object oneOrMorePath optional or order parameter path
    pattern predicate prefix prefixes property propertyValidator qualifiedMaxCount qualifiedMinCount qualifiedValueShape
    qualifiedValueShapesDisjoint result resultAnnotation resultMessage resultPath resultSeverity returnType rule select
    severity shapesGraph shapesGraphWellFormed sourceConstraint sourceConstraintComponent sourceShape sparql subject
    suggestedShapesGraph target targetClass targetNode targetObjectsOf targetSubjectsOf this union uniqueLang update
    validator value values xone zeroOrMorePath zeroOrOnePath
"""
TERMS = frozenset(_TERMS.split())


def component_iri(parameter: str) -> str:
    """The IRI of the constraint component that a parameter belongs to.

    >>> component_iri("minCount")
    'http://www.w3.org/ns/shacl#MinCountConstraintComponent'
    """
    return f"{SH}{COMPONENTS[parameter]}ConstraintComponent"
