"""Handing in over HTTP: templates, checks, previews, the inbox, and who is refused what."""

from __future__ import annotations

import io
import re
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import openpyxl
import pytest

from conftest import BuiltTiny
from minegraph import KnowledgeGraph
from servers import serving
from test_submit import SITE

TOKEN = "a token of the stewards"  # noqa: S105
BEARER = {"authorization": f"Bearer {TOKEN}"}
WHO = {"by": "Region of Lapland", "licence": "CC-BY-4.0"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
HTML = {"accept": "text/html"}
JSON = {"accept": "application/json"}
BAD = SITE.replace('skos:prefLabel "New mine"@en ;', "")
LATIN = "id,name,country,source,confidence\np,Jyväskylän yliopisto,FI,https://example.org/a,high\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, built_tiny: BuiltTiny) -> Path:
    """A miniature that is served, and changed."""
    return built_tiny(tmp_path_factory.mktemp("desk") / "tiny")


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server that takes data in."""
    token = tmp_path_factory.mktemp("token") / "token"
    token.write_text(f"{TOKEN}\n")
    options = ("--steward-token-file", str(token))
    with serving(root, root / ".minegraph", *options) as address, httpx.Client(base_url=address, timeout=240) as client:
        yield client


def site(name: str) -> str:
    """A new site of its own."""
    return SITE.replace("new-mine", name)


def sent(text: str | bytes, name: str = "new.ttl") -> dict[str, tuple[str, bytes]]:
    return {"file": (name, text.encode() if isinstance(text, str) else text)}


def checked(server: httpx.Client, text: str | bytes, name: str = "new.ttl", **fields: str) -> str:
    """The address of the page of a check that is over."""
    answer = server.post("/validate", files=sent(text, name), data=fields, headers=HTML)
    assert answer.status_code == 303, answer.text
    return settled(server, answer.headers["location"])


def settled(server: httpx.Client, path: str) -> str:
    """An address at which nothing is under way any more."""
    for _ in range(2400):
        if "data-waiting" not in server.get(path, headers=HTML).text:
            return path
        time.sleep(0.1)
    raise TimeoutError(path)


def handed_in(server: httpx.Client, name: str) -> str:
    """The id of a submission that waits."""
    answer = server.post("/submit", files=sent(site(name), f"{name}.ttl"), data=WHO)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["submission"])


def status(server: httpx.Client, submission: str) -> str:
    found = {one["id"]: one["status"] for one in server.get("/inbox.json").json()}
    return str(found[submission])


def is_known(server: httpx.Client, name: str) -> bool:
    return server.get(f"/doc/site/{name}.ttl").status_code == 200


def test_page_tells_what_can_be_handed_in(server: httpx.Client) -> None:
    page = server.get("/submit").text
    assert "Temporary undertaking with its own objectives" in page
    assert "at most 50 MB" in page


def test_template_has_the_sheets_that_were_chosen(server: httpx.Client) -> None:
    answer = server.get("/template.xlsx", params={"form": ["Sites", "Projects"], "with": "FI1D7"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [name for name in book.sheetnames if name[0] != "_"] == ["README", "Sites", "Projects", "Region profiles"]
    assert answer.headers["content-disposition"] == 'attachment; filename="minegraph-template.xlsx"'


def test_template_comes_as_csv_too(server: httpx.Client) -> None:
    archive = zipfile.ZipFile(io.BytesIO(server.get("/template.zip", params={"form": "Sites"}).content))
    assert "sites.csv" in archive.namelist()


def test_template_of_what_nobody_knows_says_what_there_is(server: httpx.Client) -> None:
    answer = server.get("/template.xlsx", params={"form": "Sitez"})
    assert (answer.status_code, "Did you mean 'Sites'?" in answer.text) == (404, True)


def test_program_gets_the_report_it_asks_for(server: httpx.Client) -> None:
    answer = server.post("/validate", files=sent(BAD))
    assert (answer.status_code, answer.json()["conforms"]) == (200, False)
    turtle = server.post("/validate", files=sent(BAD), headers={"accept": "text/turtle"})
    assert (turtle.headers["content-type"], "sh:ValidationReport" in turtle.text) == (
        "text/turtle; charset=utf-8",
        True,
    )


def test_browser_is_led_to_the_report_beside_the_rows(server: httpx.Client) -> None:
    path = checked(
        server, "id,name,country,source,confidence\np,A,XX,https://example.org/a,high\n", "organisations.csv"
    )
    page = server.get(path).text
    anchor = re.search(r'<td id="(sheet-1-C2)" class="violation"', page)
    assert anchor
    assert f'href="#{anchor[1]}"' in page
    assert 'href="#finding-1"' in page
    assert "See what it would change" not in page


@pytest.mark.parametrize("form", ["xlsx", "html", "json", "ttl", "sarif"])
def test_report_can_be_kept(server: httpx.Client, form: str) -> None:
    path = checked(server, BAD)
    answer = server.get(f"{path}/report.{form}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="new-report.{form}"')
    assert {server.get(place).headers["cache-control"] for place in (path, f"{path}/report.{form}")} == {"no-store"}


def test_encoding_is_asked_for(server: httpx.Client) -> None:
    path = checked(server, LATIN.encode("latin-1"), "organisations.csv")
    page = server.get(path).text
    assert "Jyväskylän yliopisto" in page
    answer = server.post(f"{path}/encoding", data={"encoding": "windows-1252"})
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert "read as windows-1252, as asked for" in server.get(settled(server, path)).text


def test_program_is_asked_for_the_encoding_too(server: httpx.Client) -> None:
    file = sent(LATIN.encode("latin-1"), "organisations.csv")
    answer = server.post("/validate", files=file, headers=JSON)
    assert answer.status_code == 422
    assert "say so in the field “encoding”" in answer.json()["detail"]
    assert server.post("/validate", files=file, data={"encoding": "windows-1252"}).json()["conforms"]


def test_file_that_cannot_be_read_is_told_in_a_sentence(server: httpx.Client) -> None:
    page = server.get(checked(server, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.xls")).text
    assert "old.xls: spreadsheets are read from .xlsx" in page


def test_from_a_file_to_the_graph_without_scripts(server: httpx.Client) -> None:
    path = checked(server, site("by-hand"))
    assert "Who hands it in" in server.get(path).text
    answer = server.post(f"{path}/preview", data=WHO)
    assert answer.headers["location"] == f"{path}/preview"
    page = server.get(settled(server, f"{path}/preview")).text
    assert "Accepting it adds 9 statements about 1 resource (1 new)" in page
    for _ in range(2):  # a double click
        assert server.post(f"{path}/inbox", content="", headers=FORM).status_code == 303
    settled(server, f"{path}/inbox")
    place = server.get(f"{path}/inbox").headers["location"]
    page = server.get(settled(server, place)).text
    assert "What accepting it would change" in page
    assert "Sign in as a steward" in page
    assert [one["file"] for one in server.get("/inbox.json").json()].count("new.ttl") == 1
    token = {**FORM, "origin": str(server.base_url).rstrip("/")}
    signed_in = server.post("/inbox/steward", data={"token": TOKEN}, headers=token)
    cookie = signed_in.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/inbox"))
    assert "Accept</button>" in server.get(place).text
    answer = server.post(f"{place}/accept", data={"by": "Data steward"}, headers={**token, **HTML})
    assert (answer.status_code, answer.headers["location"]) == (303, place)
    page = server.get(settled(server, place)).text
    assert "This is part of the graph." in page
    assert 'href="/doc/site/by-hand"' in page
    assert is_known(server, "by-hand")
    server.post("/inbox/steward/leave", headers=token)
    assert "Sign in as a steward" in server.get(place).text
    server.cookies.clear()


def test_program_hands_in_and_decides(server: httpx.Client) -> None:
    submission = handed_in(server, "by-program")
    assert status(server, submission) == "waiting"
    review = server.get(f"/inbox/{submission}.json").json()
    assert review["report"]["conforms"]
    assert review["preview"]["statements"]["added"] == 9
    answer = server.post(f"/inbox/{submission}/accept", data={"by": "Data steward"}, headers={**BEARER, **JSON})
    assert answer.json() == {"submission": submission, "status": "accepted", "trouble": ""}
    assert is_known(server, "by-program")
    again = server.post(f"/inbox/{submission}/accept", data={"by": "Data steward"}, headers={**BEARER, **JSON})
    assert again.json()["status"] == "accepted"
    gone = server.post(f"/inbox/{submission}/withdraw", data={"by": "Data steward"}, headers={**BEARER, **JSON})
    assert gone.json()["status"] == "withdrawn"
    assert not is_known(server, "by-program")


def test_what_was_put_in_the_inbox_is_where_the_answer_says(server: httpx.Client) -> None:
    answer = server.post("/submit", files=sent(site("located")), data=WHO)
    place = server.get(answer.headers["location"]).json()
    assert (answer.status_code, place["receipt"]["id"]) == (201, answer.json()["submission"])
    again = server.post("/submit", files=sent(site("located")), data=WHO)
    assert (again.status_code, "location" in again.headers) == (200, False)


def test_trial_leaves_the_inbox_as_it_is(server: httpx.Client) -> None:
    before = server.get("/inbox.json").json()
    answer = server.post("/submit", files=sent(site("tried")), data={**WHO, "dry_run": "yes"})
    assert (answer.status_code, answer.json()["submission"]) == (200, None)
    assert "about 1 resource (1 new)" in answer.json()["preview"]["summary"]
    assert server.get("/inbox.json").json() == before


def test_what_does_not_conform_is_not_handed_in(server: httpx.Client) -> None:
    answer = server.post("/submit", files=sent(BAD), data=WHO)
    assert (answer.status_code, answer.json()["report"]["conforms"]) == (422, False)


def test_who_hands_in_must_be_said(server: httpx.Client) -> None:
    answer = server.post("/submit", files=sent(SITE), data={"licence": "CC-BY-4.0"})
    assert (answer.status_code, "Name the organisation or role with “by”." in answer.text) == (400, True)


def test_rejected_submission_says_why(server: httpx.Client) -> None:
    submission = handed_in(server, "rejected")
    answer = server.post(f"/inbox/{submission}/reject", data={"by": "Steward", "why": "No <b>."}, headers=BEARER)
    assert answer.json()["status"] == "rejected"
    assert "No &lt;b&gt;." in server.get(f"/inbox/{submission}").text
    accept = server.post(f"/inbox/{submission}/accept", data={"by": "Steward"}, headers={**BEARER, **JSON})
    assert (accept.status_code, "cannot be accepted: it is rejected" in accept.text) == (409, True)


def test_rejecting_without_a_reason_is_refused(server: httpx.Client) -> None:
    submission = handed_in(server, "unreasoned")
    answer = server.post(f"/inbox/{submission}/reject", data={"by": "Steward"}, headers=BEARER)
    assert (answer.status_code, status(server, submission)) == (400, "waiting")


def test_file_is_given_back_as_it_was_handed_in(server: httpx.Client) -> None:
    submission = handed_in(server, "original")
    answer = server.get(f"/inbox/{submission}/file")
    assert answer.text == site("original")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''original.ttl"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("verb", ["accept", "reject", "withdraw"])
def test_nobody_decides_without_the_token(server: httpx.Client, verb: str) -> None:
    submission = handed_in(server, f"guarded-{verb}")
    said = {"by": "Steward", "why": "Because."}
    answers = [
        server.post(f"/inbox/{submission}/{verb}", data=said, headers=headers)
        for headers in ({}, {"authorization": "Bearer wrong"}, {"cookie": f"steward-{server.base_url.port}=made-up"})
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert "Only stewards decide on submissions." in answers[0].text
    assert status(server, submission) == "waiting"


def test_session_alone_is_not_enough_for_a_foreign_page(server: httpx.Client) -> None:
    submission = handed_in(server, "forged")
    own = {"origin": str(server.base_url).rstrip("/")}
    server.post("/inbox/steward", data={"token": TOKEN}, headers=own)
    said = {"by": "Steward"}
    foreign = [
        server.post(f"/inbox/{submission}/accept", data=said, headers=headers).status_code
        for headers in ({}, {"origin": "https://evil.example"}, {"origin": "null"})
    ]
    server.cookies.clear()
    assert (foreign, status(server, submission)) == ([403, 403, 403], "waiting")


def test_wrong_token_is_answered_slowly(server: httpx.Client) -> None:
    started = time.monotonic()
    answer = server.post("/inbox/steward", data={"token": "wrong"})
    assert (answer.status_code, time.monotonic() - started > 0.9) == (401, True)
    assert "set-cookie" not in answer.headers


def test_decision_on_a_stale_preview_is_refused(server: httpx.Client) -> None:
    submission = handed_in(server, "stale")
    said = {"by": "Steward", "seen": "0"}
    answer = server.post(f"/inbox/{submission}/accept", data=said, headers={**BEARER, **JSON})
    assert (answer.status_code, "has changed since you looked" in answer.text) == (409, True)
    assert status(server, submission) == "waiting"


def test_new_version_takes_the_place_of_the_former(server: httpx.Client) -> None:
    first = handed_in(server, "versioned")
    server.post(f"/inbox/{first}/accept", data={"by": "Steward"}, headers=BEARER)
    assert f'<option value="{first}">' in server.get("/submit").text
    text = site("versioned").replace("New mine", "Newer mine")
    report = server.post("/validate", files=sent(text), data={"replaces": first}).json()
    assert report["conforms"]
    answer = server.post("/submit", files=sent(text), data={**WHO, "replaces": first})
    second = answer.json()["submission"]
    server.post(f"/inbox/{second}/accept", data={"by": "Steward"}, headers=BEARER)
    assert (status(server, first), status(server, second)) == ("replaced", "accepted")
    assert "Newer mine" in server.get("/doc/site/versioned.ttl").text
    assert "This is part of the graph." in server.get(f"/inbox/{second}").text


def test_unknown_submission_is_not_found(server: httpx.Client) -> None:
    assert server.get("/inbox/2026-01-01-nix").status_code == 404
    assert server.get("/submit/nix").status_code == 404
    assert "Send the file again." in server.get("/submit/nix").text


def test_decision_is_carried_out_when_the_server_starts_again(tmp_path: Path, root: Path) -> None:
    place = shutil.copytree(root, tmp_path / "tiny", ignore=shutil.ignore_patterns("inbox", "submissions"))
    store = place / ".minegraph"
    with serving(place, store) as address, httpx.Client(base_url=address, timeout=240) as client:
        submission = handed_in(client, "interrupted")
    with KnowledgeGraph.open(place, store) as graph:
        graph.accept(submission, by="Steward")  # and then the server dies before the store is built
    with serving(place, store) as address, httpx.Client(base_url=address, timeout=240) as client:
        assert is_known(client, "interrupted")
        assert "This is part of the graph." in client.get(f"/inbox/{submission}").text
