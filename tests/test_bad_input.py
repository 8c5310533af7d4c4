"""Bad input through the command line: one clear sentence, no traceback, no network, little memory, nothing changed.

`BAD_INPUT` is the list: what it is, how it comes to be, and what the message must say; `BAD_TABLES` that of tables. Add
a line for a new trap.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from bad_tables import BAD_TABLES
from conftest import BuiltTiny
from forked import Commands, commands
from minegraph.terms import ID, MG

Make = Callable[[Path], Path]

LIMITS = """
import os, resource, sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        os.write(2, f"the network was asked: {event} {arguments}".encode())
        os._exit(99)

sys.addaudithook(refuse)
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
"""
REFUSED = 2
TIMEOUT = 20  # for a busy machine; on a quiet one each takes less than 2 seconds


@dataclass(frozen=True)
class Sandbox:
    """A built miniature of the graph, and a way to run a command on it that has no network and little memory."""

    root: Path
    hook: Path
    commands: Commands

    def validate(self, path: Path, *options: str) -> subprocess.CompletedProcess[str]:
        """What `minegraph validate` makes of a file."""
        return self.commands.run(["--root", str(self.root), "validate", str(path), *options], TIMEOUT)

    def state(self) -> dict[str, str]:
        """The digest of every file of the graph, and which generation of the store is in use."""
        store = self.root / ".minegraph"
        files = (path for path in self.root.rglob("*") if path.is_file() and not path.is_relative_to(store))
        digests = {str(path): sha256(path.read_bytes()).hexdigest() for path in files}
        generations = " ".join(sorted(path.name for path in (store / "generations").iterdir()))
        return {**digests, "generation": f"{(store / 'current').read_text()} of {generations}"}


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory, built_tiny: BuiltTiny) -> Iterator[Sandbox]:
    folder = tmp_path_factory.mktemp("sandbox")
    root = built_tiny(folder / "tiny")
    hook = folder / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(LIMITS)
    with commands({**os.environ, "PYTHONPATH": str(hook), "COLUMNS": "400", "NO_COLOR": "1"}) as forked:
        yield Sandbox(root, hook, forked)


def given(name: str, content: str | bytes) -> Make:
    """A file with a content; text is written in UTF-8."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
        return path

    return make


def turtle(statements: str) -> Make:
    """A Turtle file that knows the prefixes of the data."""
    prefixes = f"@prefix mg: <{MG}> . @prefix e: <http://example.org/> .\n"
    for name, namespace in (("rdfs", "2000/01/rdf-schema#"), ("owl", "2002/07/owl#"), ("sh", "ns/shacl#")):
        prefixes += f"@prefix {name}: <http://www.w3.org/{namespace}> .\n"
    return given("a.ttl", prefixes + statements)


def json_ld(text: str) -> Make:
    """A JSON-LD file."""
    return given("a.jsonld", text)


def rdf_xml(body: str, before: str = "") -> Make:
    """An RDF/XML file, with something before its root element."""
    namespaces = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/"'
    return given("a.rdf", f"{before}<rdf:RDF {namespaces}>{body}</rdf:RDF>")


def sparse(folder: Path) -> Path:
    """A file of 200 MB that takes no room."""
    path = folder / "huge.ttl"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    return path


def pipe(folder: Path) -> Path:
    """A pipe into which nobody writes."""
    path = folder / "pipe.ttl"
    os.mkfifo(path)
    return path


DOCTYPE = '<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
REMOTE = "http://192.0.2.1/context.jsonld"
DEEP = 100_000
NESTED = "nested deeper than 128"
FETCHED = "refers to a context elsewhere, and nothing is fetched"
NO_SCHEMA = "Data must not bring schema"
STATEMENT = "<urn:a> <urn:p> "
LONG = "x\n" * 1_000_000

