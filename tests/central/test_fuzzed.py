"""Whatever the description allows, and much that it does not: no accident, nothing undescribed.

`LOKET_FUZZ_SECONDS` lets it run for longer than it does by itself.
"""

import logging
import os
import time
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kiosk.sync.resumable import PIECE_TYPE
from tests.central.kiosk import Kiosk
from tests.central.residents import Resident

SECONDS = float(os.environ.get("LOKET_FUZZ_SECONDS", "15"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
RESIDENT = Resident()
CANARIES = (RESIDENT.nik, "SITI CONTOH", "siti@example.com", "84012345678")


EXAMPLES = 8


@schemathesis.serializer(PIECE_TYPE)
def as_bytes(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def fuzz(
    operation: APIOperation[Any, Any, Any, Any], kiosk: Kiosk, submission_id: str, round_: int
) -> None:
    """Some calls of one route: as described and not, with our token and without."""
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    cases = st.one_of([operation.as_strategy(mode) for mode in modes])

    @seed(round_)
    @settings(
        derandomize=False,
        database=None,
        deadline=None,
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, is_ours=st.booleans(), is_known=st.booleans())
    def ask(case: Case[Any], is_ours: bool, is_known: bool) -> None:
        case.query.pop("wait", None)  # nobody here has so much time
        if is_known and "submission_id" in case.path_parameters:
            case.path_parameters["submission_id"] = submission_id
        headers = {"Authorization": f"Bearer {kiosk.token}"} if is_ours else {}
        answer = case.call_and_validate(
            checks=CHECKS, headers=headers, session=kiosk.session, timeout=20
        )
        assert not [canary for canary in CANARIES if canary in answer.text]

    ask()


@pytest.mark.slow
@pytest.mark.timeout(SECONDS + 120)
def test_whatever_is_asked_is_answered_as_described(
    kiosk: Kiosk, caplog: pytest.LogCaptureFixture
) -> None:
    submission_id = str(kiosk.register(RESIDENT))
    schema = schemathesis.openapi.from_url(f"{kiosk.url}/openapi.json")
    operations = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    until, round_ = time.monotonic() + SECONDS, 0
    with caplog.at_level(logging.INFO):
        while time.monotonic() < until:
            round_ += 1
            for operation in operations:
                fuzz(operation, kiosk, submission_id, round_)
    ours = [one for one in caplog.records if one.name.startswith(("kiosk", "uvicorn.error"))]
    told = "\n".join(one.getMessage() for one in ours)
    assert not [canary for canary in CANARIES if canary in told]
    assert not [one for one in ours if one.levelno >= logging.ERROR]
