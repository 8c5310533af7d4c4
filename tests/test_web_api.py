"""The server keeps to the description of its API, whatever it is sent (schemathesis)."""

from __future__ import annotations

from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case
from schemathesis.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok

CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
SOME = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_server_answers_as_its_description_says(tiny_server: httpx.Client) -> None:
    schema = schemathesis.openapi.from_dict(tiny_server.get("/openapi.json").json())
    schema.config.update(base_url=str(tiny_server.base_url))
    quick = schema.exclude(tag="submissions")
    operations = [found.ok() for found in quick.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) > 15
    for operation in operations:
        answers_as_described(operation)


def answers_as_described(operation: APIOperation[Any, Any, Any, Any]) -> None:
    """Whatever values an operation is sent, its answer is one that the description lists."""

    @SOME
    @given(operation.as_strategy())
    def check(case: Case[Any]) -> None:
        case.call_and_validate(checks=CHECKS)

    check()
