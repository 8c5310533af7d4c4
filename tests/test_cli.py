"""The command line as people use it: on a built store, over a real endpoint, with mistakes."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from minegraph import __version__
from minegraph.cli import verbs
from minegraph.cli.verbs import MODULES, VERBS
from minegraph.terms import ID, INFERRED

Run = Callable[..., Result]
COMMAND = [sys.executable, "-m", "minegraph"]


@pytest.fixture(scope="session")
def root(tiny_generation: Path) -> Path:
    """The miniature, built; only for tests that do not write to it."""
    return tiny_generation.parents[2]


@pytest.fixture
def run(root: Path) -> Run:
    """Run a verb on the miniature."""
    return lambda *words, **options: CliRunner().invoke(verbs, ["--root", str(root), *words], **options)


@pytest.fixture
def ask_endpoint(root: Path, endpoint: str) -> Run:
    """Run a verb on the endpoint."""
    return lambda *words: CliRunner().invoke(verbs, ["--root", str(root), "--store", endpoint, *words])


def shell(*words: str, root: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [*COMMAND, "--root", str(root), *words], capture_output=True, env={**os.environ, **environment}, check=False
    )


def refused(result: Result) -> str:
    """The message of a run that could not do what was asked."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    return result.stderr


def test_without_a_verb_the_help_is_shown() -> None:
    result = CliRunner().invoke(verbs, [])
    assert result.exit_code == 0
    assert all(verb in result.stdout for verb in VERBS)


