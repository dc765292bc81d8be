"""The way over a stick, on any other computer with a line: no enrolment, no secret, no store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http import HTTPMethod
from pathlib import Path
from typing import Final, Protocol, TypeVar

from kiosk.sync.answer import parse
from kiosk.sync.carrier_files import (
    ANSWER_SUFFIX,
    BUNDLE_SUFFIX,
    MAX_ANSWER_BYTES,
    AnswerFile,
    CarriedPart,
    Manifest,
    answer_bytes,
    read_answer,
    read_envelopes,
    read_manifest,
)
from kiosk.sync.carrier_messages import OutcomeQuestion, SealedAnswer
from kiosk.sync.central import CentralRefusedError, CentralUnavailableError
from kiosk.sync.problem import Problem, ProblemType
from kiosk.sync.protocol import (
    ENVELOPE_TYPE,
    GRANT_HEADER,
    Receipt,
    Signed,
    base64_bytes,
)
from kiosk.sync.stick import (
    CarrierError,
    CarrierProblem,
    open_file,
    stick_faults_named,
    write_file,
)
from kiosk.sync.transport import Request, Transport

MOST_PAGES: Final = 10_000
_MOST_NEWS_BYTES: Final = MAX_ANSWER_BYTES // 2
"""Of pages; what the centre says of a whole bundle's parts takes less than the other half."""
_WAITS: Final = (2.0, 10.0, 30.0)
"""Seconds before another try; the centre may ask for more."""
_LONGEST_WAIT: Final = timedelta(minutes=15)
"""Nobody sits before a program for longer: it can be started again."""
T = TypeVar("T")


class CarrierLine(Protocol):
    """The centre, as far as a carrier may speak to it; may raise any CentralError."""

    def bring(self, envelope: bytes, grant: str | None) -> Signed:
        """Hand one envelope over; returns the receipt as it came."""

    def ask(self, question: Signed, after: int) -> SealedAnswer:
        """One page of outcomes after this number."""


class HttpCarrierLine:
    """The same over HTTPS, without any token."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def bring(self, envelope: bytes, grant: str | None) -> Signed:
        """Hand one envelope over; returns the receipt as it came."""
        headers = {"Content-Type": ENVELOPE_TYPE}
        if grant is not None:
            headers[GRANT_HEADER] = grant
        request = Request(HTTPMethod.POST, "carrier/parts", headers, envelope)
        return parse(self._transport.exchange(request, {}), Signed)

    def ask(self, question: Signed, after: int) -> SealedAnswer:
        """One page of outcomes after this number."""
        headers = {"Content-Type": "application/json"}
        body = question.model_dump_json().encode()
        request = Request(HTTPMethod.POST, f"carrier/outcomes?after={after}", headers, body)
        return parse(self._transport.exchange(request, {}), SealedAnswer)


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of one bundle."""

    answer: Path
    """Not there where the centre said nothing that a kiosk may believe."""
    received: int
    refused: int
    pages: int
    question_refused: bool
    """The parts are there, but what is asked is too old: the kiosk has to ask again."""


