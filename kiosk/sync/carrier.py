"""The way over a stick, at the kiosk: a bundle goes out, the centre's answer comes back.

Both are harmless to repeat, and to break off: what the centre has is closed by its receipt alone,
and outcomes are applied by their numbers.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.store.carried import CarrierFigures, Undelivered
from kiosk.store.errors import EnvelopeUnreadableError
from kiosk.store.journal import KIOSK
from kiosk.store.records import VerifiedOutcome
from kiosk.store.settings import EnrolmentRecord
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.answer import refused_reason
from kiosk.sync.carrier_files import (
    ANSWER_SUFFIX,
    BUNDLE_SUFFIX,
    MAX_BUNDLE_BYTES,
    MAX_MANIFEST_BYTES,
    MAX_PARTS,
    AnswerFile,
    CarriedPart,
    Device,
    Manifest,
    bundle_pieces,
    read_answer,
    read_manifest,
)
from kiosk.sync.carrier_messages import CarriedOutcomes, OutcomeQuestion, PartRefusal
from kiosk.sync.configuration import Configuration
from kiosk.sync.outcomes import OutcomeError, verified_outcome
from kiosk.sync.protocol import (
    Part,
    Receipt,
    Signed,
    base64_bytes,
    base64_text,
)
from kiosk.sync.sealing import EnvelopeError, open_answer, public_answer_key
from kiosk.sync.signing import SignatureError, SigningContext, sign, verify
from kiosk.sync.stick import (
    CarrierError,
    CarrierProblem,
    check_room,
    open_file,
    write_file,
)

QUESTION_LASTS = timedelta(days=7)
_LISTED_BYTES = 512
"""What one part takes in the manifest, at the most."""
Tell = Callable[[int, int], None]
"""Called with how much of how much is done."""


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle that is safe on the stick."""

    path: Path
    parts: int
    left: int
    """What had no room in one file, and goes with the next."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What an answer changed here."""

    delivered: int
    refused: int
    outcomes: int
    known: int
    """What was said of parts that were closed here before."""
    waiting: int
    """What is still in the queue."""


@dataclass(frozen=True, slots=True)
class OnStick:
    """This kiosk's files on one stick."""

    bundle: Manifest | None
    answer: AnswerFile | None


@dataclass(frozen=True, slots=True)
class _Identity:
    device: Device
    enrolment: EnrolmentRecord


@dataclass(frozen=True, slots=True)
class _Verified:
    """An answer of which every word is the centre's, and for this kiosk."""

    receipts: tuple[tuple[str, Signed], ...]
    refusals: tuple[PartRefusal, ...]
    pages: tuple[CarriedOutcomes, ...]
    outcomes: tuple[tuple[VerifiedOutcome, ...], ...]
    """Of each page."""