def test_version() -> None:
    assert CliRunner().invoke(verbs, ["--version"]).stdout == f"minegraph {__version__}\n"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    result = CliRunner().invoke(verbs, [verb, "--help"])
    assert result.exit_code == 0
    assert f"  minegraph {verb}" in result.stdout.split("Examples:")[1]


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_loads_an_engine_for_its_help(verb: str) -> None:
    heavy = {"numpy", "rdflib", "pyshacl", "owlrl", "SPARQLWrapper", "rapidfuzz", "rich", "pandas"}
    program = f"import sys, minegraph.cli.{MODULES.get(verb, verb)}; print(*sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_warm_query_loads_no_other_engine(root: Path) -> None:
    heavy = {"numpy", "rdflib", "pyshacl", "owlrl", "SPARQLWrapper", "rapidfuzz", "rich", "pandas"}
    program = (
        f"import sys; from minegraph.cli import verbs; sys.argv = ['minegraph', '--root', {str(root)!r}, 'query', "
        "'partners-of-project', '-p', 'project=ORE']\ntry:\n    verbs()\nexcept SystemExit:\n"
        f"    print(*sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines() == ["2 rows", ""]


def test_misspelt_verb_gets_a_suggestion() -> None:
    result = CliRunner().invoke(verbs, ["querry"])
    assert result.exit_code == 2
    assert "Did you mean 'query'?" in result.stderr


def test_place_may_stand_before_or_after_the_verb(root: Path) -> None:
    before = CliRunner().invoke(verbs, ["--root", str(root), "query", "--list"])
    after = CliRunner().invoke(verbs, ["query", "--list", "--root", str(root)])
    assert before.stdout == after.stdout
    assert "partners-of-project" in after.stdout


def test_build_says_what_it_did(tiny_root: Path) -> None:
    first = CliRunner().invoke(verbs, ["--root", str(tiny_root), "build"])
    assert "data/sites/sites" in first.stdout
    assert "0 Violation" in first.stdout
    assert first.stderr == "Building the store: it is new, or files have changed.\n"
    again = CliRunner().invoke(verbs, ["--root", str(tiny_root), "build"])
    assert "nothing: the files have not changed" in again.stdout


def test_build_of_a_graph_with_violations_exits_with_1(tiny_root: Path) -> None:
    (tiny_root / "data" / "bad.ttl").write_text(f"<{ID}region/X> a <https://w3id.org/minegraph/ontology#Region> .")
    result = CliRunner().invoke(verbs, ["--root", str(tiny_root), "build"])
    assert result.exit_code == 1
    assert "`minegraph validate` shows them" in result.stderr


def test_first_use_builds_and_says_so(tiny_root: Path) -> None:
    result = CliRunner().invoke(verbs, ["--root", str(tiny_root), "describe", "Lapland"])
    assert result.exit_code == 0
    assert result.stdout.startswith("Lapland\n")
    assert result.stderr.splitlines() == ["Building the store: it is new, or files have changed."]


def test_broken_file_leaves_the_last_good_store_in_use(tiny_root: Path) -> None:
    place = ["--root", str(tiny_root)]
    CliRunner().invoke(verbs, [*place, "build"])
    (tiny_root / "data" / "bad.ttl").write_text("<a> <b>\n  mgo:c .")
    asked = CliRunner().invoke(verbs, [*place, "describe", "Lapland"])
    assert asked.exit_code == 0
    assert "bad.ttl:" in asked.stderr
    assert "last good store answers" in asked.stderr
    for verb in ("build", "validate"):
        assert "bad.ttl:" in refused(CliRunner().invoke(verbs, [*place, verb]))


def test_query_by_name_with_a_parameter_by_name(run: Run) -> None:
    result = run("query", "regions-by-commodity", "-p", "commodity=COBALT", "--format", "csv")
    assert result.stdout_bytes == (
        b"region,label,stage\r\n"
        b"https://w3id.org/minegraph/id/region/ES61,Andalusia,https://w3id.org/minegraph/id/stage/metallurgy-refining\r\n"
        b"https://w3id.org/minegraph/id/region/FI1D7,Lapland,https://w3id.org/minegraph/id/stage/extraction\r\n"
    )
    assert result.stderr == "2 rows\n"


def test_table_has_curies_and_no_colour(run: Run) -> None:
    lines = run("query", "regions-by-commodity").stdout.splitlines()
    assert lines[0].split() == ["region", "label", "stage"]
    assert lines[2].split() == ["mgid:region/ES61", "Andalusia", "mgid:stage/metallurgy-refining"]


@pytest.mark.parametrize("suffix", [".rq", ".sparql"])
def test_query_in_a_file(run: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"own{suffix}"
    path.write_text("SELECT (1 AS ?one) {}")
    assert run("query", str(path), "--format", "tsv").stdout == "?one\n1\n"


def test_file_with_a_header_takes_parameters(run: Run, root: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.rq"
    path.write_text((root / "queries" / "partners-of-project.rq").read_text())
    assert "Silesian Smelter" in run("query", str(path), "-p", "project=alloy").stdout


def test_query_from_standard_input(run: Run) -> None:
    assert run("query", "-", input="ASK { ?s ?p ?o }").stdout == "true\n"
    assert run("query", "-", input="ASK { ?s ?s ?s }").stdout == "false\n"


def test_table_of_a_graph_is_turtle(run: Run) -> None:
    result = run("query", "-", input=f"CONSTRUCT WHERE {{ <{ID}region/FI1D7> a ?class }}")
    triples = list(ox.parse(result.stdout_bytes, ox.RdfFormat.TURTLE))
    assert result.stderr == f"{len(triples)} triples\n"
    assert triples


def test_list_of_questions(run: Run) -> None:
    assert [one["name"] for one in json.loads(run("query", "--list", "--format", "json").stdout)] == [
        "partners-of-project",
        "regions-by-commodity",
    ]
    (one,) = json.loads(run("query", "--list", "--tag", "regions", "--format", "json").stdout)
    assert one["parameters"][1] == {
        "name": "stage",
        "type": "iri",
        "description": "Only this stage of the value chain.",
        "default": None,
    }
    assert "commodity=commodity/cobalt [stage]" in run("query", "--list").stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("query", "partners-of-projekt"), "Did you mean 'partners-of-project'?"),
        (("query", "partners-of-project", "-p", "projekt=ore"), "Did you mean 'project'?"),
        (("query", "partners-of-project", "-p", "project=oree"), "Did you mean 'ORE'"),
        (("query", "partners-of-project", "-p", "question=x", "-p", "self=y"), "It takes project."),
        (("query", "partners-of-project", "-p", "project"), "Write -p KEY=VALUE"),
        (("query", "partners-of-project", "-p", "project=a", "-p", "project=b"), "given twice"),
        (("query", "partners-of-project", "--format", "ttl"), "Use table, csv, tsv, json, xml or xlsx."),
        (("query", "partners-of-project", "--format", "tabel"), "Did you mean 'table'?"),
        (("query", "--list", "--format", "xml"), "Use table or json."),
        (("query", "--list", "--tag", "region"), "Did you mean 'regions'?"),
        (("query",), "`minegraph query --list`"),
        (("query", ""), "There is no question ''"),
        (("query", "../partners-of-project"), "Did you mean 'partners-of-project'?"),
        (("query", "nowhere.rq"), "nowhere.rq"),
        (("describe", "Laplnd"), "Did you mean 'Lapland'?"),
        (("synergies", "Laplnd"), "Did you mean 'Lapland'?"),
        (("synergies", "Lapland", "--profile", "lerning"), "Did you mean 'learning'?"),
        (("synergies", "Lapland", "--with", "Lapland"), "share territory"),
        (("synergies", "Lapland", "--top", "0"), "--top"),
        (("synergies", "Lapland", "--weight", "comodities-similarity=1"), "Did you mean 'commodities-similarity'?"),
        (("synergies", "Lapland", "--weight", "commodities-similarity=much"), "Give a number from 0 to 1"),
        (("synergies", "Lapland", "--weight", "commodities-similarity"), "Write COMPONENT=NUMBER"),
        (("export", "--graph", "inferrd"), "Did you mean 'inferred'?"),
        (("export", "--format", "turtle"), "Use nquads, trig, ttl, jsonld, rdfxml."),
        (("export", "-o", "/proc/nothing/x.nq"), "cannot be written"),
        (("validate", "nowhere.ttl"), "nowhere.ttl"),
        (("format", "nowhere.ttl"), "nowhere.ttl"),
        (("--root", "/proc", "query", "--list"), "not the root of a graph"),
        (("--store", "http://127.0.0.1:9/query", "describe", "Lapland"), "cannot be reached"),
    ],
)
def test_mistake_is_answered_with_what_to_do(run: Run, words: tuple[str, ...], message: str) -> None:
    assert message in refused(run(*words))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("DROP ALL", "DROP"),
        ("LOAD <https://example.org/x>", "LOAD"),
        ("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * {" + "{" * 70 + "}" * 70 + "}", "nested deeper than 64"),
        ("SELECT * { ?s ?p '" + "x" * 70_000 + "' }", "longer than 64 KB"),
        ("SELECT * { ?s ?p ", "the query ends too early"),
        ("", "query"),
        ("\x00\x01", "query"),
    ],
)
def test_query_that_is_not_run_is_refused_with_the_reason(run: Run, text: str, reason: str) -> None:
    assert reason in refused(run("query", "-", input=text))


