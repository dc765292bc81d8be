"""The recap in full: made by a worker, taken once by its owner, and never a formula."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from kiosk.central.centre import Centre
from kiosk.central.desk.models import Role
from kiosk.central.operator import Operator
from kiosk.central.recaps.recap_errand import LEASE
from kiosk.central.recaps.recap_file import RecapKind, recap_file
from kiosk.central.recaps.recaps import KEPT_FOR, RecapScope
from kiosk.central.storage.models import RecapRow
from kiosk.domain.window import wib
from kiosk.sync.protocol import Redoable
from tests.central.clock import MORNING, SettableClock
from tests.central.desk.conftest import Browser
from tests.central.kiosk import Kiosk
from tests.central.residents import OFFICE, Resident

LogIn = Callable[[Role], Browser]
SITI = Resident()
TODAY = wib(MORNING).date()
SCOPE = RecapScope(OFFICE, TODAY, TODAY)


def take(browser: Browser, centre: Centre, kind: str = "csv", office: str = "") -> bytes:
    """Ask for it, and download what was made."""
    assert browser.act("/recap", kind=kind, office=office).status_code == 303
    name = "si-administrator" if office else "si-office"
    (recap,) = centre.desk.recaps.of(name)
    answer = browser.act(f"/recap/{recap.recap_id}/file")
    assert answer.status_code == 200
    assert f"recap-{OFFICE}-" in answer.headers["Content-Disposition"]
    return answer.content


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_an_office_gets_its_own_registrations_in_full(
    log_in: LogIn, kiosk: Kiosk, centre: Centre
) -> None:
    submission_id = kiosk.register(SITI)
    browser = log_in(Role.OFFICE)
    assert "1 pendaftaran akan masuk rekap" in browser.get("/recap").text

    (row,) = rows_of(take(browser, centre))

    assert row["Nomor pendaftaran"] == str(submission_id)
    assert (row["NIK"], row["Nama"]) == (SITI.nik, "SITI CONTOH NURJANAH")
    assert (row["Nomor HP"], row["E-mail"]) == ("0840-1234-5678", "siti@example.com")
    assert (row["Jenis kelamin"], row["Pendidikan"]) == ("Laki-laki", "SMA/SMK")
    assert (row["Status perkawinan"], row["Status pekerjaan"]) == ("Kawin", "Pencari kerja")
    assert row["Minat pelatihan"] == "Wirausaha"
    assert SITI.ticket not in str(row)


def test_excel_has_numbers_whole_as_text(log_in: LogIn, kiosk: Kiosk, centre: Centre) -> None:
    kiosk.register(SITI)
    content = take(log_in(Role.ADMINISTRATOR), centre, "xlsx", OFFICE)
    heads, values = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    assert dict(zip(heads, values, strict=True))["NIK"] == SITI.nik


def test_an_office_never_gets_anothers(
    log_in: LogIn, kiosk: Kiosk, operator: Operator, centre: Centre
) -> None:
    operator.new_office("desa-b", "Kantor Desa B")
    kiosk.register(SITI)
    browser = log_in(Role.OFFICE)
    assert browser.act("/recap", kind="csv", office="desa-b").status_code == 303
    assert [one.scope.office_id for one in centre.desk.recaps.of("si-office")] == [OFFICE]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR])
def test_others_get_none(log_in: LogIn, role: Role) -> None:
    browser = log_in(role)
    assert browser.get("/recap").status_code == 403
    assert browser.act("/recap", kind="csv", office=OFFICE).status_code == 403


def test_it_is_taken_once_and_by_its_owner_alone(
    log_in: LogIn, kiosk: Kiosk, centre: Centre
) -> None:
    kiosk.register(SITI)
    recap_id = centre.desk.recaps.ask("si-office", SCOPE, RecapKind.CSV, "id")
    centre.workforce.drain()
    path = f"/recap/{recap_id}/file"

    assert log_in(Role.ADMINISTRATOR).act(path).status_code == 404
    owner = log_in(Role.OFFICE)
    assert owner.act(path).status_code == 200
    assert owner.act(path).status_code == 404
    assert owner.act(f"/recap/{uuid4()}/file").status_code == 404


def test_it_is_gone_after_an_hour(centre: Centre, operator: Operator, clock: SettableClock) -> None:
    assert operator.submissions() == ()
    recap_id = centre.desk.recaps.ask("ani", SCOPE, RecapKind.CSV, "id")
    centre.workforce.drain()
    clock.pass_by(KEPT_FOR)

    with pytest.raises(LookupError):
        centre.desk.recaps.take("ani", recap_id)
    centre.workforce.drain()
    with centre.database.reading() as session:
        assert session.get(RecapRow, recap_id) is None


def test_it_is_concealed_at_rest(centre: Centre, kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk.register(SITI)
    recap_id = centre.desk.recaps.ask("ani", SCOPE, RecapKind.CSV, "id")
    centre.workforce.drain()
    with centre.database.reading() as session:
        kept = session.get_one(RecapRow, recap_id).content
    assert kept is not None
    assert SITI.nik.encode() not in kept
    files = [path.read_bytes() for path in tmp_path.rglob("centre.db*")]
    assert not any(SITI.nik.encode() in file for file in files)


def test_who_has_withdrawn_is_not_in_it(kiosk: Kiosk, centre: Centre) -> None:
    submission_id = kiosk.register(SITI)
    grant = kiosk.grant(SITI, Redoable.WITHDRAWAL)
    assert kiosk.post(f"submissions/{submission_id}/withdrawal", grant=grant).status_code == 200
    recap_id = centre.desk.recaps.ask("ani", SCOPE, RecapKind.CSV, "id")
    centre.workforce.drain()
    _, content = centre.desk.recaps.take("ani", recap_id)
    assert rows_of(content) == []


def test_a_recap_that_was_made_before_a_withdrawal_is_made_again_without_them(
    kiosk: Kiosk, centre: Centre
) -> None:
    submission_id = kiosk.register(SITI)
    recap_id = centre.desk.recaps.ask("ani", SCOPE, RecapKind.CSV, "id")
    centre.workforce.drain()

    grant = kiosk.grant(SITI, Redoable.WITHDRAWAL)
    assert kiosk.post(f"submissions/{submission_id}/withdrawal", grant=grant).status_code == 200
    with pytest.raises(LookupError):
        centre.desk.recaps.take("ani", recap_id)
    centre.workforce.drain()

    _, content = centre.desk.recaps.take("ani", recap_id)
    assert rows_of(content) == []


def test_nothing_of_a_recap_is_left_in_any_file_once_it_was_taken(
    kiosk: Kiosk, centre: Centre, tmp_path: Path
) -> None:
    kiosk.register(SITI)
    recap_id = centre.desk.recaps.ask("ani", SCOPE, RecapKind.CSV, "id")
    centre.workforce.drain()
    with centre.database.reading() as session:
        kept = session.get_one(RecapRow, recap_id).content
    assert kept is not None
    centre.desk.recaps.take("ani", recap_id)
    files = [path.read_bytes() for path in tmp_path.rglob("centre.db*")]
    assert not any(kept[:64] in file for file in files)


def test_a_recap_is_not_for_whoever_has_the_account_next(
    kiosk: Kiosk, centre: Centre, operator: Operator
) -> None:
    operator.new_office("desa-b", "Kantor Desa B")
    kiosk.register(SITI)
    centre.desk.accounts.issue("ani", Role.OFFICE, OFFICE)
    recap_id = centre.desk.recaps.ask("ani", SCOPE, RecapKind.CSV, "id")
    centre.workforce.drain()
    centre.desk.accounts.issue("ani", Role.OFFICE, "desa-b")
    with pytest.raises(LookupError):
        centre.desk.recaps.take("ani", recap_id)


def test_what_a_dead_worker_left_is_made_by_another(
    centre: Centre, operator: Operator, clock: SettableClock
) -> None:
    assert operator.submissions() == ()
    recap_id = centre.desk.recaps.ask("ani", SCOPE, RecapKind.XLSX, "en")
    with centre.database.writing() as session:
        row = session.get_one(RecapRow, recap_id)
        row.claim, row.due_at = uuid4(), clock() + LEASE
    centre.workforce.drain()
    assert [one.ready_at for one in centre.desk.recaps.of("ani")] == [None]
    clock.pass_by(LEASE)
    centre.workforce.drain()
    assert [one.ready_at for one in centre.desk.recaps.of("ani")] == [clock()]


@pytest.mark.parametrize("kind", RecapKind)
def test_no_cell_is_a_formula(kind: RecapKind) -> None:
    evil = ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1"]  # noqa: RUF001
    content = recap_file(kind, ["a"] * len(evil), [evil])
    if kind is RecapKind.CSV:
        _, row = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
        assert row == [f"'{text}" for text in evil]
        return
    _, cells = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows()
    assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}


def test_reading_and_asking_are_written_down(log_in: LogIn, kiosk: Kiosk, centre: Centre) -> None:
    kiosk.register(SITI)
    take(log_in(Role.OFFICE), centre)
    audit = log_in(Role.AUDITOR).get("/audit").text
    assert "Meminta rekap" in audit
    assert "Mengunduh rekap" in audit