class Carrier:
    """Writes bundles and takes answers in. Waits for disks: never in the thread of the windows."""

    def __init__(self, store: StoreThread, configuration: Configuration) -> None:
        self._store = store
        self._configuration = configuration

    def figures(self) -> CarrierFigures:
        """What waits, and when it was last carried."""
        return self._store.call(lambda s: s.carried.figures())

    def look(self, folder: Path) -> OnStick:
        """What this kiosk has on a stick; a damaged or foreign file counts as none.

        Raises CarrierError where the stick is gone.
        """
        device = self._identity().device
        bundle, answer = None, None
        try:
            bundle = _manifest(bundle_path(folder, device))
        except CarrierError as error:
            _raise_where_gone(error)
        try:
            answer = read_answer(answer_path(folder, device))
        except CarrierError as error:
            _raise_where_gone(error)
        return OnStick(
            bundle if bundle is not None and bundle.device_id == device.id else None,
            answer if answer is not None and answer.device_id == device.id else None,
        )

    def write(self, folder: Path, now: datetime, actor: str, tell: Tell) -> Written:
        """Put everything that waits on a stick, in the place of this kiosk's last bundle there.

        `actor`: a supervisor, or KIOSK for whoever has the command line.

        Raises NotAllowedError, or CarrierError; nothing counts as carried then. From the first byte
        on until then it does: what may be on a stick cannot be cancelled.
        """
        self._require_supervisor(actor)
        identity = self._identity()
        waiting = self._store.call(lambda s: s.carried.waiting())
        taken = _as_many_as_fit(waiting)
        check_room(folder, sum(part.size_bytes for part in taken) + _LISTED_BYTES * len(taken))
        path = bundle_path(folder, identity.device)
        written: list[str] = []
        pieces = bundle_pieces(
            identity.device,
            self._question(identity, now),
            now,
            self._read(taken, written, tell),
        )
        self._store.call(lambda s: s.carried.set_out(taken, now))
        try:
            write_file(path, pieces)
        except BaseException:
            self._store.call(lambda s: s.carried.stay(taken))
            raise
        behind = [part for part in taken if part.sha256 not in written]
        self._store.call(lambda s: s.carried.stay(behind))
        self._store.call(lambda s: s.carried.note_written(path.name, now, actor))
        return Written(path, len(written), len(waiting) - len(taken))

    def take_in(self, path: Path, now: datetime, actor: str, tell: Tell) -> TakenIn:
        """Apply the answer in this file, or this kiosk's in this folder; `actor` as above.

        Everything in it is verified first: raises CarrierError, and nothing was changed, for a file
        of another kiosk or of another centre, or for one that somebody has changed.
        """
        self._require_supervisor(actor)
        identity = self._identity()
        if path.is_dir():
            path = answer_path(path, identity.device)
        answer = read_answer(path)
        verified = _verified(answer, identity)
        self._refuse_gap(verified)
        taken_in = self._apply(verified, now, tell)
        self._store.call(lambda s: s.carried.note_taken_in(path.name, now, actor))
        return taken_in

    def _require_supervisor(self, actor: str) -> None:
        if actor != KIOSK:
            self._store.call(lambda s: s.officers.require_supervisor(actor))

    def _identity(self) -> _Identity:
        def read(store: Store) -> _Identity:
            enrolment = store.settings.enrolment()
            if enrolment is None:
                raise CarrierError(CarrierProblem.NOT_ENROLLED)
            return _Identity(Device(enrolment.device_id, store.vault.device_key), enrolment)

        return self._store.call(read)

    def _question(self, identity: _Identity, now: datetime) -> Signed:
        bundle = self._configuration.bundle
        question = OutcomeQuestion(
            device_id=identity.device.id,
            after=self._store.call(lambda s: s.submissions.cursor()),
            config_sequence=0 if bundle is None else bundle.sequence,
            made_at=now,
            valid_until=now + QUESTION_LASTS,
            answer_key=base64_text(public_answer_key(identity.device.key)),
        )
        payload = question.model_dump_json().encode()
        return sign(payload, SigningContext.QUESTION, identity.device.key, str(identity.device.id))

    def _read(
        self, parts: Sequence[Undelivered], written: list[str], tell: Tell
    ) -> Iterator[tuple[CarriedPart, bytes]]:
        """What can be read; the rest was delivered meanwhile, or is damaged and set aside later."""
        for number, part in enumerate(parts, start=1):
            try:
                envelope = self._envelope(part.sha256)
            except EnvelopeUnreadableError:
                continue
            written.append(part.sha256)
            yield _carried(part), envelope
            tell(number, len(parts))

    def _envelope(self, sha256: str) -> bytes:
        return self._store.call(lambda s: s.envelopes.read(sha256))

    def _refuse_gap(self, verified: _Verified) -> None:
        """Pages must go on where this kiosk is: one that was left out would be lost for good."""
        cursor = self._store.call(lambda s: s.submissions.cursor())
        for page in verified.pages:
            if page.after > cursor:
                raise CarrierError(CarrierProblem.TOO_OLD, f"from {page.after}, not {cursor}")
            cursor = max(cursor, page.cursor)

    def _apply(self, verified: _Verified, now: datetime, tell: Tell) -> TakenIn:
        total = len(verified.receipts) + len(verified.refusals) + len(verified.pages)
        delivered = refused = outcomes = done = 0
        for sha256, signed in verified.receipts:
            delivered += self._close(sha256, signed, now)
            tell(done := done + 1, total)
        for refusal in verified.refusals:
            refused += self._set_aside(refusal, now)
            tell(done := done + 1, total)
        for page, told in zip(verified.pages, verified.outcomes, strict=True):
            outcomes += self._take_page(page, told, now)
            tell(done := done + 1, total)
        known = len(verified.receipts) + len(verified.refusals) - delivered - refused
        waiting = self._store.call(lambda s: s.carried.figures()).waiting
        return TakenIn(delivered, refused, outcomes, known, waiting)

    def _close(self, sha256: str, receipt: Signed, now: datetime) -> bool:
        proof = receipt.model_dump_json()
        return self._store.call(lambda s: s.carried.close(sha256, proof, now))

    def _set_aside(self, refusal: PartRefusal, now: datetime) -> bool:
        reason = refused_reason(refusal.status, refusal.type)
        return self._store.call(lambda s: s.carried.set_aside(refusal.sha256, reason, now))

    def _take_page(
        self, page: CarriedOutcomes, told: Sequence[VerifiedOutcome], now: datetime
    ) -> int:
        if page.configuration is not None:
            self._configuration.take(page.configuration)

        def apply(store: Store) -> int:
            new = [each for each in told if each.outcome.seq > store.submissions.cursor()]
            return store.submissions.apply_outcomes(new, page.cursor, now) if new else 0

        return self._store.call(apply)


