"""What others are asked about a submission, and what follows from their answers.

A question is made inside a transaction, with all that it needs; it is asked outside of any; its
answer is written down inside another one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from sqlalchemy.orm import Session

from kiosk.central.pipeline.history import CENTRE, Move
from kiosk.central.pipeline.layers import Layers
from kiosk.central.pipeline.photo_verdict import card_move, photo_move
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.base import Layer
from kiosk.central.storage.models import SubmissionRow
from kiosk.central.vault.opening import OpenedForm, Opener
from kiosk.central.verifiers.identity import (
    IdentityJudgement,
    IdentityRules,
    Ineligible,
    Mismatch,
    judge_identity,
)
from kiosk.central.verifiers.interface import Applicant, CardCheck, FaceCheck
from kiosk.central.verifiers.sources import Sources
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.forms import PictureForm
from kiosk.sync.protocol import Part

Answer: TypeAlias = Callable[[Session, SubmissionRow], None]
"""Writes down what was answered."""
Question: TypeAlias = Callable[[], Answer]
"""Asks, and may take its time; raises VerifierDownError."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Everybody who may be asked."""

    registers: Sources
    face: FaceCheck | None
    card: CardCheck | None


class Verification:
    """Makes questions of submissions."""

    def __init__(self, opener: Opener, asked: Asked, settings: Settings, layers: Layers) -> None:
        self._opener = opener
        self._asked = asked
        self._settings = settings
        self._layers = layers

    @property
    def has_face_check(self) -> bool:
        """Whether photos are judged by an engine."""
        return self._asked.face is not None

    def identity(self, session: Session, submission: SubmissionRow) -> Question:
        """Who it is, and whether a register is against it."""
        opened = self._opener.form(session, submission)
        if not isinstance(opened, OpenedForm):
            raise RuntimeError("a form that was sound is not any more")  # noqa: TRY004
        applicant = Applicant(opened.nik.value, opened.form.kk, opened.form.birth_date)
        settings = self._settings.current
        rules = IdentityRules(
            social_aid_excluded=settings.eligibility.social_aid_excluded,
            required=settings.verifiers.needed,
        )
        return lambda: partial(
            self._take_identity, judge_identity(applicant, self._asked.registers.current(), rules)
        )

    def photo(self, session: Session, submission: SubmissionRow) -> Question | None:
        """Whether the photo will do; None where that is for a person to say."""
        if not submission.awaits_photo:
            self._to_a_person(session, submission, _unphotographed(submission))
            return None
        photo = self._opener.photo(session, submission)
        if photo is None:
            text, fields = "photo: unreadable", (Part.PHOTO,)
            move = Move(CentreState.PHOTO_REJECTED, CENTRE, text=text, fields=fields)
            self._layers.move(session, submission, move)
            return None
        card = self._opener.card(session, submission) if submission.awaits_card else None
        if submission.awaits_card and card is None:
            self._doubt_card(session, submission)
            return None
        if photo.exception is not None:
            self._to_a_person(session, submission, "photo: kept by exception")
            return None
        face = self._asked.face
        return None if face is None else partial(self._look_at, face, photo, card)

    def _look_at(self, face: FaceCheck, photo: PictureForm, card: PictureForm | None) -> Answer:
        profile = self._settings.current.photo_profile
        judgement = face.judge(photo.jpeg, profile)
        tries_are_left = photo.revision < self._settings.current.photo_tries
        move = photo_move(photo, judgement, tries_are_left=tries_are_left)
        card_check = self._asked.card
        if move is None and card is not None and card_check is not None:
            move = card_move(card_check.judge_card(card.jpeg, profile))
        return partial(self._take_photo, move, judgement.engine)

    def _take_photo(
        self, move: Move | None, engine: str, session: Session, submission: SubmissionRow
    ) -> None:
        submission.attempts = 0
        if move is not None:
            self._layers.move(session, submission, move)
            return
        self._layers.pass_layer(session, submission, Layer.PHOTO, f"passed by {engine}")
        self._layers.enter_next(session, submission)

    def _take_identity(
        self, judgement: IdentityJudgement, session: Session, submission: SubmissionRow
    ) -> None:
        submission.attempts = 0
        match judgement:
            case Mismatch(reasons=reasons, fields=fields):
                self._layers.ask_for(session, submission, fields, reasons)
            case Ineligible(reasons=reasons):
                move = Move(CentreState.INELIGIBLE, CENTRE, reasons=reasons)
                self._layers.move(session, submission, move)
            case _:
                result = f"passed by {', '.join(judgement.asked)}"
                if self._layers.pass_layer(session, submission, Layer.IDENTITY, result):
                    self._layers.enter_next(session, submission)

    def _to_a_person(self, session: Session, submission: SubmissionRow, text: str) -> None:
        """Which exception it is stays in the sealed part: the history outlives a withdrawal."""
        move = Move(CentreState.MANUAL_REVIEW, CENTRE, text=text)
        self._layers.move(session, submission, move)

    def _doubt_card(self, session: Session, submission: SubmissionRow) -> None:
        reasons, fields = (Reason.KTP_UNREADABLE,), (Part.KTP,)
        move = Move(CentreState.MANUAL_REVIEW, CENTRE, reasons=reasons, fields=fields)
        self._layers.move(session, submission, move)


def _unphotographed(submission: SubmissionRow) -> str:
    """A photo of somebody who wanted none is not even opened."""
    is_here = bool(submission.photo_revision)
    return "photo: came although none was to be taken" if is_here else "photo: none, by exception"
