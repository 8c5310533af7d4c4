"""`minegraph query`: stored questions, files and standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import click

from minegraph.cli.interruptible import interruptible
from minegraph.cli.opening import opened
from minegraph.cli.options import Place, format_option, output_option, placed
from minegraph.cli.output import emit, refuse_in_terminal, say, show, write
from minegraph.errors import FormatError, NotFoundError, QueryError
from minegraph.guard import MAX_BYTES
from minegraph.pages import Table, plain
from minegraph.queries import Parameter, Question, as_document
from minegraph.render import ALL_FORMATS, format_for
from minegraph.results import Results, ask, form_of
from minegraph.terms import compress

FILES = (".rq", ".sparql")
EXAMPLES = """\b
Examples:
  minegraph query --list --tag regions
  minegraph query regions-by-commodity -p commodity=cobalt
  minegraph query partners-of-project -p project=MIREU --format xlsx -o partners.xlsx
  minegraph query my-question.rq
"""


@click.command(epilog=EXAMPLES)
@click.argument("question", required=False, metavar="NAME|FILE|-")
@click.option("--list", "listed", is_flag=True, help="List the stored questions.")
@click.option("--tag", metavar="TAG", help="With --list: only the questions with this tag.")
@click.option(
    "-p",
    "--parameter",
    "given",
    multiple=True,
    metavar="KEY=VALUE",
    help="A parameter of the question; a thing by name, code, slug or IRI. May be repeated.",
)
@format_option(*ALL_FORMATS)
@output_option
@placed
def command(
    place: Place,
    *,
    question: str | None,
    listed: bool,
    tag: str | None,
    given: tuple[str, ...],
    form: str,
    output: Path | None,
) -> None:
    """Ask a stored question by NAME, the SPARQL query in a FILE (.rq, .sparql), or the one on standard input (-).

    Rows are written as table, csv, tsv, json, xml or xlsx; an answer as table, json or xml; a graph as ttl, nt, jsonld
    or rdfxml.
    """
    if listed:
        with opened(place) as graph:
            _list(graph.questions, tag, form)
    elif question is None:
        raise click.UsageError(
            "Give the name of a question, a file, or -. `minegraph query --list` shows the questions."
        )
    else:
        _ask(place, question, _parameters(given), form, output)


def _ask(place: Place, question: str, parameters: dict[str, str], form: str, output: Path | None) -> None:
    refuse_in_terminal(form, output)
    with opened(place) as graph:
        text = graph.query_text(_text(question), **parameters)
        fitting = format_for(form_of(text), form)
        source = graph.source
        results = interruptible(lambda: ask(source, text))
    if fitting == "table" and output is None:
        show(results.page())
    else:
        written = plain.text(results.page()).encode() if fitting == "table" else results.written(fitting)
        emit(written) if output is None else write(output, written)
    say(_count(results))


def _text(question: str) -> str | Path | Question:
    """What is asked: standard input, a file, or the name of a question."""
    if question == "-":
        try:
            text = sys.stdin.buffer.read(MAX_BYTES + 1).decode()
        except UnicodeDecodeError as error:
            raise QueryError("standard input is not UTF-8 text. Write the query as UTF-8.") from error
        return Question("standard input", "", (), (), text)
    return Path(question) if question.endswith(FILES) else question


def _parameters(given: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise click.UsageError(f"{one!r} is no parameter. Write -p KEY=VALUE, such as -p region=Lapland.")
        if name in found:
            raise click.UsageError(f"The parameter {name!r} is given twice. Give it once.")
        found[name] = value
    return found


def _count(results: Results) -> str:
    noun = {"SELECT": "row", "ASK": "answer", "GRAPH": "triple"}[results.form]
    return f"{len(results):,} {noun}{'' if len(results) == 1 else 's'}"


def _list(questions: dict[str, Question], tag: str | None, form: str) -> None:
    tags = sorted({tag for question in questions.values() for tag in question.tags})
    if tag is not None and tag not in tags:
        raise NotFoundError("tag", tag, get_close_matches(tag, tags, n=1, cutoff=0.5), f"Tags: {', '.join(tags)}.")
    chosen = [question for question in questions.values() if tag is None or tag in question.tags]
    if form == "json":
        document = json.dumps([as_document(question) for question in chosen], ensure_ascii=False, indent=2)
        emit(f"{document}\n".encode())
    elif form == "table":
        show((_table(chosen),))
        say(f"{len(chosen)} questions. Tags: {', '.join(tags)}.")
    else:
        raise FormatError(f"The list of questions cannot be written as {form!r}. Use table or json.")


def _table(questions: list[Question]) -> Table:
    header = ("name", "question", "parameters", "tags")
    rows = tuple(
        (one.name, one.words, " ".join(map(_parameter, one.parameters)), ", ".join(one.tags)) for one in questions
    )
    return Table(header, rows, wide=frozenset({1}))


def _parameter(parameter: Parameter) -> str:
    """A parameter as one would give it; in brackets when it may be left out."""
    if parameter.is_optional:
        return f"[{parameter.name}]"
    return f"{parameter.name}={_plain(parameter)}"


def _plain(parameter: Parameter) -> str:
    default = parameter.default
    if parameter.type == "iri":
        return compress(default.strip("<>")).removeprefix("mgid:")
    return default.split("^^")[0].strip('"')
