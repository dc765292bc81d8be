"""What one member of a family leaves for the next."""

from dataclasses import fields
from uuid import UUID

from kiosk.domain.draft import Draft
from kiosk.domain.household import household_of
from tests.domain.resident import complete_draft

NEXT = Draft(UUID(int=2, version=4), "0000000000")
COMMON = {
    "assisted_by",
    "kk",
    "kk_is_latest",
    "village_code",
    "address_line",
    "domicile_same",
    "domicile_line",
    "domicile_village_code",
}
FIRST = complete_draft().but(
    assisted_by="petugas-1",
    domicile_same=False,
    domicile_line="JALAN MAWAR 2",
    domicile_village_code="35.10.09.2004",
    confirmed_warnings=("kk.warning.not_latest", "nik.warning.sex", "used_before.phone"),
)


def test_family_card_and_address_are_copied_and_nothing_else_is() -> None:
    moved_in = household_of(FIRST).move_in(NEXT)

    for field in fields(Draft):
        source = FIRST if field.name in COMMON else NEXT
        if field.name != "confirmed_warnings":
            assert getattr(moved_in, field.name) == getattr(source, field.name), field.name


def test_what_was_confirmed_about_the_family_card_need_not_be_confirmed_again() -> None:
    assert household_of(FIRST).move_in(NEXT).confirmed_warnings == ("kk.warning.not_latest",)


def test_it_does_not_show_itself() -> None:
    assert "3510" not in repr(household_of(FIRST))