BAD_INPUT: dict[str, tuple[Make, str]] = {
    "a DOCTYPE": (rdf_xml("", DOCTYPE), "has a DOCTYPE"),
    "a DOCTYPE after a comment": (rdf_xml("", f"<!-- a -->\n<?p?>{DOCTYPE}"), "a.rdf:2: has a DOCTYPE"),
    "a DOCTYPE in UTF-16": (given("a.rdf", f"{DOCTYPE}<a/>".encode("utf-16")), "UTF-16 text. Save it as UTF-8."),
    "entities in entities": (rdf_xml("", BOMB), "has a DOCTYPE"),
    "a remote context": (json_ld(f'{{"@context": "{REMOTE}", "@id": "urn:a", "p": 1}}'), FETCHED),
    "a remote context in a list": (json_ld(f'{{"@context": [{{}}, "{REMOTE}"], "@id": "urn:a"}}'), FETCHED),
    "a remote context in a term": (
        json_ld(f'{{"@context": {{"p": {{"@id": "urn:p", "@context": "{REMOTE}"}}}}}}'),
        FETCHED,
    ),
    "a remote context further in": (json_ld(f'{{"@id": "urn:a", "urn:p": [{{"@context": "{REMOTE}"}}]}}'), FETCHED),
    "an imported context": (json_ld(f'{{"@context": {{"@import": "{REMOTE}"}}, "@id": "urn:a"}}'), FETCHED),
    "a context in another file": (json_ld('{"@context": "ctx.jsonld", "@id": "urn:a"}'), FETCHED),
    "a chain of names that crashes": (
        json_ld('{"@context": {"a0": "urn:a"' + "".join(f',"a{n + 1}": "a{n}:x"' for n in range(30_000)) + "}}"),
        "what more than 1,000 names mean",
    ),
    "200 lists": (turtle(f"e:a e:p {'(' * 200}{')' * 200} ."), NESTED),
    "100,000 lists": (turtle(f"e:a e:p {'(' * DEEP}{')' * DEEP} ."), NESTED),
    "200 blank nodes": (turtle(f"e:a e:p {'[ e:p ' * 200}1{']' * 200} ."), NESTED),
    "100,000 blank nodes": (turtle(f"e:a e:p {'[ e:p ' * DEEP}1{']' * DEEP} ."), NESTED),
    "200 objects": (json_ld('{"urn:p":' * 200 + "1" + "}" * 200), NESTED),
    "100,000 objects": (json_ld('{"urn:p":' * DEEP + "1" + "}" * DEEP), NESTED),
    "100,000 arrays": (json_ld("[" * DEEP + "]" * DEEP), NESTED),
    "200 elements": (rdf_xml("<e:C><e:p>" * 100 + "</e:p></e:C>" * 100), NESTED),
    "100,000 elements": (rdf_xml("<e:C><e:p>" * 50_000 + "</e:p></e:C>" * 50_000), NESTED),
    "100,000 statements about statements": (turtle(f"e:a e:p {'<<( e:a e:p ' * DEEP}"), NESTED),
    "a statement about a statement": (turtle("<< e:a e:p e:b >> e:p e:c ."), "RDF 1.2"),
    "a named graph": (given("a.trig", "<urn:g> { <urn:a> <urn:p> 1 }"), "holds the named graph <urn:g>"),
    "a named graph in N-Quads": (given("a.nq", f'{STATEMENT} "x" <urn:g> .'), "holds the named graph <urn:g>"),
    "a named graph in JSON-LD": (
        json_ld('{"@id": "urn:g", "@graph": [{"@id": "urn:a", "urn:p": 1}]}'),
        "holds the named graph <urn:g>",
    ),
    "a subclass": (turtle("mg:Projct rdfs:subClassOf mg:Project ."), f"rdfs:subClassOf. {NO_SCHEMA}"),
    "a subproperty": (turtle("e:p rdfs:subPropertyOf mg:partner ."), f"rdfs:subPropertyOf. {NO_SCHEMA}"),
    "a new class": (turtle("e:C a owl:Class ."), f"owl:Class. {NO_SCHEMA}"),
    "a new property": (turtle("e:p a <http://www.w3.org/1999/02/22-rdf-syntax-ns#Property> ."), NO_SCHEMA),
    "a sameness": (turtle("e:a owl:sameAs e:b ."), f"owl:sameAs. {NO_SCHEMA}"),
    "an import": (turtle(f"<urn:a> owl:imports <{REMOTE}> ."), f"owl:imports. {NO_SCHEMA}"),
    "a shape": (turtle("e:S a sh:NodeShape ; sh:targetClass mg:Project ."), NO_SCHEMA),
    "a shape switched off": (turtle("e:S sh:deactivated true ."), f"sh:deactivated. {NO_SCHEMA}"),
    "a term of minegraph": (turtle("mg:Project e:p 1 ."), "describes mg:Project, a term of minegraph"),
    "a misspelt class": (
        turtle("e:x a mg:Projct ."),
        "Did you mean mg:Project?",
    ),
    "a class of nobody": (turtle("e:x a e:Project ."), "There is no class http://example.org/Project"),
    "a misspelt property": (turtle("e:x mg:acronim 'X' ."), "There is no property mg:acronim"),
    "a region as a class": (turtle(f"e:x a <{ID}region/FI1D7> ."), "the class mgid:region/FI1D7, and it is none"),
    "a region as a property": (turtle(f"e:x <{ID}region/FI1D7> 1 ."), "mgid:region/FI1D7 as a property"),
    "a name without meaning": (
        json_ld('{"@id": "urn:a", "titel": "x"}'),
        'no @context of the file says what "titel" means',
    ),
    "a name twice among 100,000": (
        json_ld('{"@id": "urn:a",' + "".join(f'"urn:p{n}":{n},' for n in range(100_000)) + '"urn:p99999": 1}'),
        'gives "urn:p99999" twice in one object',
    ),
    "a class without meaning": (json_ld('{"@id": "urn:a", "@type": "Projct"}'), 'relative IRI "Projct"'),
    "NUL": (turtle("e:a e:p 'x\0y' ."), "holds NUL characters"),
    "an escaped NUL": (turtle("e:a e:p 'x\\u0000y' ."), "holds the control character U+0000"),
    "text that turns round": (turtle("<urn:a\u202eb> e:p 1 ."), "the IRI urn:a\\u202Eb holds an invisible character"),
    "a zero-width space": (turtle("<urn:a\u200bb> e:p 1 ."), "the IRI urn:a\\u200Bb holds an invisible character"),
    "a lone surrogate": (turtle("e:a e:p '\ud800' ."), "not UTF-8 text"),
    "an escaped surrogate": (turtle("e:a e:p '\\ud800' ."), "not a valid unicode character"),
    "a surrogate in JSON": (json_ld('{"@id": "urn:a", "urn:p": "\\ud800"}'), "\\ud800 is half of a character"),
    "a huge text": (turtle(f"e:a e:p '{'x' * 70_000}' ."), "longer than 64 KB"),
    "a huge text of many lines": (turtle(f"e:a e:p '''{LONG}''' ."), "longer than 64 KB"),
    "a huge IRI": (turtle(f"<urn:{'x' * 70_000}> e:p 1 ."), "longer than 2,000 characters"),
    "an IRI with a space": (turtle("<urn:a b> e:p 1 ."), "Percent-encode that character"),
    "an IRI with a space in JSON": (json_ld('{"@id": "urn:a b", "urn:p": 1}'), "<urn:a b> is no RDF"),
    "a relative IRI": (turtle("<../../etc/passwd> e:p 1 ."), "relative IRI"),
    "a relative IRI in JSON": (json_ld('{"@id": "a", "urn:p": 1}'), 'relative IRI "a"'),
    "UTF-16 without its mark": (given("a.ttl", f"{STATEMENT} 1 .".encode("utf-16-le")), "not UTF-8 text"),
    "Latin-1": (given("a.ttl", f"\n{STATEMENT} 'ä' .".encode("latin-1")), "a.ttl:2: not UTF-8 text"),
    "NEL as a line end": (given("a.ttl", f"{STATEMENT} 1 .\u0085{STATEMENT} 2 ."), "holds the line end NEL (U+0085)"),
    "a mistake after CR": (given("a.ttl", f"{STATEMENT} 1 .\r{STATEMENT} <urn:a b> ."), "a.ttl:2: "),
    "a text over the end of a line": (given("a.ttl", f"{STATEMENT} 'x\ny' ."), "a.ttl:1: Line jumps are not allowed"),
    "a text that is never closed": (given("a.ttl", f"{STATEMENT} '''" + "x\n" * 500_000), "ends in the middle"),
    "nothing": (given("a.ttl", ""), "empty. Add the data"),
    "white space": (given("a.ttl", " \n\t\r\n"), "empty. Add the data"),
    "a comment": (given("a.ttl", "# nothing\n"), "states nothing. Add the data"),
    "a directory": (lambda folder: folder, "a directory. Name the files in it."),
    "a missing file": (lambda folder: folder / "a.ttl", "No such file"),
    "a device": (lambda _: Path("/dev/zero"), "not a file. Check the path."),
    "a pipe": (pipe, "not a file. Check the path."),
    "200 MB": (sparse, "larger than 50 MB"),
    "too many statements": (given("a.ttl", f"{STATEMENT}{'1,' * 500_000} 1 ."), "states more than 500,000 things"),
    "a file without an ending": (given("data", f"{STATEMENT} 1 ."), "unknown kind of file. Name it .xlsx"),
    "Turtle called JSON-LD": (json_ld(f"{STATEMENT} 1 ."), "a.jsonld:1: not JSON"),
    "a packed file": (given("a.ttl.gz", b"\x1f\x8b\x08\0\0"), "Unpack it"),
}


