"""The kiosk's own photo engine as a centre's judge of photos.

What a kiosk sends is the portrait that it cut out. All its checks are made again on that, by the
profile that the centre hands out, but for one: how many pixels the whole frame had, the portrait
does not show. What is near a limit is left to a person, as is what cannot be looked at here.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Final, Self

from kiosk import __version__
from kiosk.camera.card import card_profile, look_at_card
from kiosk.camera.inspector import Inspector
from kiosk.camera.landmarks import ModelUnreadableError
from kiosk.camera.photo_file import FileProblem, PictureError, decode_photo, read_size
from kiosk.camera.profile import ProfileError, load_profile, parse_profile
from kiosk.camera.source import Frame, Pixels
from kiosk.central.verifiers.interface import FaceJudgement, VerifierDownError
from kiosk.domain.photo import PhotoProfile, PhotoReport, Verdict
from kiosk.domain.reason import Reason

MOST_PIXELS: Final = 8_000_000
"""A kiosk sends less than a tenth of it; more would only be work for us."""
_OF_THE_FRAME: Final = frozenset({Reason.LOW_RESOLUTION})
_UNSEEN: Final = frozenset({FileProblem.TOO_MANY_BYTES, FileProblem.TOO_MANY_PIXELS})
_log = logging.getLogger(__name__)


class PhotoEngine:
    """Judges photos and cards, one at a time; any number of threads may ask. Close it when done.

    The models stay loaded for as long as the profile is the same.
    """

    def __init__(self, models: Path) -> None:
        """Load the models for the kiosk's own profile; raise ModelUnreadableError."""
        self._models = models
        self._one_at_a_time = Lock()
        self._text = ""
        self._profile = _of_portraits(load_profile())
        self._inspector = Inspector(self._profile, models, still=True)

    def judge(self, jpeg: bytes, profile: str) -> FaceJudgement:
        """Judge a portrait; raise VerifierDownError where the profile cannot be used."""
        with self._one_at_a_time:
            self._use(profile)
            try:
                pixels = _decode(jpeg)
            except PictureError as error:
                return self._unseen(error, Reason.NO_FACE)
            report = self._inspector.inspect(Frame(1, 0.0, pixels)).report
            return self._judgement(report, self._profile)

    def judge_card(self, jpeg: bytes, profile: str) -> FaceJudgement:
        """Judge the photo of an identity card: whether it can be read, not what it says."""
        with self._one_at_a_time:
            self._use(profile)
            try:
                pixels = _decode(jpeg)
            except PictureError as error:
                return self._unseen(error, Reason.KTP_UNREADABLE)
            rules = card_profile(self._profile)
            return self._judgement(look_at_card(Frame(1, 0.0, pixels), rules).report, rules)

    def close(self) -> None:
        """Free the models, once nobody is being judged."""
        with self._one_at_a_time:
            self._inspector.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _use(self, text: str) -> None:
        if text == self._text:
            return
        try:
            profile = _of_portraits(parse_profile(text) if text else load_profile())
            inspector = Inspector(profile, self._models, still=True)
        except (ProfileError, ModelUnreadableError) as error:
            raise VerifierDownError(f"photo engine: {error}") from error
        self._inspector.close()
        self._text, self._profile, self._inspector = text, profile, inspector

    def _judgement(self, report: PhotoReport, profile: PhotoProfile) -> FaceJudgement:
        reasons = profile.blocks(report)
        doubts = _doubts(report, profile.blocking)
        return FaceJudgement(reasons, is_certain=bool(reasons) or not doubts, engine=self._name)

    def _unseen(self, error: PictureError, reason: Reason) -> FaceJudgement:
        """What is no picture shows nobody; what is only too large for us, a person looks at."""
        _log.warning("a picture was not looked at: %s", error)
        if error.problem in _UNSEEN:
            return FaceJudgement((), is_certain=False, engine=self._name)
        return FaceJudgement((reason,), is_certain=True, engine=self._name)

    @property
    def _name(self) -> str:
        return f"loket {__version__}, profile {self._profile.version}"


def _of_portraits(profile: PhotoProfile) -> PhotoProfile:
    return replace(profile, blocking=profile.blocking - _OF_THE_FRAME)


def _decode(jpeg: bytes) -> Pixels:
    """Know the size before anything is decoded; raise PictureError."""
    size = read_size(jpeg)
    if size is not None and size.width * size.height > MOST_PIXELS:
        raise PictureError(FileProblem.TOO_MANY_PIXELS, width=size.width, height=size.height)
    return decode_photo(jpeg)


def _doubts(report: PhotoReport, blocking: Iterable[Reason]) -> bool:
    """Whether a cause that blocks is near its limit."""
    return any(f.verdict is Verdict.UNSURE and f.reason in blocking for f in report.findings)
