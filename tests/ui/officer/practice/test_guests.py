"""The invented residents: nobody real, and every trap as it was meant."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from kiosk.domain.draft import Draft
from kiosk.domain.email import Email, parse_email, suggest_email
from kiosk.domain.family_card import FamilyCardNumber, parse_family_card
from kiosk.domain.name import PersonName, parse_name
from kiosk.domain.nik import Nik, parse_nik
from kiosk.domain.phone import Phone, parse_phone
from kiosk.domain.reason import Reason
from kiosk.ui.officer.practice.guests import GUESTS, Guest
from kiosk.ui.officer.practice.papers import lines_of
from kiosk.ui.officer.practice.practice_desk import STEPS
from kiosk.ui.officer.practice.score import Round, Score
from kiosk.ui.widgets.cause_picture import drawing

NOW = datetime(2026, 3, 16, 1, 30, tzinfo=UTC)


def typed(guest: Guest, **changes: object) -> Draft:
    draft = Draft(UUID(int=1, version=4), "")
    return draft.but(**{**guest.answers(), **changes})


@pytest.mark.parametrize("guest", GUESTS, ids=lambda guest: guest.trap)
def test_a_guest_is_nobody_and_can_be_registered(guest: Guest) -> None:
    nik = parse_nik(guest.nik)
    assert isinstance(nik, Nik)
    assert 9001 <= int(guest.nik[-4:]) <= 9999
    assert 9001 <= int(guest.kk[-4:]) <= 9999
    assert isinstance(parse_family_card(guest.kk, nik=nik), FamilyCardNumber)
    assert isinstance(parse_name(guest.full_name), PersonName)
    phone = parse_phone(guest.noted_phone)
    assert isinstance(phone, Phone)
    assert (phone.value, phone.prefix) == (guest.phone, "0840")
    assert isinstance(parse_email(guest.email), Email)
    assert (suggest_email(guest.noted_email) or guest.noted_email) == guest.email
    assert lines_of(guest).keys() == set(STEPS)


def test_guests_get_trickier() -> None:
    assert [guest.trap for guest in GUESTS] == ["plain", "woman", "old_card", "other_date"]
    _, woman, old_card, other_date = GUESTS
    assert int(woman.nik[6:8]) == woman.birth_date.day + 40
    assert not old_card.kk_is_latest
    assert int(other_date.nik[6:8]) != other_date.birth_date.day + 40


@pytest.mark.parametrize("guest", GUESTS, ids=lambda guest: guest.trap)
def test_every_photo_can_be_drawn_and_answered(guest: Guest) -> None:
    for picture in guest.pictures:
        assert drawing(picture.cause, ink="#000000", accent="#ffffff")
        assert picture.cause in picture.choices
        assert len(set(picture.choices)) == 3


def score(guest: Guest, *drafts: Draft, said: tuple[Reason | None, ...] = ()) -> Score:
    played = Round(guest, NOW)
    for draft in drafts:
        played.take(draft)
    for picture, answer in zip(guest.pictures, said, strict=True):
        played.judge(picture, answer)
    return played.end(drafts[-1], NOW + timedelta(seconds=61))


def test_a_faultless_round_wins_every_point() -> None:
    guest = GUESTS[0]
    result = score(guest, typed(guest), said=(Reason.GLASSES, None))
    assert (result.points, result.total, result.took) == (9, 9, 2)
    assert (result.wrong, result.mended, result.misjudged) == ((), (), ())


def test_what_was_mended_counts_and_is_told() -> None:
    guest = GUESTS[0]
    slip = typed(guest, nik="3510091203989010", kk=None)
    result = score(guest, slip, typed(guest), said=(Reason.GLASSES, None))
    assert (result.points, result.mended) == (9, ("nik",))


def test_mistakes_and_misjudged_photos_cost_a_point_each() -> None:
    guest = GUESTS[0]
    result = score(guest, typed(guest, full_name="BUDI CONTO"), said=(None, None))
    assert result.points == 7
    assert result.wrong == ("full_name",)
    (misjudged,) = result.misjudged
    assert misjudged.picture.answer is Reason.GLASSES