class Errand:
    """Carries one bundle. What the centre has said by then is on the stick however it ends."""

    def __init__(
        self, line: CarrierLine, pause: Callable[[float], None], tell: Callable[[int, int], None]
    ) -> None:
        """`pause` waits for so many seconds; `tell` is told how many of how many parts are done."""
        self._line = line
        self._pause = pause
        self._tell = tell
        self._receipts: list[Signed] = []
        self._refusals: list[Signed] = []
        self._pages: list[str] = []
        self._has_news = False

    def run(self, path: Path, now: datetime) -> Carried:
        """Bring every part, ask what is asked, and write the answer beside the bundle.

        Raises CarrierError for the bundle or the stick, and CentralError where the centre cannot be
        reached or knows this kiosk no more; run again, it goes on with what is left.
        """
        answer_path = path.with_suffix(ANSWER_SUFFIX)
        with open_file(path) as file:
            manifest = read_manifest(file)
            known = self._take_up(answer_path, manifest)
            try:
                for number, (part, envelope) in enumerate(
                    read_envelopes(file, manifest.parts), start=1
                ):
                    if part.sha256 not in known:
                        self._bring(part, envelope)
                    self._tell(number, len(manifest.parts))
                question_refused = not self._ask(manifest.question)
            finally:
                if self._has_news:  # or an answer of before would be lost to a line that is down
                    self._write(answer_path, manifest, now)
        return Carried(
            answer_path,
            received=len(self._receipts),
            refused=len(manifest.parts) - len(self._receipts),
            pages=len(self._pages),
            question_refused=question_refused,
        )

    def _take_up(self, path: Path, manifest: Manifest) -> frozenset[str]:
        """Go on where an earlier run ended; the kiosk verifies all of it anyway."""
        try:
            answer = read_answer(path)
        except CarrierError:
            return frozenset()
        wanted = {part.sha256 for part in manifest.parts}
        received = {
            sha256: signed
            for signed in answer.receipts
            for sha256 in [_hash_in(signed)]
            if sha256 in wanted
        }
        self._receipts.extend(received.values())
        return frozenset(received)

    def _bring(self, part: CarriedPart, envelope: bytes) -> None:
        try:
            receipt = self._patiently(partial(self._line.bring, envelope, part.grant))
        except CentralRefusedError as error:
            if _is_about_the_kiosk(error.problem):
                raise
            if error.problem is not None and error.problem.signed is not None:
                self._refusals.append(error.problem.signed)
                self._has_news = True
        else:
            self._receipts.append(receipt)

    def _ask(self, question: Signed) -> bool:
        """All pages that have room; False where the centre does not take the question.

        The others come with the next answer.
        """
        after, room = _after_in(question), _MOST_NEWS_BYTES
        try:
            for _ in range(MOST_PAGES):
                page = self._patiently(partial(self._line.ask, question, after))
                room -= len(page.sealed)
                if room < 0:
                    break
                self._pages.append(page.sealed)
                if page.cursor <= after:
                    break
                after = page.cursor
        except CentralRefusedError as error:
            if _is_about_the_kiosk(error.problem):
                raise
            return False
        return True

    def _patiently(self, call: Callable[[], T]) -> T:
        answer = self._insist(call)
        self._has_news = True
        return answer

    def _insist(self, call: Callable[[], T]) -> T:
        for seconds in _WAITS:
            try:
                return call()
            except CentralUnavailableError as error:
                asked = error.retry_after or timedelta()
                if asked > _LONGEST_WAIT:
                    raise
                self._pause(max(seconds, asked.total_seconds()))
        return call()

    def _write(self, path: Path, manifest: Manifest, now: datetime) -> None:
        answer = AnswerFile(
            device_id=manifest.device_id,
            carried_at=now,
            receipts=self._receipts,
            refusals=self._refusals,
            outcomes=self._pages,
        )
        write_file(path, [answer_bytes(answer)])


def find_bundles(place: Path) -> Sequence[Path]:
    """The bundle itself, or those in a folder such as a stick; raise CarrierError for none."""
    with stick_faults_named():
        if not place.is_dir():
            return [place]
        found = sorted(place.glob(f"*{BUNDLE_SUFFIX}"))
    if not found:
        raise CarrierError(CarrierProblem.NO_FILE, str(place))
    return found


def _hash_in(receipt: Signed) -> str | None:
    try:
        return Receipt.model_validate_json(base64_bytes(receipt.payload)).sha256
    except ValueError:
        return None


def _after_in(question: Signed) -> int:
    """From where on the kiosk asks; whoever signed it is the centre's business."""
    try:
        return OutcomeQuestion.model_validate_json(base64_bytes(question.payload)).after
    except ValueError as error:
        raise CarrierError(CarrierProblem.DAMAGED, "question") from error


def _is_about_the_kiosk(problem: Problem | None) -> bool:
    return problem is not None and problem.type == ProblemType.DEVICE_UNKNOWN
