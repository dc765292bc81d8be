"""What can happen to one request on its way to the centre and back."""

from collections.abc import Mapping
from enum import StrEnum
from random import Random
from typing import Final


class Fault(StrEnum):
    """The value is its name in the table."""

    # the request does not arrive, or not whole
    RESET = "reset at once"
    CUT_UP = "cut after N bytes up"
    STALL_UP = "stalled after N bytes up"
    ALTERED_UP = "one bit of the body changed"
    # somebody else answers
    PORTAL = "captive portal's page"
    SIGN_IN = "captive portal's 511"
    REDIRECT = "redirect to another host"
    SERVER_FAULT = "500, 502 or 504"
    BUSY_SECONDS = "429 or 503 with seconds"
    BUSY_DATE = "429 or 503 with a date"
    REFUSED = "409, 413 or 422 of a gateway"
    NO_GRANT = "403 about the grant"
    NO_TOKEN = "401 of a liar"
    REVOKED = "403 of a liar: revoked"
    NOT_JSON = "no JSON at all"
    WRONG_JSON = "other JSON"
    DEEP_JSON = "deep JSON"
    NOT_HTTP = "no HTTP at all"
    HUGE_HEADER = "huge header"
    ENDLESS = "endless body"
    DRIP = "slow drip"
    COMPRESSED = "compressed answer"
    FORGED_RECEIPT = "forged receipt"
    REPLAYED_RECEIPT = "receipt of another part"
    FORGED_OUTCOMES = "forged outcomes"
    REPLAYED_OUTCOMES = "outcomes of before"
    # the centre did its part
    LOST_ANSWER = "answer lost"
    CUT_DOWN = "cut after N bytes down"
    STALL_DOWN = "stalled after N bytes down"
    ALTERED_DOWN = "one bit of the answer changed"
    DUPLICATE = "request sent twice"
    ECHO = "request sent again later"
    DELAY = "delayed"


UNHEARD: Final = frozenset({Fault.RESET, Fault.CUT_UP, Fault.STALL_UP})
"""The proxy does not wait for the whole request."""
_OF_PARTS: Final = frozenset(
    {Fault.FORGED_RECEIPT, Fault.REPLAYED_RECEIPT, Fault.REFUSED, Fault.NO_GRANT, Fault.ALTERED_UP}
)
_WEIGHTS: Final[Mapping[Fault, float]] = {
    Fault.DELAY: 3,
    Fault.LOST_ANSWER: 3,
    Fault.CUT_UP: 2,
    Fault.CUT_DOWN: 2,
    Fault.ECHO: 2,
    Fault.NO_TOKEN: 0.5,
    Fault.REVOKED: 0.5,
    Fault.NO_GRANT: 0.5,
}
"""Of those that are more, or less, common than others."""


def draw(random: Random, chance: float, method: str, path: str) -> Fault | None:
    """What happens to this request; None for nothing."""
    if random.random() >= chance:
        return None
    possible = [fault for fault in Fault if _can_happen(fault, method, path)]
    (drawn,) = random.choices(possible, [_WEIGHTS.get(fault, 1) for fault in possible])
    return drawn


def _can_happen(fault: Fault, method: str, path: str) -> bool:
    """Every signature rests on the enrolment: that it is unchanged, only TLS can promise."""
    if fault is Fault.ALTERED_DOWN and path == "/v1/enrolments":
        return False
    if fault in _OF_PARTS:
        return brings_a_part(method, path)
    if fault in {Fault.FORGED_OUTCOMES, Fault.REPLAYED_OUTCOMES}:
        return path.startswith("/v1/outcomes")
    return True


def brings_a_part(method: str, path: str) -> bool:
    """Whether the request carries an envelope, or a piece of one."""
    return method in {"PUT", "PATCH"} or (method, path) == ("POST", "/v1/uploads")
