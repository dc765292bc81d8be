"""The notices name every package that is shipped, and lie beside the texts they point to."""

import re
import sysconfig
from pathlib import Path

import pytest

import dev
import kiosk
from installer.artefact import Request
from installer.licence import locked
from installer.notices import write_notices

INSTALLED = Path(sysconfig.get_path("purelib"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the notices about what is installed here."""
    home = tmp_path_factory.mktemp("home")
    request = Request(dev.ROOT, kiosk.__version__)
    write_notices(request, "linux", INSTALLED, INSTALLED, home)
    return home


def test_every_locked_package_is_named_with_its_version(home: Path) -> None:
    told = (home / "NOTICES.txt").read_text("utf-8")
    paragraphs = {re.sub(r"[-_.]+", "-", line).lower() for line in told.splitlines()}
    for name, version in locked(dev.ROOT / "requirements" / "linux.lock").items():
        assert f"{name} {re.sub(r'[-_.]+', '-', version)}" in paragraphs


def test_every_text_that_the_notices_name_lies_beside_them(home: Path) -> None:
    named = re.findall(r"licenses/[\w.-]*\w", (home / "NOTICES.txt").read_text("utf-8"))
    missing = {name for name in named if not (home / name).exists()}
    assert missing == {"licenses/CPython"}  # the tree has it from its interpreter


def test_the_duties_of_the_lgpl_are_met_in_words(home: Path) -> None:
    told = (home / "NOTICES.txt").read_text("utf-8")
    assert all(name in told for name in ("Qt, PySide6, Shiboken", "psycopg", "FFmpeg"))
    assert "sources: https://download.qt.io" in told
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (home / "licenses/LGPL-3.0.txt").read_text(
        "utf-8"
    )
    assert "GNU GENERAL PUBLIC LICENSE" in (home / "licenses/GPL-3.0.txt").read_text("utf-8")


def test_models_fonts_icons_and_regions_are_told(home: Path) -> None:
    told = (home / "NOTICES.txt").read_text("utf-8")
    assert all(
        name in told for name in ("Face Landmarker", "Plus Jakarta", "Lucide", "Region codes")
    )
    assert (home / "licenses/Loket/fonts-OFL.txt").is_file()
    assert "Apache License" in (home / "LICENSE.txt").read_text("utf-8")