def test_standard_input_that_is_not_text_is_refused(run: Run) -> None:
    assert "not UTF-8" in refused(run("query", "-", input=b"ASK { ?s ?p '\xff' }"))


@pytest.mark.parametrize("form", ["table", "json", "ttl", "jsonld"])
def test_describe_in_every_format(run: Run, form: str) -> None:
    result = run("describe", "Lapland", "--format", form)
    assert result.exit_code == 0
    assert "North Mine" in result.stdout


def test_synergies_in_json_sum_up(run: Run) -> None:
    said = json.loads(run("synergies", "Lapland", "--format", "json").stdout)
    assert said["region"]["iri"] == f"{ID}region/FI1D7"
    for synergy in said["synergies"]:
        parts = [component["contribution"] for component in synergy["components"]]
        assert abs(sum(parts) - synergy["score"]) < 1e-9
        for component in synergy["components"]:
            items = [item["contribution"] for item in component["items"]]
            assert abs(sum(items) - component["contribution"]) < 1e-9


def test_synergies_in_csv_have_one_row_per_item(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("synergies", "Lapland", "--format", "csv").stdout)))
    said = json.loads(run("synergies", "Lapland", "--format", "json").stdout)
    assert len(rows) == sum(len(part["items"]) for one in said["synergies"] for part in one["components"])
    assert rows[0]["region"] == f"{ID}region/FI1D7"


def test_pair_is_explained_in_both_directions(run: Run) -> None:
    shown = run("synergies", "Lapland", "--with", "Andalusia").stdout
    assert "What Lapland (FI) gains from Andalusia (ES)" in shown
    assert "What Andalusia (ES) gains from Lapland (FI)" in shown
    assert "https://example.org/profile/lapland" in shown


def test_certain_profile_and_top_are_passed_on(run: Run) -> None:
    words = ("synergies", "PL51", "--certain", "--profile", "supply-chain", "--top", "1", "--format", "json")
    said = json.loads(run(*words).stdout)
    assert (said["certain"], said["profile"], len(said["synergies"])) == (True, "supply-chain", 1)


def test_own_weights_are_passed_on_and_said(run: Run) -> None:
    words = ("synergies", "Lapland", "--weight", "commodities-similarity=0.5", "--weight", "projects-tie=0")
    said = json.loads(run(*words, "--format", "json").stdout)
    assert said["changed"] == {"commodities-similarity": 0.5, "projects-tie": 0}
    assert said["weights"]["commodities-similarity"] == 0.5
    assert "profile consortium with commodities-similarity 0.5, projects-tie 0" in run(*words).stdout


