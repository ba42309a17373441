"""The OpenAPI description against the real application: no input makes the server fail."""

from __future__ import annotations

import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.signalling import ServerThread, make_device, sign_in

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    response_schema_conformance,
    content_type_conformance,
]
BOUNDED = settings(
    max_examples=20, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def test_every_operation_keeps_its_description(server: ServerThread) -> None:
    description = requests.get(f"{server.url}/api/v1/openapi.json", timeout=5).json()
    device = make_device(server.settings, server.url)
    cookie = sign_in(server.settings, server.url, "li")
    # Signed in as a terminal and as a lawyer, so that requests come past the door.
    headers = {**device.headers(), "Cookie": f"kiosk_session={cookie}"}
    tried = set()
    for result in schemathesis.openapi.from_dict(description).get_all_operations():
        operation = result.ok()
        if operation.method == "delete":
            continue  # it would sign us out; test_api has it

        @BOUNDED
        @given(case=operation.as_strategy())
        def check(case: schemathesis.Case) -> None:
            case.call_and_validate(base_url=server.url, headers=headers, checks=CHECKS)

        check()
        tried.add(operation.label)
    assert len(tried) == 11, tried
