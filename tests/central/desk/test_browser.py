"""The operators' page in a real browser: by keyboard alone, without scripts, from here alone."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Request, sync_playwright

from kiosk.central.centre import Centre
from kiosk.central.desk.accounts import PasswordChange
from kiosk.central.desk.models import Role
from kiosk.central.operator import Operator
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import Part
from tests.central.desk.conftest import PASSWORD
from tests.central.kiosk import Kiosk
from tests.central.residents import Resident, photo_of

CHROMIUM = shutil.which("chromium")
PHOTO = files("kiosk.resources") / "sample" / "P005.jpg"
SMALL = {"width": 1024, "height": 600}
PHONE = {"width": 390, "height": 844}
MOST_TABS = 60

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(120),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]


def _failed(request: Request) -> list[str]:
    """A download, and what a page that was left still asked for, count as aborted."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"failed: {request.url}"]


@contextmanager
def a_page(url: str, size: dict[str, int]) -> Iterator[Page]:
    """Without JavaScript; whatever goes wrong or elsewhere is in the way of the end."""
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport=size, java_script_enabled=False)  # type: ignore[arg-type]  # a TypedDict of theirs
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("requestfailed", lambda request: wrong.extend(_failed(request)))
        page.on(
            "request",
            lambda request: None if request.url.startswith(url) else wrong.append(request.url),
        )
        yield page
        browser.close()
    assert wrong == []


def an_operator(centre: Centre) -> None:
    accounts = centre.desk.accounts
    first = accounts.issue("sari", Role.ADMINISTRATOR)
    change = PasswordChange(first, PASSWORD, PASSWORD, "test")
    assert accounts.change_password("sari", change) is None


def tab_to(page: Page, selector: str) -> None:
    """By the keyboard, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def log_in_by_keyboard(page: Page, url: str) -> None:
    page.goto(f"{url}/desk/")
    tab_to(page, "#name")
    page.keyboard.type("sari")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/desk/")


def test_a_photo_is_judged_by_keyboard_alone(
    centre: Centre, kiosk: Kiosk, operator: Operator
) -> None:
    submission_id = uuid4()
    photo = kiosk.seal_picture(photo_of(submission_id, jpeg=PHOTO.read_bytes()), Part.PHOTO)
    kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, Resident()))
    assert kiosk.put_photo(submission_id, photo).status_code == 201
    an_operator(centre)
    with a_page(kiosk.url, SMALL) as page:
        log_in_by_keyboard(page, kiosk.url)
        assert page.locator("tbody tr").count() == 9
        tab_to(page, 'nav.menu a[href="/desk/photos"]')
        page.keyboard.press("Enter")
        tab_to(page, "main button")
        page.keyboard.press("Enter")
        page.wait_for_selector("figure img")
        page.keyboard.press("Tab")
        assert page.locator("main :focus").count() == 1
        tab_to(page, 'input[value="BLUR"]')
        page.keyboard.press("Space")
        tab_to(page, "button.danger")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/desk/photos\\?.*done=rejected$"))
        assert (
            page.get_by_role("status").inner_text() == "Foto ulang diminta. Lihat yang baru dinilai"
        )
        tab_to(page, 'nav.menu a[href="/desk/audit"]')
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/audit")
        written = page.locator("tbody tr td:nth-child(3)").all_inner_texts()
        assert written == ["Menolak foto", "Membuka foto", "Masuk"]
    assert operator.record(submission_id).state is CentreState.PHOTO_REJECTED


def test_every_page_fits_and_asks_nobody_else(centre: Centre, kiosk: Kiosk) -> None:
    submission_id = kiosk.register(Resident())
    an_operator(centre)
    with a_page(kiosk.url, SMALL) as page:
        log_in_by_keyboard(page, kiosk.url)
        for language, size in (("id", SMALL), ("en", PHONE)):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.goto(f"{kiosk.url}/desk/language/{language}?back=/desk/")
            assert page.locator("html").get_attribute("lang") == language
            for path in (
                *("", "submissions", f"submissions/{submission_id}", "photos"),
                *(f"photos/{submission_id}", "photo-reasons", "audit", "password"),
            ):
                page.goto(f"{kiosk.url}/desk/{path}")
                box = page.locator("main").bounding_box()
                assert box is not None
                assert box["x"] + box["width"] <= size["width"], path
                assert page.locator("h1").count() == 1
