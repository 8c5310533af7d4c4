"""Hostile uploads: whatever is sent, the server says what is wrong, goes on serving, and leaves nothing behind."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from bad_tables import BAD_TABLES
from conftest import BuiltTiny
from minegraph.web.errands import in_words_of_the_web
from servers import serving
from test_bad_input import BAD_INPUT, Make
from test_submit import SITE

MULTIPART = {"content-type": "multipart/form-data; boundary=b"}
LARGEST = 50 << 20
NO_FILE_TO_SEND = ("a missing file", "a device", "a pipe")
SENT = {
    **{name: case for name, case in BAD_INPUT.items() if name not in NO_FILE_TO_SEND},
    **{f"table: {name}": case for name, case in BAD_TABLES.items()},
}
HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.ttl"\r\n\r\n'


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server has its temporary files."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, temporary: Path, built_tiny: BuiltTiny) -> Iterator[httpx.Client]:
    """A client of a server of the miniature."""
    root = built_tiny(tmp_path_factory.mktemp("uploads") / "tiny")
    with (
        serving(root, root / ".minegraph", environment={"TMPDIR": str(temporary)}) as address,
        httpx.Client(base_url=address, timeout=240) as client,
    ):
        yield client
    assert list(temporary.iterdir()) == []


def sent(server: httpx.Client, name: str, content: bytes) -> httpx.Response:
    return server.post("/validate", files={"file": (name, content)}, headers={"accept": "application/json"})


def kept(temporary: Path) -> list[Path]:
    """The files that were sent and are not forgotten."""
    return [path for path in temporary.rglob("*") if path.is_file() and path.parent.name == "file"]


@pytest.mark.parametrize(("make", "phrase"), SENT.values(), ids=SENT)
def test_bad_file_gets_one_clear_sentence(
    server: httpx.Client, temporary: Path, tmp_path: Path, make: Make, phrase: str
) -> None:
    path, before = make(tmp_path), kept(temporary)
    if not path.is_file() or path.stat().st_size > LARGEST:
        pytest.skip("is no file that can be sent")
    answer = sent(server, path.name, path.read_bytes())
    said = json.dumps(answer.json(), ensure_ascii=False).replace('\\"', '"').replace("\\\\", "\\")
    assert in_words_of_the_web(phrase) in said or "The file is not UTF-8." in said
    assert answer.status_code in (200, 400, 422)
    assert str(temporary) not in said
    assert kept(temporary) == before


NAMES = {
    "../../etc/passwd.ttl": "passwd.ttl",
    "..\\..\\boot.ttl": "_.._boot.ttl",
    "a/b/receipt.json": "submitted-receipt.json",
    "a\"b'c.ttl": "a_22b_c.ttl",
    "a\r\nSet-Cookie: x=1.ttl": "a_0D_0ASet-Cookie_ x_1.ttl",
    "a\u202elttp.ttl": "alttp.ttl",
    "<script>.ttl": "_script_.ttl",
    "\u00e4\u00f6.ttl": "\u00e4\u00f6.ttl",
    "..": "file",
    f"{'x' * 300}.ttl": f"{'x' * 116}.ttl",
}


@pytest.mark.parametrize(("name", "shown"), NAMES.items(), ids=range(len(NAMES)))
def test_name_of_a_file_leads_nowhere(server: httpx.Client, name: str, shown: str) -> None:
    page = {"accept": "text/html"}
    answer = server.post("/validate", files={"file": (name, SITE.encode())}, headers=page)
    place = answer.headers["location"]
    while "data-waiting" in (text := server.get(place, headers=page).text):
        time.sleep(0.05)
    assert f"<h1>{shown}</h1>" in text
    assert "set-cookie" not in answer.headers


FORMS = {
    "no boundary": ({"content-type": "multipart/form-data"}, b"--b--", 400),
    "an empty boundary": ({"content-type": "multipart/form-data; boundary="}, b"--b--", 400),
    "a boundary that never comes": (MULTIPART, b"x" * 100_000, 400),
    "no end": (MULTIPART, HEAD + b"x", 400),
    "nothing": (MULTIPART, b"", 400),
    "no parts": (MULTIPART, b"--b--\r\n", 400),
    "thousands of files": (MULTIPART, (HEAD + b"x\r\n") * 5_000 + b"--b--\r\n", 400),
    "thousands of fields": (
        MULTIPART,
        b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\nx\r\n' * 5_000 + b"--b--\r\n",
        400,
    ),
    "a form in a form": (
        MULTIPART,
        b"--b\r\nContent-Disposition: form-data; name=x\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n"
        b"--c\r\n\r\n--c--\r\n--b--\r\n",
        400,
    ),
    "thousands of headers": (MULTIPART, b"--b\r\n" + b"X: y\r\n" * 100_000 + b"\r\n\r\n--b--", 400),
    "a part without a name": (MULTIPART, b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n", 400),
    "a huge field": (
        MULTIPART,
        b'--b\r\nContent-Disposition: form-data; name="by"\r\n\r\n' + b"x" * 100_000 + b"\r\n--b--\r\n",
        400,
    ),
    "no form": ({"content-type": "text/turtle"}, b"<urn:a> <urn:p> 1 .", 415),
    "no type": ({}, b"x", 415),
    "a form without files": ({"content-type": "application/x-www-form-urlencoded"}, b"file=x", 415),
}


@pytest.mark.parametrize("path", ["/validate", "/submit"])
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_broken_form_is_refused(
    server: httpx.Client, temporary: Path, path: str, form: tuple[dict[str, str], bytes, int]
) -> None:
    headers, body, status = form
    before = kept(temporary)
    answer = server.post(path, headers={**headers, "accept": "application/json"}, content=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert kept(temporary) == before


@pytest.mark.parametrize(
    "body",
    [b"x=1&" * 1000, b"by=" + b"x" * 100_000, b"by=\xff\xfe", b"%", b"by"],
    ids=["many", "long", "bytes", "odd", "bare"],
)
def test_broken_fields_are_survived(server: httpx.Client, body: bytes) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert server.post("/inbox/steward", content=body, headers=headers).status_code in (400, 401, 413)


def test_many_files_at_once_wait_their_turn(server: httpx.Client) -> None:
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda at: sent(server, f"{at}.ttl", SITE.encode()), range(12)))
    assert [answer.json()["conforms"] for answer in answers] == [True] * 12


def test_sender_who_hangs_up_leaves_nothing(server: httpx.Client, temporary: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield HEAD
        for _ in range(30):
            yield b"x" * 100_000
        raise ConnectionAbortedError

    before = kept(temporary)
    with pytest.raises(ConnectionAbortedError):
        server.post("/validate", headers=MULTIPART, content=pieces())
    assert server.get("/submit").status_code == 200
    assert kept(temporary) == before