def test_validate_conforms(run: Run) -> None:
    result = run("validate")
    assert result.exit_code == 0
    assert result.stdout.startswith("Conforms")


@pytest.mark.parametrize("form", ["table", "json", "ttl"])
def test_validate_of_a_bad_file_exits_with_1(run: Run, tmp_path: Path, form: str) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(f"<{ID}region/X> a <https://w3id.org/minegraph/ontology#Region> .")
    result = run("validate", str(path), "--format", form)
    assert result.exit_code == 1
    assert "region/X" in result.stdout.replace("\\/", "/")


def test_validate_with_other_shapes(run: Run, tmp_path: Path) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text("<http://x/a> a <http://x/Thing> .")
    shapes.write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#>\n<http://x/shape> a sh:NodeShape ; sh:targetClass <http://x/Thing> ;"
        " sh:property [ sh:path <http://x/name> ; sh:minCount 1 ] ."
    )
    assert run("validate", str(data), "--shapes", str(shapes)).exit_code == 1
    data.write_text("<http://x/a> a <http://x/Thing> ; <http://x/name> 'a' .")
    assert run("validate", str(data), "--shapes", str(shapes)).exit_code == 0


def test_validate_with_broken_shapes_exits_with_2(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text("<a> <b>")
    assert "shapes.ttl" in refused(run("validate", str(path), "--shapes", str(path)))


@pytest.mark.parametrize("form", ["nquads", "trig", "ttl", "jsonld", "rdfxml"])
def test_export_is_the_same_every_time(run: Run, form: str) -> None:
    first, second = (run("export", "--format", form) for _ in range(2))
    assert first.stdout_bytes == second.stdout_bytes
    assert ("left out" in first.stderr) == (form in {"ttl", "rdfxml"})


def test_export_keeps_literals_as_the_files_write_them(run: Run) -> None:
    assert "300000.50" in run("export", "--graph", "data/projects/projects", "--format", "ttl").stdout


def test_export_of_named_graphs_to_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "some.nq"
    result = run("export", "--graph", "inferred", "--graph", "data/sites/sites", "-o", str(path))
    assert result.stdout == ""
    graphs = {quad.graph_name.value for quad in ox.parse(path.read_bytes(), ox.RdfFormat.N_QUADS)}
    assert graphs == {INFERRED, "https://w3id.org/minegraph/graph/data/sites/sites"}


def test_format_check_lists_files_and_the_command_that_fixes_them(tmp_path: Path) -> None:
    path, good = tmp_path / "a b.ttl", tmp_path / "good.ttl"
    path.write_text("<http://x/a> <http://x/b> <http://x/c> .")
    good.write_text("<http://x/a>\n    <http://x/b> <http://x/c> ;\n.\n")
    checked = CliRunner().invoke(verbs, ["format", "--check", str(path), str(good)])
    assert (checked.exit_code, checked.stdout) == (1, f"{path}\n")
    assert f"minegraph format '{path}'" in checked.stderr
    assert CliRunner().invoke(verbs, ["format", str(path)]).exit_code == 0
    assert CliRunner().invoke(verbs, ["format", "--check", str(path)]).exit_code == 0


def test_format_writes_nothing_when_one_file_is_broken(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_text("<http://x/a> <http://x/b> <http://x/c> .")
    bad.write_text("<http://x/a> <http://x/b>")
    assert "bad.ttl" in refused(CliRunner().invoke(verbs, ["format", str(good), str(bad)]))
    assert good.read_text() == "<http://x/a> <http://x/b> <http://x/c> ."


def test_endpoint_answers_like_the_store(run: Run, ask_endpoint: Run) -> None:
    for words in (
        ("query", "partners-of-project", "-p", "project=ORE", "--format", "json"),
        ("query", "regions-by-commodity", "--format", "csv"),
        ("describe", "Dolnośląskie", "--format", "json"),
        ("synergies", "Lapland", "--format", "json"),
        ("synergies", "Lapland", "--with", "Andalusia"),
    ):
        assert run(*words).stdout == ask_endpoint(*words).stdout != ""


@pytest.mark.parametrize("verb", ["build", "validate", "export"])
def test_verbs_that_need_files_say_so(ask_endpoint: Run, verb: str) -> None:
    assert "needs the files of a graph" in refused(ask_endpoint(verb))


@pytest.mark.parametrize(
    "environment",
    [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUNBUFFERED": "1"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}],
)
def test_output_is_utf8_in_every_locale(root: Path, environment: dict[str, str]) -> None:
    done = shell("describe", "PL51", root=root, **environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Dolnośląskie (pl)" in done.stdout.decode()


def test_home_is_not_needed(root: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"HOME", "XDG_CACHE_HOME"}}
    command = [*COMMAND, "--root", str(root), "describe", "Lapland"]
    assert subprocess.run(command, env=environment, capture_output=True, check=True).stderr == b""


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_reader_that_stops_ends_the_command_quietly(root: Path, unbuffered: str) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    command = [*COMMAND, "--root", str(root), "export"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 141)


def test_full_disk_is_a_message(root: Path) -> None:
    command = [*COMMAND, "--root", str(root), "describe", "Lapland"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.decode() == "minegraph: the output cannot be written (No space left on device).\n"


def test_ctrl_c_ends_a_long_query_with_one_line(root: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(9)) + " }"
    listening = "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    listening += "runpy.run_module('minegraph', run_name='__main__')"  # a test run in the background ignores Ctrl-C
    command = [sys.executable, "-c", listening, "--root", str(root), "query", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        process.stdin.write(endless.encode())
        process.stdin.close()
        process.stdin = None
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        try:
            _, errors = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, errors) == (130, b"minegraph: interrupted.\n")


def test_output_goes_through_a_pipe_and_leaves_it_there(root: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    done = shell("export", "--graph", "data/sites/sites", "--format", "ttl", "-o", str(pipe), root=root)
    written, _ = reader.communicate(timeout=30)
    assert (done.returncode, b"north-mine" in written, pipe.is_fifo()) == (0, True, True)


def test_report_does_not_take_the_place_of_what_it_is_about(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<https://w3id.org/minegraph/id/site/a> a <https://w3id.org/minegraph/ontology#Site> .")
    result = run("validate", str(path), "-o", str(path))
    assert (result.exit_code, "Write the report to another one" in result.stderr) == (2, True)
    assert path.read_text().endswith("#Site> .")


def test_directory_that_is_gone_is_said(root: Path, tmp_path: Path) -> None:
    command = f"mkdir gone && cd gone && rmdir ../gone && {sys.executable} -m minegraph --root {root} inbox"
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=tmp_path, check=False)
    assert (done.returncode, b"working directory is gone" in done.stderr) == (2, True)


def test_rows_are_written_to_an_excel_file(run: Run, tmp_path: Path) -> None:
    import openpyxl

    target = tmp_path / "rows.xlsx"
    result = run("query", "regions-by-commodity", "--format", "xlsx", "-o", str(target))
    assert result.exit_code == 0, result.stderr
    sheet = openpyxl.load_workbook(target).active
    assert result.stderr.endswith(f"{sheet.max_row - 1} rows\n")


def test_rows_of_a_query_go_to_a_file_in_any_format(run: Run, tmp_path: Path) -> None:
    for form in ("table", "csv"):
        target = tmp_path / f"rows.{form}"
        assert run("query", "regions-by-commodity", "--format", form, "-o", str(target)).exit_code == 0
        assert target.read_bytes() == run("query", "regions-by-commodity", "--format", form).stdout_bytes


def test_excel_file_is_not_poured_onto_a_terminal(root: Path) -> None:
    import pty

    controller, terminal = pty.openpty()
    words = ["--root", str(root), "query", "regions-by-commodity", "--format", "xlsx"]
    done = subprocess.run([*COMMAND, *words], stdout=terminal, stderr=subprocess.PIPE, check=False)
    os.close(terminal)
    os.close(controller)
    assert done.returncode == 2
    assert b"-o FILE.xlsx" in done.stderr


def test_synergies_of_all_regions_need_none(run: Run) -> None:
    assert "Best partners of all mining regions: profile learning" in run("synergies", "--profile", "learning").stdout
    rows = list(csv.DictReader(io.StringIO(run("synergies", "--format", "csv").stdout)))
    assert {row["region_label"] for row in rows} >= {"Lapland", "Lower Silesia"}
    assert "minegraph synergies REGION --with Lapland" in refused(run("synergies", "--with", "Lapland"))
    assert "Use csv, xlsx or json." in refused(run("synergies", "--format", "html"))


@pytest.mark.parametrize("form", ["xlsx", "jsonld", "csv", "table"])
def test_synergies_go_into_a_file(run: Run, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"partners.{form}"
    assert run("synergies", "Lapland", "--format", form, "-o", str(target)).exit_code == 0
    assert target.read_bytes() == run("synergies", "Lapland", "--format", form).stdout_bytes
