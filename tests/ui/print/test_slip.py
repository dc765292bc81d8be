"""What a slip says."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.ticket import Ticket
from kiosk.ui.dates import long_date
from kiosk.ui.print.slip import endings, facts, make_slip, next_step, slip_again
from kiosk.ui.text import Texts
from tests.store.counter import open_store, register
from tests.sync.registrations import registration
from tests.sync.scripted_central import NOON

SLIP = make_slip(registration(), "Desa Genteng Kulon", "1500", NOON)


def test_it_tells_how_long_to_keep_the_number() -> None:
    assert long_date(SLIP.keep_until, Texts("id")) == "2 September 2026"
    assert "2\u00a0September\u00a02026" in next_step(SLIP, Texts("id"), 3)


@pytest.mark.parametrize("language", ["id", "en"])
def test_it_names_the_help_line_that_it_is_free_and_no_official_site(language: str) -> None:
    texts = Texts(language)
    assert endings(SLIP, texts) == (
        texts("slip.help", help_line="1500"),
        texts("slip.free"),
        texts("slip.unofficial"),
    )


def test_no_whole_number_is_on_it() -> None:
    made = registration()
    shown = " ".join([SLIP.ticket, *(value for _, value in facts(SLIP))])
    for whole in (made.nik.value, made.nik.display, made.phone.national, made.full_name.value):
        assert whole not in shown


def test_its_repr_says_nothing() -> None:
    assert SLIP.ticket not in repr(SLIP)
    assert SLIP.masked_name not in repr(SLIP)


def test_an_endless_name_of_an_office_is_cut() -> None:
    slip = make_slip(registration(), "Desa " * 1000, "1500" * 1000, NOON)
    assert len(slip.office) < 150
    assert len(slip.help_line or "") < 150


def test_made_again_it_says_what_the_kiosk_still_knows(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    register(store, 1, NOON)
    (row,) = store.lists.today(NOON + timedelta(hours=1))
    store.close()

    slip = slip_again(row, "Desa Genteng Kulon", None)

    assert [key for key, _ in facts(slip)] == ["review.full_name", "review.phone", "slip.made_at"]
    assert slip.ticket == Ticket(row.ticket).display
    assert slip.masked_phone == "****-****-9001"
    assert slip.made_at == SLIP.made_at
    assert slip.keep_until == SLIP.keep_until
    assert len(endings(slip, Texts("id"))) == 2
