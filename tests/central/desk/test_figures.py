"""The funnel and the reasons for rejected photos, counted in the database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from kiosk.central.centre import Centre
from kiosk.central.desk import funnel, retakes
from kiosk.central.desk.models import Role
from kiosk.central.desk.scope import Scope
from kiosk.central.desk.words import Language, words
from kiosk.central.operator import Operator
from kiosk.central.pipeline.steps import step_after, step_at, step_names
from kiosk.central.settings.settings_text import toml_of
from kiosk.central.storage.base import Layer
from kiosk.domain.patch import PatchField
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from tests.central.clock import MORNING, SettableClock
from tests.central.desk.conftest import Browser
from tests.central.desk.test_judging import registered
from tests.central.kiosk import Kiosk

ANYWHERE = Scope("", "", None, None, is_bound=False)
TODAY = date(2026, 3, 2)


def counted(centre: Centre, scope: Scope = ANYWHERE) -> dict[str, int]:
    rules = centre.settings.current
    with centre.database.reading() as session:
        found = funnel.count(session, scope, rules.layers, rules.not_required)
    return {step.name: step.count for step in found.steps}


def test_everybody_is_counted_at_every_step_behind_them(
    centre: Centre, kiosk: Kiosk, operator: Operator
) -> None:
    first, second, _third = (registered(kiosk, serial) for serial in (9001, 9002, 9003))
    operator.accept_photo(first)
    operator.reject_photo(second, [Reason.BLUR])
    found = counted(centre)
    assert [found[name] for name in ("registered", "email", "identity", "otp")] == [3] * 4
    assert [found[name] for name in ("photo", "test", "eligible")] == [1] * 3
    assert [found[name] for name in ("joined", "accepted")] == [0] * 2


def test_a_correction_takes_nobody_back(centre: Centre, kiosk: Kiosk, operator: Operator) -> None:
    submission_id = registered(kiosk, 9001)
    before = counted(centre)
    operator.ask_for(submission_id, [Reason.NIK_NOT_FOUND], [PatchField.NIK])
    assert counted(centre) == before


def test_who_waits_for_whom_is_on_the_front_page(
    centre: Centre, kiosk: Kiosk, log_in: Callable[[Role], Browser]
) -> None:
    auditor = log_in(Role.AUDITOR)
    assert "Menunggu jawaban" not in auditor.get("/").text
    rules = centre.settings.current
    strict = replace(rules, not_required=rules.not_required - {Layer.IDENTITY})
    assert centre.settings.change("ani", toml_of(strict)) == ()

    registered(kiosk, 9001)

    page = auditor.get("/").text
    assert "<b>1</b> menunggu data kependudukan" in page
    assert "Tidak ada yang ditolak" in page
    assert "menunggu data kependudukan" not in auditor.get("/", office="desa-b").text


@pytest.mark.parametrize(
    ("scope", "people"),
    [
        (Scope("desa-a", "", None, None, is_bound=False), 1),
        (Scope("desa-b", "", None, None, is_bound=False), 0),
        (Scope("", "35.10.07", None, None, is_bound=False), 1),
        (Scope("", "35.10.0", None, None, is_bound=False), 0),
        (Scope("", "%", None, None, is_bound=False), 0),
        (Scope("", "", TODAY, TODAY, is_bound=False), 1),
        (Scope("", "", TODAY + timedelta(days=1), None, is_bound=False), 0),
        (Scope("", "", None, TODAY - timedelta(days=1), is_bound=False), 0),
    ],
)
def test_office_district_and_days_narrow_it_down(
    centre: Centre, kiosk: Kiosk, scope: Scope, people: int
) -> None:
    registered(kiosk, 9001)
    assert counted(centre, scope)["registered"] == people


def test_days_are_those_of_jakarta(centre: Centre, kiosk: Kiosk, clock: SettableClock) -> None:
    clock.now = datetime(2026, 3, 2, 16, 59, tzinfo=UTC)
    kiosk.renew(clock.now)
    registered(kiosk, 9001)
    clock.pass_by(timedelta(minutes=1))
    registered(kiosk, 9002)
    for day in (TODAY, TODAY + timedelta(days=1)):
        assert counted(centre, Scope("", "", day, day, is_bound=False))["registered"] == 1


def test_the_way_has_the_order_that_is_in_force() -> None:
    order = (Layer.PHOTO, Layer.EMAIL, Layer.IDENTITY, Layer.OTP)
    assert step_names(order)[:3] == ("registered", "photo", "email")
    assert [step_after(layer, order) for layer in (*order, Layer.TEST)] == [1, 2, 3, 4, 5]
    after = (CentreState.ELIGIBLE, CentreState.JOINED, CentreState.ACCEPTED)
    assert [step_at(state) for state in after] == [6, 7, 8]
    assert step_at(CentreState.ACTION_NEEDED) == 0


def test_the_front_page_sets_the_articles_figures_beside_ours(
    log_in: Callable[[Role], Browser], kiosk: Kiosk
) -> None:
    registered(kiosk, 9001)
    page = log_in(Role.AUDITOR).get("/").text
    for figure in ("77,7 %", "74,4 %", "89,6 %", "100,0 %"):
        assert figure in page


def test_reasons_are_counted_by_week_and_by_office(
    centre: Centre, kiosk: Kiosk, operator: Operator, clock: SettableClock
) -> None:
    people: list[UUID] = [registered(kiosk, serial) for serial in (9001, 9002, 9003)]
    operator.reject_photo(people[0], [Reason.BLUR, Reason.GLASSES])
    operator.accept_photo(people[1])
    clock.now = MORNING + timedelta(days=7)
    operator.reject_photo(people[2], [Reason.BLUR])
    weeks = retakes.weeks_until(TODAY + timedelta(days=8))
    with centre.database.reading() as session:
        found = retakes.count(session, ANYWHERE, weeks)
    assert weeks[-1] == TODAY + timedelta(days=7)
    assert (found.rejected[-2:], found.passed[-2:]) == ((1, 1), (1, 0))
    assert {line.reason: line.by_week[-2:] for line in found.reasons} == {
        Reason.BLUR: (1, 1),
        Reason.GLASSES: (1, 0),
    }
    (office,) = found.offices
    assert (office.rejected, office.passed, office.top) == (2, 1, Reason.BLUR)
    assert office.share == pytest.approx(2 / 3)


def test_numbers_are_written_as_readers_expect_them() -> None:
    indonesian, english = words(Language.INDONESIAN), words(Language.ENGLISH)
    assert (indonesian.number(23171233), indonesian.percent(0.777)) == ("23.171.233", "77,7 %")
    assert (english.number(23171233), english.percent(0.777)) == ("23,171,233", "77.7 %")
    assert (indonesian.moment(MORNING), english.moment(MORNING)) == (
        "2 Mar 2026 08.00",
        "2 Mar 2026 08:00",
    )
    assert indonesian.percent(None) == indonesian.moment(None) == "\N{EN DASH}"
