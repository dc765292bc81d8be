"""What the centre writes in English or in codes, as the page says it."""

from datetime import UTC, datetime

import pytest

from kiosk.central.desk.audit import Deed
from kiosk.central.desk.audit_words import detail_of, place_of
from kiosk.central.desk.history_words import said
from kiosk.central.desk.models import AuditRow
from kiosk.central.desk.words import Language, words

INDONESIAN = words(Language.INDONESIAN)


def deed(kind: Deed, subject: str = "", detail: str = "") -> AuditRow:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return AuditRow(at=at, account="a", deed=kind, subject=subject, detail=detail, has_failed=False)


@pytest.mark.parametrize(
    ("note", "spoken"),
    [
        ("form 1: received", "Formulir 1: diterima"),
        ("email: not_required by demo", "Surel: tidak diminta oleh pengaturan “demo”"),
        ("passed by loket 0.1.0", "Lulus pemeriksaan loket 0.1.0"),
        ("photo: rejected by loket 0.1.0, again", "Foto: ditolak lagi oleh loket 0.1.0"),
        ("photo: accepted by the operator", "Foto: diterima petugas"),
        ("test: 4 of 5", "Tes: 4 dari 5 benar"),
        ("otp: code sent", "Nomor telepon: kode dikirim"),
        ("something new", "something new"),
        ("", ""),
    ],
)
def test_a_note_of_the_history_is_said_in_the_language_of_the_page(note: str, spoken: str) -> None:
    assert said(INDONESIAN, note) == spoken


@pytest.mark.parametrize(
    ("row", "spoken"),
    [
        (deed(Deed.PHOTO_REJECT, "1", "BLUR, GLASSES"), "Buram, Kacamata"),
        (deed(Deed.PHOTO_VIEW, "1", "2"), "Foto ke-2"),
        (deed(Deed.ASK, "1", "nik, KK_MISMATCH"), "NIK, Nomor KK tidak cocok"),
        (
            deed(Deed.LOG_IN_FAILED, "::1", "log_in_wrong"),
            "Nama akun atau kata sandi tidak cocok.",
        ),
        (deed(Deed.ACCOUNT, "rina", "auditor"), "Auditor"),
        (
            deed(Deed.RECAP_ASK, "desa-a", "2026-03-01 2026-03-02 xlsx"),
            "1 Mar 2026 \N{EN DASH} 2 Mar 2026, XLSX",
        ),
        (deed(Deed.OFFICE_ADD, "desa-a", "Desa A, Blok B"), "Desa A, Blok B"),
    ],
)
def test_the_detail_of_a_deed_is_said_in_words(row: AuditRow, spoken: str) -> None:
    assert detail_of(INDONESIAN, row) == spoken


def test_a_deed_leads_to_what_it_was_about() -> None:
    assert place_of(deed(Deed.PHOTO_ACCEPT, "7")) == "/desk/submissions/7"
    assert place_of(deed(Deed.LOG_IN, "127.0.0.1")) == ""
