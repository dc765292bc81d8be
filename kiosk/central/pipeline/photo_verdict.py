"""What follows from a photo engine's judgement; the kiosk's own findings came with the photo."""

from kiosk.central.pipeline.history import CENTRE, Move
from kiosk.central.verifiers.interface import FaceJudgement
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.forms import PictureForm
from kiosk.sync.protocol import Part

_FOUND_GOOD = "pass"


def photo_move(
    photo: PictureForm, judgement: FaceJudgement, *, tries_are_left: bool
) -> Move | None:
    """Where a photo goes that does not simply pass; None where it does.

    A person decides where the engine is not certain, where kiosk and engine say the contrary about
    the same thing (the resident was told that it is good), and after too many tries.
    """
    reasons = judgement.reasons
    if not judgement.is_certain:
        return _to_a_person(f"photo: {judgement.engine} is not certain", reasons)
    if not reasons:
        return None
    denied = [reason for reason in reasons if reason in _found_good(photo)]
    if denied:
        text = f"photo: the kiosk found no {', '.join(denied)}, {judgement.engine} does"
        return _to_a_person(text, reasons)
    if not tries_are_left:
        return _to_a_person(f"photo: rejected by {judgement.engine}, again", reasons)
    text = f"photo: rejected by {judgement.engine}"
    return Move(CentreState.PHOTO_REJECTED, CENTRE, text=text, reasons=reasons)


def card_move(judgement: FaceJudgement) -> Move | None:
    """The same of the photo of a KTP, which nobody can redo: a person looks at what is doubtful."""
    if judgement.is_certain and not judgement.reasons:
        return None
    return Move(
        CentreState.MANUAL_REVIEW,
        CENTRE,
        text=f"ktp: doubted by {judgement.engine}",
        reasons=judgement.reasons or (Reason.KTP_UNREADABLE,),
        fields=(Part.KTP,),
    )


def _to_a_person(text: str, reasons: tuple[Reason, ...]) -> Move:
    return Move(CentreState.MANUAL_REVIEW, CENTRE, text=text, reasons=reasons)


def _found_good(photo: PictureForm) -> frozenset[Reason]:
    """What the kiosk looked for and did not find."""
    return frozenset(one.reason for one in photo.findings if one.verdict == _FOUND_GOOD)