@pytest.fixture(scope="module")
def untouched(sandbox: Sandbox) -> dict[str, str]:
    """The state of the graph before any of the bad input."""
    return sandbox.state()


@pytest.mark.parametrize(
    ("make", "phrase"),
    [*BAD_INPUT.values(), *BAD_TABLES.values()],
    ids=[*BAD_INPUT, *(f"table: {name}" for name in BAD_TABLES)],
)
def test_bad_input_gets_one_clear_sentence_and_changes_nothing(
    sandbox: Sandbox, untouched: dict[str, str], tmp_path: Path, make: Make, phrase: str
) -> None:
    done = sandbox.validate(make(tmp_path))
    said = done.stdout + done.stderr
    assert phrase in said
    assert "Traceback" not in said
    assert done.returncode in (1, 2)
    if done.returncode == REFUSED:
        assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    assert sandbox.state() == untouched


MARKED = ("a merged sheet", "a link of a whole sheet", "a merged sheet that is hidden", "merged columns")


@pytest.mark.parametrize("name", MARKED)
def test_bad_workbook_is_refused_before_it_is_marked(sandbox: Sandbox, tmp_path: Path, name: str) -> None:
    make, phrase = BAD_TABLES[name]
    marked = tmp_path / "marked.xlsx"
    done = sandbox.validate(make(tmp_path), "--format", "xlsx", "-o", str(marked))
    assert phrase in done.stderr
    assert (done.returncode, done.stderr.count("\n"), marked.exists()) == (REFUSED, 1, False)


