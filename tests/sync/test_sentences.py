"""Everything the sync can say has a sentence, and another that says what to do."""

import tomllib
from collections.abc import Iterator
from functools import reduce
from importlib.resources import files

import pytest

from kiosk.sync.central import (
    DeskProblem,
    DeviceRevokedError,
    NotAuthorisedError,
    RefusedReason,
    UnavailableReason,
)
from kiosk.sync.dispatch import NotReadyError
from kiosk.sync.enrolment import EnrolmentProblem
from kiosk.sync.provisioning import ProvisioningProblem
from kiosk.sync.stick import CarrierProblem


def keys() -> Iterator[str]:
    kinds = (UnavailableReason, RefusedReason, DeskProblem, EnrolmentProblem, CarrierProblem)
    for kind in (*kinds, ProvisioningProblem):
        yield from (member.value for member in kind)
    for error in (NotAuthorisedError, DeviceRevokedError, NotReadyError):
        yield error.key
    yield from ("carrier.device_unknown", "carrier.question_too_old")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_key_has_its_two_sentences(language: str) -> None:
    source = files("kiosk.resources") / "text" / f"{language}.toml"
    texts = tomllib.loads(source.read_text("utf-8"))

    for key in keys():
        *tables, name = key.split(".")
        table = reduce(lambda found, part: found[part], tables, texts)
        assert table[name]
        assert table[f"{name}_do"]
