"""Questions are read from files, and values are bound as terms."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minegraph.errors import NotFoundError, QueryError, SourceError
from minegraph.files import Layout
from minegraph.guard import check
from minegraph.queries import Parameter, Question, bind, catalogue, question_named, read_question
from minegraph.store import LocalStore
from minegraph.terms import ID

XSD = "http://www.w3.org/2001/XMLSchema#"
TEXT = """#+ question: Which values come in?
#+ tags: one, two
#+ param thing iri: A thing.
#+ param word string: A word.
#+ param number integer: A number.
#+ param size decimal: A size.
#+ param day date: A day.
#+ param year year: A year.
#+ param yes boolean: Yes or no.
#+ param maybe iri: Left out for all.

PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

# VALUES ?word { "not here" }
SELECT ?thing ?word ?number ?size ?day ?year ?yes ?maybe ("VALUES ?word { 1 }" AS ?text)
WHERE {
  VALUES ?thing { <https://example.org/a> }
  VALUES ?word { "a } b"@en }
  VALUES ?number { -1 }
  VALUES ?size { 2.5 }
  VALUES ?day { "2021-02-28"^^xsd:date }
  VALUES ?year { "2023"^^<http://www.w3.org/2001/XMLSchema#gYear> }
  VALUES ?yes { true }
  VALUES ?maybe { UNDEF }
  VALUES ?kind { 1 2 }
  VALUES (?other) { (1) }
}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "values.rq"
    path.write_text(TEXT)
    return path


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Question:
    path = tmp_path_factory.mktemp("questions") / "values.rq"
    path.write_text(TEXT)
    return read_question(path)


def answer(question: Question, **values: str) -> dict[str, str | None]:
    query = bind(question, values)
    check(query)
    found = LocalStore(ox.Store()).select(query)
    return {name: str(term) if term else None for name, term in zip(found.variables, found.rows[0], strict=True)}


def test_question_has_words_tags_and_parameters(question: Question) -> None:
    assert (question.name, question.words, question.tags) == ("values", "Which values come in?", ("one", "two"))
    assert question.parameters[1:3] == (
        Parameter("word", "string", "A word.", '"a } b"@en'),
        Parameter("number", "integer", "A number.", "-1"),
    )
    assert [parameter.name for parameter in question.parameters if parameter.is_optional] == ["maybe"]


def test_defaults_are_what_stands_in_the_file(question: Question) -> None:
    assert bind(question, {}) == TEXT
    assert answer(question)["word"] == '"a } b"@en'


@pytest.mark.parametrize(
    ("name", "value", "term"),
    [
        ("thing", "mgid:region/FI1D7", f"<{ID}region/FI1D7>"),
        ("thing", "https://example.org/b", "<https://example.org/b>"),
        ("thing", "<https://example.org/b>", "<https://example.org/b>"),
        ("maybe", "country:FIN", "<http://publications.europa.eu/resource/authority/country/FIN>"),
        ("word", 'say "hi"\n', '"say \\"hi\\"\\n"'),
        ("number", "+12", f'"12"^^<{XSD}integer>'),
        ("size", ".5", f'"0.5"^^<{XSD}decimal>'),
        ("size", "3", f'"3"^^<{XSD}decimal>'),
        ("day", "2024-02-29", f'"2024-02-29"^^<{XSD}date>'),
        ("year", "2011", f'"2011"^^<{XSD}gYear>'),
        ("yes", "false", f'"false"^^<{XSD}boolean>'),
    ],
)
def test_value_is_bound_as_a_term_of_its_type(question: Question, name: str, value: str, term: str) -> None:
    assert answer(question, **{name: value}) == answer(question) | {name: term}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("thing", "Lapland"),
        ("thing", "unknown:x"),
        ("thing", "https://example.org/a b"),
        ("thing", "https://example.org/a> } #"),
        ("thing", "file:///etc/passwd"),
        ("thing", ""),
        ("number", "1.5"),
        ("number", "one"),
        ("number", "1 } #"),
        ("number", "\u0661"),
        ("size", "1e3"),
        ("size", "1."),
        ("day", "2021-02-30"),
        ("day", "28.2.2021"),
        ("year", "23"),
        ("yes", "yes"),
        ("word", "\ud800"),
    ],
)
def test_value_of_another_type_is_refused(question: Question, name: str, value: str) -> None:
    with pytest.raises(QueryError, match=r"does not fit: expected (an|a|true) "):
        bind(question, {name: value})


@given(value=st.text())
def test_no_text_breaks_out_of_its_term(question: Question, value: str) -> None:
    assert answer(question, word=value) == answer(question) | {"word": str(ox.Literal(value))}


@given(name=st.sampled_from(["thing", "number", "size", "day", "year", "yes", "maybe"]), value=st.text())
def test_no_value_breaks_out_of_its_term(question: Question, name: str, value: str) -> None:
    try:
        found = answer(question, **{name: value})
    except QueryError:
        return
    assert found | {name: None} == answer(question) | {name: None}


def test_unknown_parameter_is_said_with_what_exists(question: Question) -> None:
    with pytest.raises(NotFoundError) as caught:
        bind(question, {"wrod": "x"})
    assert str(caught.value) == (
        "There is no parameter of values 'wrod'. Did you mean 'word'? "
        "It takes thing, word, number, size, day, year, yes, maybe."
    )


def test_unknown_question_is_said_with_the_nearest(tiny_root: Path) -> None:
    with pytest.raises(NotFoundError, match=r"'partner-of-project'. Did you mean 'partners-of-project'\?"):
        question_named(Layout(tiny_root), "partner-of-project")


def test_catalogue_holds_every_question(tiny_root: Path) -> None:
    questions = catalogue(Layout(tiny_root))
    assert {"partners-of-project", "regions-by-commodity"} <= questions.keys()
    assert questions["partners-of-project"] == question_named(Layout(tiny_root), "partners-of-project")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#+ question: Which values come in?\n", "", "values.rq:1: no question in words. Add a line"),
        ("#+ tags: one, two", "#+ tag: one", "values.rq:2: not a header line. Write"),
        ("word string", "word text", "values.rq:4: not a header line."),
        ("#+ param word string: A word.", "#+ param word string:", "values.rq:4: not a header line."),
        ("VALUES ?number { -1 }", "", "values.rq: parameter 'number' needs exactly one `VALUES ?number { default }`"),
        ("VALUES ?number { -1 }", "VALUES ?number { 1 2 }", "needs exactly one"),
        ("VALUES ?number { -1 }", "VALUES ?number { 1 } VALUES ?number { 1 }", "needs exactly one"),
        ("VALUES ?number { -1 }", "BIND (1 AS ?number)", "needs exactly one"),
    ],
)
def test_wrong_header_is_said_with_file_and_line(path: Path, old: str, new: str, message: str) -> None:
    assert old in TEXT
    path.write_text(TEXT.replace(old, new))
    with pytest.raises(SourceError) as caught:
        read_question(path)
    assert message in str(caught.value)


def test_bound_question_answers(tiny_root: Path, tiny_store: LocalStore) -> None:
    question = question_named(Layout(tiny_root), "partners-of-project")
    found = tiny_store.select(bind(question, {"project": "mgid:project/alloy"}))
    assert [str(row[1]) for row in found.rows] == ['"Silesian Smelter"@en', '"Survey of the North"@en']
