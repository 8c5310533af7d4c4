"""What the package offers to others, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest

import minegraph
from minegraph import errors


def test_public_list_is_exact() -> None:
    assert sorted(minegraph.__all__) == [
        "AmbiguousNameError",
        "CheckError",
        "FormatError",
        "KnowledgeGraph",
        "MinegraphError",
        "NotFoundError",
        "QueryError",
        "RefusedQueryError",
        "ReleaseError",
        "SourceError",
        "StoreError",
        "SubmissionError",
        "__version__",
        "compare",
    ]


def test_everything_on_the_list_is_there() -> None:
    assert all(getattr(minegraph, name) for name in minegraph.__all__)


def test_every_error_is_public() -> None:
    known = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}
    assert known <= set(minegraph.__all__)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Graph'"):
        _ = minegraph.Graph  # type: ignore[attr-defined]


def test_version_is_that_of_the_distribution() -> None:
    assert minegraph.__version__ == version("minegraph")


def test_importing_the_package_loads_no_engine() -> None:
    program = "import sys, minegraph; print(sorted({'pyoxigraph', 'click', 'numpy', 'rdflib'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"