def test_the_network_would_be_noticed(sandbox: Sandbox) -> None:
    program = "import urllib.request; urllib.request.urlopen('http://192.0.2.1/')"
    environment = {**os.environ, "PYTHONPATH": str(sandbox.hook)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=False)
    assert done.returncode == 99


FINE = {
    "a cell of several lines": 'id,name,country,note,source,confidence\np,A,FI,"x\r\n\r\ny",https://example.org/a,high\n',
    "CR as line end": "id,name,country,source,confidence\rp,A,FI,https://example.org/a,high\r",
}


@pytest.mark.parametrize("text", FINE.values(), ids=FINE)
def test_odd_but_clear_table_is_read(sandbox: Sandbox, tmp_path: Path, text: str) -> None:
    done = sandbox.validate(given("organisations.csv", text)(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")


def test_table_in_another_encoding_comes_back_marked(sandbox: Sandbox, tmp_path: Path) -> None:
    table = "id,name,country,source,confidence\np,Jyväskylä,XX,https://example.org/a,high\n"
    path = given("organisations.csv", table.encode("windows-1252"))(tmp_path)
    marked = tmp_path / "marked.xlsx"
    done = sandbox.validate(path, "--encoding", "windows-1252", "--format", "xlsx", "-o", str(marked))
    assert done.returncode == 1
    assert marked.read_bytes().startswith(b"PK")
