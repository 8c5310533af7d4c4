"""RDF that is handed in: the line of every statement, and what is refused before it can harm."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minegraph.errors import CheckError
from minegraph.validation.incoming import read_incoming, read_located

Write = Callable[[str, str | bytes], Path]

HEAD = "@prefix e: <http://e/> .\n"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">\n'


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


def placed(path: Path) -> list[tuple[int, str, str]]:
    """Line, local name of the predicate, and start of the object of each statement."""
    located = read_located(path)
    return [
        (line, quad.predicate.value.rpartition("/")[2].rpartition("#")[2], _start(quad.object))
        for quad, line in zip(located.quads, located.lines, strict=True)
    ]


def _start(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    if isinstance(term, ox.BlankNode | ox.Triple):
        return "_"
    return term.value.rpartition("/")[2].splitlines()[0]


TURTLE_STYLES = {
    "one line each": ("e:a e:p e:x ;\n e:q 1 ,\n 2 .\n", [(2, "p", "x"), (3, "q", "1"), (4, "q", "2")]),
    "semicolons first": ('e:a e:p "x"\n; e:q "y"\n, "z"\n.', [(2, "p", "x"), (3, "q", "y"), (4, "q", "z")]),
    "things before semicolons": ("e:a e:p e:x\n\n; e:q 5\n.", [(2, "p", "x"), (4, "q", "5")]),
    "a dot far away": ('e:a e:p "x"\n\n# "c"\n\n.', [(2, "p", "x")]),
    "each word on a line": ("e:a\ne:p\ne:x\n.", [(4, "p", "x")]),
    "a number before a quoted one": (f'e:a e:p 5\n, "5"^^<{INTEGER}>\n.', [(2, "p", "5"), (3, "p", "5")]),
    "a text on three lines": ('e:a e:p """x\ny\nz"""\n; e:q "v" .', [(2, "p", "x"), (5, "q", "v")]),
    "a number before such a text": ('e:a e:p 5, """x\n\n""", 6 .', [(2, "p", "5"), (2, "p", "x"), (4, "p", "6")]),
    "texts on lines that meet": ("e:a e:p '''x\ny''', '''z\n''' .", [(2, "p", "x"), (3, "p", "z")]),
    "a language on the next line": ('e:a e:p "x"\n@en ; e:q "y" .', [(2, "p", "x"), (3, "q", "y")]),
    "quotes in comments and IRIs": (
        "# don't\ne:a e:p <http://e/it's#> ; # 'no'\n e:q 'x'\n.",
        [(3, "p", "it's#"), (4, "q", "x")],
    ),
    "quotes in names": ("e:a\\'b e:p 'x' ;\n e:q 'y'\n.", [(2, "p", "x"), (3, "q", "y")]),
    "a version": ('VERSION "1.1"\ne:a e:p "x" .', [(3, "p", "x")]),
    "a property called version": ('e:a e:version "x"\n; e:p "y" .', [(2, "version", "x"), (3, "p", "y")]),
    "square brackets": ('e:a e:p [ e:q "x"\n; e:r e:y\n] .', [(2, "q", "x"), (3, "r", "y"), (4, "p", "_")]),
    "a collection": (
        'e:a e:p (\n"x"\n1\n) .',
        [(3, "p", "_"), (3, "first", "x"), (4, "rest", "_"), (4, "first", "1"), (5, "rest", "22-rdf-syntax-ns#nil")],
    ),
    "several on a line": ('e:a e:p "x" . e:b e:p "y", 1, e:z .', [(2, "p", each) for each in ("x", "y", "1", "z")]),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize(("text", "expected"), TURTLE_STYLES.values(), ids=TURTLE_STYLES)
def test_every_statement_of_turtle_has_the_line_of_its_object(
    write: Write, text: str, expected: list[tuple[int, str, str]], end: str
) -> None:
    found = placed(write("a.ttl", (HEAD + text).replace("\n", end).encode()))
    assert sorted(found) == sorted(expected)


def test_other_kinds_of_file_have_lines_too(write: Write) -> None:
    triples = '<http://e/a> <http://e/p> "x" .\n# c\n\n<http://e/a> <http://e/q> <http://e/y> .'
    assert placed(write("a.nt", triples)) == [(1, "p", "x"), (4, "q", "y")]
    xml = f'{XML}<e:C rdf:about="http://e/a">\n<e:p>x\n</e:p>\n<e:q\n rdf:resource="http://e/y"/></e:C>\n</rdf:RDF>'
    assert placed(write("a.rdf", xml)) == [(2, "type", "C"), (4, "p", "x"), (6, "q", "y")]
    document = (
        '{"@context": {"e": "http://e/"},\n"@graph": [{\n"@id": "e:a",\n"e:p": ["x",\n1]},\n{"@id":"e:b","e:q":2}]}'
    )
    assert placed(write("a.jsonld", document)) == [(4, "p", "x"), (5, "p", "1"), (6, "q", "2")]


def test_json_in_an_unusual_order_is_read_without_lines(write: Write) -> None:
    document = '{\n"http://e/p": 1,\n"@type": "http://e/C",\n"@id": "http://e/a"}'
    assert sorted(placed(write("a.jsonld", document))) == [(0, "p", "1"), (0, "type", "C")]


styles = st.lists(
    st.tuples(
        st.sampled_from(['"{0}"', "'{0}'@en", '"""{0}\n\n"""', "{0}", "e:v{0}", '"{0}"^^e:t', "<http://e/it's{0}>"]),
        st.sampled_from([" ", "\n", "\n\n", " # it's\n", '\n# "\n']),
        st.sampled_from([" ", "\n"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(styles)
def test_the_line_is_where_the_value_is_however_a_file_is_laid_out(
    tmp_path: Path, parts: list[tuple[str, str, str]]
) -> None:
    text = HEAD + "e:a e:p "
    expected = []
    for number, (form, before, after) in enumerate(parts):
        expected.append(text.count("\n") + 1)
        text += form.format(number + 100) + before + ("," if number + 1 < len(parts) else ".") + after
    path = tmp_path / "a.ttl"
    path.write_text(text)
    assert list(read_located(path).lines) == expected


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(styles)
def test_lines_do_not_change_what_is_read(tmp_path: Path, parts: list[tuple[str, str, str]]) -> None:
    text = HEAD + "".join(f"e:a e:p {form.format(7)}{before}." for form, before, _ in parts)
    path = tmp_path / "a.ttl"
    path.write_text(text)
    assert read_incoming(path) == list(ox.parse(text, ox.RdfFormat.TURTLE))


DEEP = 100_000
TRIPLE = "<http://e/a> <http://e/p> "
REFUSED: dict[str, tuple[str, str | bytes, str]] = {
    "a packed file": ("a.ttl", b"\x1f\x8b\x08\0", "a gzip file. Unpack it"),
    "a workbook with another name": ("a.ttl", b"PK\x03\x04\0\0", "a ZIP file. Unpack it"),
    "UTF-16 with its mark": ("a.rdf", '<?xml version="1.0"?><!DOCTYPE x><x/>'.encode("utf-16"), "UTF-16 text"),
    "XML in another encoding": ("a.rdf", f'<?xml version="1.0" encoding="latin1"?>{XML}</rdf:RDF>', "is in latin1"),
    "a DOCTYPE after a comment": ("a.rdf", f"<!-- c -->\n<?p?>\n<!DOCTYPE x>{XML}</rdf:RDF>", "a.rdf:3: has a DOCTYPE"),
    "many attributes": (
        "a.rdf",
        XML + "<e:C " + " ".join(f"e:a{number}='x'" for number in range(2000)) + "/></rdf:RDF>",
        "1,000 attributes",
    ),
    "Turtle called JSON": ("a.jsonld", "<urn:a> <urn:p> 1 .", "not JSON"),
    "JSON called Turtle": ("a.ttl", '{"@id": "urn:a"}', "a.ttl:1: "),
    "a name without meaning": (
        "a.jsonld",
        '{"@id": "urn:a",\n"titel": "x"}',
        "a.jsonld:2: no @context of the file says",
    ),
    "a misspelt class without meaning": ("a.jsonld", '{"@type": "Projct", "@id": "urn:a"}', 'relative IRI "Projct"'),
    "a relative IRI in JSON-LD": ("a.jsonld", '{"@id": "a", "urn:p": 1}', 'relative IRI "a"'),
    "a bad IRI in JSON-LD": ("a.jsonld", '{"@id": "urn:a b", "urn:p": 1}', "is no RDF (Invalid IRI code point"),
    "a bad language in JSON-LD": (
        "a.jsonld",
        '{"@id": "urn:a", "urn:p": {"@value": "x", "@language": "a b"}}',
        "no RDF",
    ),
    "an unknown keyword": ("a.jsonld", '{"@id": "urn:a", "@foo": 1}', '"@foo" is not a keyword'),
    "a key given twice": ("a.jsonld", '{"@id": "urn:a", "urn:p": 1, "urn:p": 2}', 'gives "urn:p" twice'),
    "two contexts": ("a.jsonld", '{"@context": "http://e/", "@context": {}}', "context elsewhere"),
    "an escaped context": ("a.jsonld", '{"\\u0040context": "http://e/"}', "context elsewhere"),
    "a context in a context": (
        "a.jsonld",
        '{"@context": {"a": {"@id": "urn:a", "@context": "c.jsonld"}}}',
        "elsewhere",
    ),
    "a chain of names": (
        "a.jsonld",
        '{"@context": {"a0": "urn:a"' + "".join(f',"a{n + 1}": "a{n}:x"' for n in range(20_000)) + "}}",
        "more than 1,000 names",
    ),
    "half a pair": ("a.jsonld", '{"@id": "urn:a", "urn:p": [["\\ud83d\\u0041"]]}', "\\ud83d is half of a character"),
    "an implied graph": ("a.jsonld", '{"@graph": [{"@graph": [{"@id": "urn:a", "urn:p": 1}]}]}', "named graph"),
    "a direction": ("a.ttl", f'{TRIPLE} "x"@ar--rtl .', "has a direction (RDF 1.2)"),
    "an escaped NUL": ("a.ttl", f'{TRIPLE} "\\u0000" .', "control character U+0000"),
    "an escape for terminals": ("a.nt", f'{TRIPLE} "\\u001b[2J" .', "control character U+001B"),
    "NEL in a text": ("a.ttl", f'{TRIPLE} "a\u0085b" .', "control character U+0085"),
    "NEL as a line end": ("a.ttl", f"{TRIPLE} 1 .\u0085{TRIPLE} 2 .", "holds the line end NEL (U+0085)"),
    "a lone surrogate in Turtle": ("a.ttl", f'{TRIPLE} "\\ud800" .', "not a valid unicode character"),
    "raw surrogates": ("a.ttl", f'{TRIPLE} "\ud800" .'.encode("utf-8", "surrogatepass"), "a.ttl:1: not UTF-8"),
    "a zero-width space": ("a.ttl", "<http://e/a\u200bb> <urn:p> 1 .", "the IRI http://e/a\\u200Bb holds an invisible"),
    "a no-break space": ("a.ttl", "<http://e/a\u00a0b> <urn:p> 1 .", "invisible character"),
    "a letter without ink": ("a.ttl", "<http://e/a\u3164> <urn:p> 1 .", "invisible character"),
    "an invisible datatype": ("a.ttl", f'{TRIPLE} "1"^^<http://e/\u2060> .', "invisible character"),
    "a long IRI": ("a.nt", f"<http://e/{'a' * 3000}> <urn:p> <urn:a> .", "longer than 2,000 characters"),
    "a long language": ("a.ttl", f'{TRIPLE} "x"@en{"-abcdefgh" * 10} .', "longer than 64 characters"),
    "a bad prefixed name": ("a.ttl", f"\n{TRIPLE} <<", "a.ttl:2: "),
    "a path on the disk": ("a.ttl", "<../a> <urn:p> 1 .", "relative IRI"),
    "deep statements": ("a.ttl", f"{TRIPLE}{'<<( ' * DEEP}", "nested deeper than 128"),
    "deep old statements": ("a.ttl", "<< " * DEEP, "nested deeper than 128"),
    "deep blank nodes": ("a.ttl", f"{TRIPLE}{'[ <urn:p> ' * DEEP}", "nested deeper than 128"),
    "deep brackets behind an escape": ("a.ttl", f"e:\\' {'[' * 200} e:\\'", "nested deeper than 128"),
    "a text that is never closed": ("a.ttl", f"{TRIPLE}'''" + "x\n" * 500_000, "ends in the middle"),
    "a text of very many lines": ("a.ttl", f"{TRIPLE}'''" + "x\n" * 500_000 + "''' .", "longer than 64 KB"),
    "too many statements": ("a.ttl", f"{TRIPLE}{'1,' * 500_000} 1 .", "more than 500,000 things"),
    "too many lines": ("a.ttl", "\n" * 3_000_001 + "x", "more than 3,000,000 lines"),
    "a graph's description": (
        "a.ttl",
        "<https://w3id.org/minegraph/graph/x> <urn:p> 1 .",
        "a part of the graph itself",
    ),
    "a data set": ("a.ttl", "<https://w3id.org/minegraph/dataset> <urn:p> 1 .", "a part of the graph itself"),
}


@pytest.mark.parametrize(("name", "content", "problem"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_could_harm_is_refused_in_one_sentence(
    write: Write, name: str, content: str | bytes, problem: str
) -> None:
    path = write(name, content)
    started = time.process_time()
    with pytest.raises(CheckError) as caught:
        read_located(path)
    assert problem in str(caught.value)
    assert str(caught.value).isprintable()
    assert len(str(caught.value).rpartition(": ")[2]) < 300
    assert time.process_time() - started < 5


def test_the_line_of_a_mistake_is_counted_for_every_line_end(write: Write) -> None:
    for end in ("\n", "\r\n", "\r"):
        with pytest.raises(CheckError, match=r"a\.ttl:3: "):
            read_located(write("a.ttl", f"{TRIPLE} 1 .{end}# c{end}<urn:a b> <urn:p> 1 .".encode()))


def test_the_description_of_the_graph_can_be_validated_but_not_handed_in(write: Write) -> None:
    path = write("a.ttl", "<https://w3id.org/minegraph/dataset> <urn:p> 1 .")
    assert len(read_incoming(path)) == 1


HARMLESS = {
    "unknown datatypes": (
        "a.ttl",
        f'{TRIPLE} "x"^^<urn:t>, "<b/>"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML> .',
    ),
    "lines in texts": ("a.ttl", f'{TRIPLE} "a\\r\\n\\tb" .'),
    "letters of all Europe": ("a.ttl", "<http://e/Dolnośląskie-Ελλάδα-Ђ> <urn:p> 'ß' ."),
    "an empty context": ("a.jsonld", '{"@context": null, "@id": "urn:a", "urn:p": 1}'),
    "JSON in JSON-LD": ("a.jsonld", '{"@id": "urn:a", "urn:p": {"@type": "@json", "@value": {"b": [1]}}}'),
    "a byte order mark before JSON": ("a.jsonld", b'\xef\xbb\xbf{"@id": "urn:a", "urn:p": 1}'),
    "whole pairs": ("a.jsonld", '{"@id": "urn:a", "urn:p": "\\ud83d\\ude00 \\\\ud800"}'),
    "brackets in texts": ("a.ttl", f'{TRIPLE} "{"(" * 200}" .'),
}


@pytest.mark.parametrize(("name", "content"), HARMLESS.values(), ids=HARMLESS)
def test_what_only_looks_odd_is_read(write: Write, name: str, content: str | bytes) -> None:
    assert len(read_located(write(name, content)).quads) in (1, 2)
