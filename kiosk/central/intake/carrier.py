"""What comes on a stick: parts and questions that prove themselves by the device's signature."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

from kiosk.central.devices.tokens import REVOKED, Caller
from kiosk.central.intake.carrier_limits import RecentCalls
from kiosk.central.intake.intake import Arrival, Stored
from kiosk.central.outcomes.outcomes import Outcomes
from kiosk.central.settings.bundle import Publisher
from kiosk.central.settings.configuration import AccessLimits, Clock
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.database import Database
from kiosk.central.storage.models import DeviceRow
from kiosk.central.vault.keys import KeyPair
from kiosk.central.web.problems import CentreProblemType, Refusal, RefusedError
from kiosk.sync.carrier_messages import CarriedOutcomes, OutcomeQuestion, PartRefusal, SealedAnswer
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import Signed, base64_bytes, base64_text
from kiosk.sync.sealing import (
    EnvelopeError,
    EnvelopeHeader,
    SealedEnvelope,
    parse_envelope,
    seal_answer,
)
from kiosk.sync.signing import SignatureError, SigningContext, sign, verify, verify_bytes

Receive = Callable[[Caller, Arrival], Stored]
_UNKNOWN = Refusal(
    HTTPStatus.FORBIDDEN, ProblemType.DEVICE_UNKNOWN, "No kiosk of this centre has this id"
)
_INVALID_ENVELOPE = Refusal(
    HTTPStatus.UNPROCESSABLE_ENTITY,
    ProblemType.ENVELOPE_INVALID,
    "The envelope is malformed, or not signed by the kiosk that it names",
    field="envelope",
)
_INVALID_QUESTION = Refusal(
    HTTPStatus.FORBIDDEN,
    ProblemType.QUESTION_INVALID,
    "The question is malformed, too old, or not signed by the kiosk that it names",
    field="payload",
)


class Carrier:
    """The door for people without a token. `address` is where they call from."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        key: KeyPair,
        settings: Settings,
        sources: tuple[Outcomes, Publisher],
        receive: Receive,
    ) -> None:
        """`key` signs refusals and pages; `sources` answer questions; `receive` takes parts in."""
        self._database = database
        self._clock = clock
        self._key = key
        self._settings = settings
        limits = settings.current.limits
        self._outcomes, self._publisher = sources
        self._receive = receive
        self._per_device = RecentCalls(clock, limits.carrier_window, limits.carried_per_device)
        self._strange = RecentCalls(clock, limits.carrier_window, limits.strange_per_address)

    @property
    def _limits(self) -> AccessLimits:
        return self._settings.current.limits

    def take(self, address: str, body: bytes, grant: str | None) -> Stored:
        """Take one envelope in as if its kiosk had sent it.

        Raises RefusedError; where it says no to this part for good, with that in a signed form.
        """
        self._hold_back(self._strange, address)
        envelope = self._parsed(address, body)
        device = self._device(address, envelope.header.device)
        try:
            verify_bytes(
                envelope.signed, envelope.signature, SigningContext.ENVELOPE, device.public_key
            )
        except SignatureError as error:
            raise self._stranger(address, _INVALID_ENVELOPE) from error
        caller = self._admitted(device)
        header = envelope.header
        arrival = Arrival(header.submission, header.part, header.revision, body, grant)
        try:
            return self._receive(caller, arrival)
        except RefusedError as error:
            if not error.refusal.is_final:
                raise
            raise RefusedError(self._with_proof(error.refusal, header, body)) from error

    def answer(self, address: str, asked: Signed, after: int) -> SealedAnswer:
        """One page of what the kiosk asked for, from `after` on, that only it can read.

        Raises RefusedError for a question that its kiosk did not sign or that is too old.
        """
        self._hold_back(self._strange, address)
        question, caller = self._verified(address, asked)
        page = self._outcomes.page(caller.office_id, max(after, question.after))
        carried = CarriedOutcomes(
            device_id=caller.device_id,
            after=max(after, question.after),
            cursor=page.cursor,
            outcomes=page.outcomes,
            configuration=self._news(question) if after <= question.after else None,
        )
        signed = self._signed(carried.model_dump_json().encode(), SigningContext.CARRIED)
        try:
            sealed = seal_answer(
                signed.model_dump_json().encode(), base64_bytes(question.answer_key)
            )
        except EnvelopeError as error:
            raise RefusedError(_INVALID_QUESTION) from error
        return SealedAnswer(sealed=base64_text(sealed), cursor=page.cursor)

    def _parsed(self, address: str, body: bytes) -> SealedEnvelope:
        try:
            return parse_envelope(body)
        except EnvelopeError as error:
            raise self._stranger(address, _INVALID_ENVELOPE) from error

    def _verified(self, address: str, asked: Signed) -> tuple[OutcomeQuestion, Caller]:
        try:
            question = OutcomeQuestion.model_validate_json(base64_bytes(asked.payload))
            device = self._device(address, question.device_id)
            verify(asked, SigningContext.QUESTION, device.public_key)
        except (ValueError, SignatureError) as error:
            raise self._stranger(address, _INVALID_QUESTION) from error
        caller = self._admitted(device)
        if not self._is_fresh(question):
            raise RefusedError(_INVALID_QUESTION)
        return question, caller

    def _is_fresh(self, question: OutcomeQuestion) -> bool:
        lasts = question.valid_until - question.made_at
        return lasts <= self._limits.longest_question and self._clock() <= question.valid_until

    def _device(self, address: str, device_id: UUID) -> DeviceRow:
        with self._database.reading() as session:
            device = session.get(DeviceRow, device_id)
        if device is None:
            raise self._stranger(address, _UNKNOWN)
        return device

    def _stranger(self, address: str, refusal: Refusal) -> RefusedError:
        """What proves nothing counts against whoever brings it."""
        self._strange.count(address)
        return RefusedError(refusal)

    def _admitted(self, device: DeviceRow) -> Caller:
        """Whose signature is known to be good: a revoked kiosk's own work proves something, too.

        Or whoever hands over what a stolen kiosk left behind would be taken for a stranger.
        """
        name = str(device.device_id)
        self._hold_back(self._per_device, name)
        self._per_device.count(name)
        if device.revoked_at is not None:
            raise RefusedError(REVOKED)
        return Caller(device.device_id, device.office_id, device.public_key)

    def _hold_back(self, calls: RecentCalls, who: str) -> None:
        wait = calls.wait_of(who)
        if wait is not None:
            raise RefusedError(
                Refusal(
                    HTTPStatus.TOO_MANY_REQUESTS,
                    CentreProblemType.TOO_MANY_CALLS,
                    "Too many calls without a token",
                    retry_after=wait,
                )
            )

    def _with_proof(self, refusal: Refusal, header: EnvelopeHeader, body: bytes) -> Refusal:
        """The same refusal, with what the kiosk may believe of a stick."""
        refused = PartRefusal(
            submission_id=header.submission,
            part=header.part,
            revision=header.revision,
            sha256=hashlib.sha256(body).hexdigest(),
            status=refusal.status,
            type=refusal.type,
            refused_at=self._clock(),
            centre_key_id=self._key.key_id,
        )
        payload = refused.model_dump_json().encode()
        return replace(refusal, signed=self._signed(payload, SigningContext.REFUSAL))

    def _news(self, question: OutcomeQuestion) -> Signed | None:
        newest = self._publisher.newest()
        if newest.sequence <= question.config_sequence:
            return None
        return Signed.model_validate_json(newest.signed)

    def _signed(self, payload: bytes, context: SigningContext) -> Signed:
        return sign(payload, context, self._key.private, self._key.key_id)
