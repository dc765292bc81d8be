"""Offices, batches, recap and settings in a real browser, without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from kiosk.central.centre import Centre
from kiosk.domain.batch import BatchState
from kiosk.sync.provisioning import Provisioning, open_provisioning
from tests.central.desk.test_browser import (
    CHROMIUM,
    PHONE,
    SMALL,
    a_page,
    an_operator,
    log_in_by_keyboard,
)
from tests.central.kiosk import Kiosk
from tests.central.residents import OFFICE, Resident

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(120),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]
PLACES = ("offices", "kiosks", "batches", "recap", "messages", "settings")


def press(page: Page, name: str) -> None:
    """The one button of that name in the content."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).click()


def test_a_new_office_is_given_a_code_for_its_first_kiosk(centre: Centre, kiosk: Kiosk) -> None:
    an_operator(centre)
    with a_page(kiosk.url, SMALL) as page:
        log_in_by_keyboard(page, kiosk.url)
        page.goto(f"{kiosk.url}/desk/offices")
        page.fill("#name", "Kantor Desa B")
        page.fill("#office_id", "desa-b")
        press(page, "Tambah kantor")
        page.wait_for_url("**/offices/desa-b?done=office_added#add")
        press(page, "Buat kode")
        code = page.locator(".secret").inner_text()
        assert page.locator("svg.qr").bounding_box() is not None
    office = Kiosk(kiosk.url, code)
    assert office.enrolment.office_id == "desa-b"
    office.close()


def test_a_setup_file_is_downloaded_and_drawn_without_scripts(
    centre: Centre, kiosk: Kiosk, tmp_path: Path
) -> None:
    an_operator(centre)
    with a_page(kiosk.url, SMALL) as page:
        log_in_by_keyboard(page, kiosk.url)
        page.goto(f"{kiosk.url}/desk/offices/{OFFICE}")
        follow(page, "Berkas atau kode QR")
        press(page, "Buat berkas")
        with page.expect_download() as downloading:
            follow(page, "Unduh berkas")
        downloading.value.save_as(tmp_path / "kiosk.loket")
        assert downloading.value.suggested_filename == f"{OFFICE}.loket"
        box = page.locator("svg.qr").bounding_box()
        assert box is not None
        assert box["width"] >= 400
    said = open_provisioning((tmp_path / "kiosk.loket").read_bytes())
    assert isinstance(said, Provisioning)
    assert said.centre_url == kiosk.url


def test_a_batch_is_planned_opened_closed_and_decided(
    centre: Centre, kiosk: Kiosk, tmp_path: Path
) -> None:
    an_operator(centre)
    with a_page(kiosk.url, SMALL) as page:
        log_in_by_keyboard(page, kiosk.url)
        page.goto(f"{kiosk.url}/desk/batches")
        press(page, "Rencanakan")
        for act, sure in (("Buka sekarang", "Ya, buka"), ("Tutup sekarang", "Ya, tutup")):
            follow(page, act)
            press(page, sure)
        page.fill("#decree", "SK 1/2026")
        press(page, "Lihat dahulu")
        press(page, "Ya, tetapkan hasil")
        with page.expect_download() as downloading:
            follow(page, "Unduh bukti")
        downloading.value.save_as(tmp_path / "proof.csv")
    assert "# decree: SK 1/2026" in (tmp_path / "proof.csv").read_text("utf-8")
    assert [batch.state for batch in kiosk.config().batches] == [BatchState.DECIDED]


def test_a_recap_is_made_and_downloaded_once(centre: Centre, kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk.register(Resident())
    an_operator(centre)
    with a_page(kiosk.url, SMALL) as page:
        log_in_by_keyboard(page, kiosk.url)
        page.goto(f"{kiosk.url}/desk/recap?office={OFFICE}")
        press(page, "Buat berkas CSV")
        with page.expect_download() as downloading:
            press(page, "Unduh")
        downloading.value.save_as(tmp_path / "recap.csv")
        page.goto(f"{kiosk.url}/desk/recap")
        assert page.get_by_text("Belum ada rekap yang diminta.").is_visible()
    assert Resident().nik in (tmp_path / "recap.csv").read_text("utf-8-sig")


def test_settings_are_changed_after_a_look(centre: Centre, kiosk: Kiosk) -> None:
    an_operator(centre)
    with a_page(kiosk.url, SMALL) as page:
        log_in_by_keyboard(page, kiosk.url)
        page.goto(f"{kiosk.url}/desk/settings/edit")
        text = page.input_value("#text")
        page.fill("#text", text.replace("photo_tries = 5", "photo_tries = 3"))
        press(page, "Lihat perubahan")
        assert page.locator(".diff .added").inner_text().strip() == "+photo_tries = 3"
        press(page, "Ubah lagi")
        press(page, "Lihat perubahan")
        press(page, "Simpan")
        page.wait_for_url("**/settings?done=settings_changed")
    assert centre.settings.current.photo_tries == 3
    assert centre.settings.newest().author == "sari"


@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_is_wider_than_a_telephone(centre: Centre, kiosk: Kiosk, language: str) -> None:
    an_operator(centre)
    with a_page(kiosk.url, PHONE) as page:
        log_in_by_keyboard(page, kiosk.url)
        page.goto(f"{kiosk.url}/desk/language/{language}?back=/desk/")
        for path in (
            *PLACES,
            f"offices/{OFFICE}",
            f"offices/{OFFICE}/provisioning",
            f"kiosks/{kiosk.device_id}",
            "settings/edit",
        ):
            page.goto(f"{kiosk.url}/desk/{path}")
            widest = page.locator("main").bounding_box()
            assert widest is not None
            assert widest["width"] <= PHONE["width"], path
