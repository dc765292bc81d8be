"""What a kiosk without a line and the centre say to each other by the hand of a carrier.

Part of the wire, version 1: closed messages, shared by both ends.
"""

from uuid import UUID

from kiosk.sync.protocol import Count, Key32, Moment, Part, Sha256Hex, Signed, Wire


class OutcomeQuestion(Wire):
    """What a kiosk asks through whoever carries its stick. Signed by the device; lasts days."""

    device_id: UUID
    after: Count
    """Its cursor: only what came later is told."""
    config_sequence: Count
    """Of the configuration that it has; 0 where it has none."""
    made_at: Moment
    valid_until: Moment
    answer_key: Key32
    """X25519: the answer is sealed for it, so that nobody reads it on the way."""


class CarriedOutcomes(Wire):
    """One page of the answer. Signed as a whole: a page that is left out is noticed."""

    device_id: UUID
    after: Count
    cursor: Count
    """All of the office's outcomes from `after` on, up to this number."""
    outcomes: list[Signed]
    configuration: Signed | None = None
    """The newest, where the kiosk has an older one."""


class SealedAnswer(Wire):
    """A `Signed` of `CarriedOutcomes`, sealed for the kiosk that asked."""

    sealed: str
    """HPKE `enc` and ciphertext, base64."""
    cursor: Count
    """What to ask after next; the same as was asked where there is no more."""


class PartRefusal(Wire):
    """The centre does not take one part. Signed, so that it may be believed of a stick."""

    submission_id: UUID
    part: Part
    revision: Count
    sha256: Sha256Hex
    status: int
    type: str
    """Status and type as in the problem document."""
    refused_at: Moment
    centre_key_id: str
