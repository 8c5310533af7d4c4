"""The README and CONTRIBUTING: their commands work, their output is real, and no command is left out.

When an output changes for good reason: `pytest tests/test_readme.py --rewrite-expected`, then review the diff.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from minegraph.cli.verbs import VERBS

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)


def blocks() -> list[re.Match[str]]:
    return list(BLOCK.finditer(README.read_text(encoding="utf-8")))


def printed(command: str, store: Path) -> str:
    """What a shell line of the README prints, with the command of this environment."""
    program = f"{sys.executable} -m minegraph --store {store}"
    line = re.sub(r"\bminegraph (?=[a-z])", f"{program} ", command, count=1)
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, cwd=ROOT, check=False)
    return done.stdout.decode()


@pytest.mark.parametrize("command", [block["command"] for block in blocks()])
def test_readme_shows_real_output(command: str, shipped_generation: Path, request: pytest.FixtureRequest) -> None:
    output = printed(command, shipped_generation.parent.parent)
    assert output
    if request.config.getoption("--rewrite-expected"):
        text = README.read_text(encoding="utf-8")
        block = next(block for block in BLOCK.finditer(text) if block["command"] == command)
        README.write_text(text[: block.start("output")] + output + text[block.end("output") :], encoding="utf-8")
    assert next(block["output"] for block in blocks() if block["command"] == command) == output


def test_readme_begins_with_its_two_commands() -> None:
    shell = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert len(shell) == 2
    assert shell[0].endswith("minegraph synergies Lapland\n")
    assert "pytest" in shell[1]
    assert all(block.count("\n") == 1 for block in shell)


@pytest.mark.parametrize("verb", VERBS)
def test_readme_names_every_verb(verb: str) -> None:
    assert f"minegraph {verb}" in README.read_text(encoding="utf-8")


def test_contributing_gives_six_recipes_of_ten_steps() -> None:
    recipes = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("\n## ")[1:]
    assert [len(re.findall(r"^\d+\. ", recipe, re.MULTILINE)) for recipe in recipes] == [10] * 6
