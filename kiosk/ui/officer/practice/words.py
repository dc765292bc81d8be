"""A score in words."""

from datetime import date

from kiosk.domain.personal import groups_of
from kiosk.domain.phone import Phone
from kiosk.ui.officer.lists.words import field_name
from kiosk.ui.officer.practice.guests import answers_in
from kiosk.ui.officer.practice.score import Judgement, Score
from kiosk.ui.text import Texts

_IN_GROUPS = frozenset({"nik", "kk"})


def wrong_words(score: Score, entry: str, text: Texts) -> str:
    """What was typed, and what it should be."""
    return text(
        "practice.score.wrong",
        field=field_name(entry, text),
        typed=_shown(entry, answers_in(score.draft)[entry], text),
        right=_shown(entry, score.guest.answers()[entry], text),
    )


def mended_words(entry: str, text: Texts) -> str:
    """What was noticed in time."""
    return text("practice.score.mended", field=field_name(entry, text))


def photo_words(judgement: Judgement, text: Texts) -> str:
    """What the centre would say of a photo, and why."""
    answer = judgement.picture.answer
    if answer is None:
        return text("practice.score.photo_good")
    why, advice = text(f"reason.{answer}.title"), text(f"reason.{answer}.officer")
    return text("practice.score.photo_spoilt", why=why, advice=advice)


def _shown(entry: str, value: object, text: Texts) -> str:
    match value:
        case bool():
            return text("action.yes" if value else "action.no")
        case date():
            return f"{value:%d-%m-%Y}"
        case str() if entry in _IN_GROUPS:
            return " ".join(groups_of(value))
        case str() if entry == "phone":
            return Phone(value).display
    return str(value)