def bundle_path(folder: Path, device: Device) -> Path:
    """Where on a stick this kiosk's bundle is: there is one at a time."""
    return folder / f"loket-{device.id.hex[:8]}{BUNDLE_SUFFIX}"


def answer_path(folder: Path, device: Device) -> Path:
    """Where on a stick the answer to it is."""
    return bundle_path(folder, device).with_suffix(ANSWER_SUFFIX)


def _manifest(path: Path) -> Manifest:
    with open_file(path) as file:
        return read_manifest(file)


def _raise_where_gone(error: CarrierError) -> None:
    if error.problem is CarrierProblem.STICK_GONE:
        raise error


def _as_many_as_fit(waiting: Sequence[Undelivered]) -> Sequence[Undelivered]:
    """The first of those that one bundle may have."""
    size, room = 0, MAX_BUNDLE_BYTES - MAX_MANIFEST_BYTES - 1024
    for number, part in enumerate(waiting[:MAX_PARTS]):
        size += part.size_bytes
        if size > room:
            return waiting[:number]
    return waiting[:MAX_PARTS]


def _carried(part: Undelivered) -> CarriedPart:
    return CarriedPart(
        submission_id=part.submission_id,
        part=Part(part.part),
        revision=part.revision,
        sha256=part.sha256,
        size_bytes=part.size_bytes,
        grant=part.grant,
    )


def _verified(answer: AnswerFile, identity: _Identity) -> _Verified:
    """Check every signature in an answer; raise CarrierError."""
    if answer.device_id != identity.device.id:
        raise CarrierError(CarrierProblem.FOREIGN, "of another kiosk")
    key = identity.enrolment.receipt_key
    try:
        receipts = tuple(
            (
                Receipt.model_validate_json(verify(signed, SigningContext.RECEIPT, key)).sha256,
                signed,
            )
            for signed in answer.receipts
        )
        refusals = tuple(
            PartRefusal.model_validate_json(verify(signed, SigningContext.REFUSAL, key))
            for signed in answer.refusals
        )
        pages = sorted(
            (_page(sealed, identity) for sealed in answer.outcomes), key=lambda page: page.after
        )
        outcomes = tuple(
            tuple(verified_outcome(signed, key) for signed in page.outcomes) for page in pages
        )
    except (SignatureError, EnvelopeError, OutcomeError, ValueError) as error:
        raise CarrierError(CarrierProblem.FORGED, type(error).__name__) from error
    return _Verified(receipts, refusals, tuple(pages), outcomes)


def _page(sealed: str, identity: _Identity) -> CarriedOutcomes:
    """Open one page; raise SignatureError, EnvelopeError or ValueError."""
    signed = Signed.model_validate_json(open_answer(base64_bytes(sealed), identity.device.key))
    payload = verify(signed, SigningContext.CARRIED, identity.enrolment.receipt_key)
    page = CarriedOutcomes.model_validate_json(payload)
    if page.device_id != identity.device.id:
        raise SignatureError("for another kiosk")
    return page
