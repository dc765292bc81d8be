"""The script of the setup, against what the guides promise of it."""

import re
import shutil
from pathlib import Path

import pytest

from installer.artefact import Request
from installer.windows.build import complete_tree
from installer.windows.launcher import numbers_of
from installer.windows.setup import SCRIPT, UNINSTALLER, file_lines, files_of, make_setup

ROOT = Path(__file__).resolve().parents[2]
GUIDES = [ROOT / "docs" / "operating.md", ROOT / "docs" / "operating.id.md"]
TEXTS = SCRIPT.with_name("texts.nsh")
TOOLS = ("makensis", "x86_64-w64-mingw32-gcc", "rsvg-convert")
WINDOWS_PROGRAM = b"MZ"


class AtOneTime(Request):
    """A request from a folder that is in no repository."""

    epoch = 1_700_000_000


def small_request(root: Path) -> AtOneTime:
    request = AtOneTime(root, "1.2.3", fast=True)
    (request.windows_tree / "lib" / "kiosk").mkdir(parents=True)
    (request.windows_tree / "lib" / "kiosk" / "app.py").write_text("pass\n")
    (request.windows_tree / "python311.dll").write_bytes(b"interpreter")
    request.dist.mkdir()
    shutil.copytree(ROOT / "installer" / "lockdown", root / "installer" / "lockdown")
    return request


def section_of(guide: Path, number: int) -> str:
    """A chapter of a guide."""
    return guide.read_text("utf-8").split(f"\n## {number}. ")[1].split("\n## ")[0]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_option_that_a_guide_names_is_one_of_the_script(guide: Path) -> None:
    named = set(re.findall(r"(?<= |`)(/[A-Z]{2,})\b", section_of(guide, 3)))
    asked = set(re.findall(r'StrCpy \$R0 "(/[A-Z]+)', SCRIPT.read_text("utf-8")))
    assert named == asked


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_a_guide_explains_every_exit_code_of_the_script(guide: Path) -> None:
    script = SCRIPT.read_text("utf-8")
    codes = set(re.findall(r"^!define [A-Z_]+ (\d)$", script, re.MULTILINE))
    told = set(re.findall(r"^\| (\d) \|", section_of(guide, 3), re.MULTILINE))
    assert told == codes | {"1", "2"}  # NSIS's own: stopped by a person, by a mistake


def test_every_sentence_that_the_script_says_is_there_in_both_languages() -> None:
    said = set(re.findall(r"\$\(([A-Z_]+)\)", SCRIPT.read_text("utf-8")))
    written = re.findall(
        r"^!insertmacro TEXT ([A-Z_]+) \\\n((?:\s+.*\n)+)", TEXTS.read_text("utf-8"), re.MULTILINE
    )
    assert said == {name for name, _ in written}
    assert all(len(re.findall(r'"', words)) == 4 for _, words in written)


def test_the_shortcut_is_where_the_lock_down_files_look_for_it() -> None:
    script = SCRIPT.read_text("utf-8")
    assert "SetShellVarContext all" in script
    assert r'CreateShortcut "$SMPROGRAMS\Loket.lnk"' in script


def test_files_are_listed_by_folder_whatever_order_the_disk_has(tmp_path: Path) -> None:
    for name in ("lib/b/two.py", "lib/a.py", "kiosk.exe"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert list(file_lines(tmp_path, files_of(tmp_path))) == [
        'SetOutPath "$INSTDIR"',
        f'File "{tmp_path}/kiosk.exe"',
        r'SetOutPath "$INSTDIR\lib"',
        f'File "{tmp_path}/lib/a.py"',
        r'SetOutPath "$INSTDIR\lib\b"',
        f'File "{tmp_path}/lib/b/two.py"',
    ]


@pytest.mark.parametrize(
    ("version", "numbers"), [("0.1.0", "0,1,0,0"), ("2.0", "2,0,0,0"), ("1.2.3.dev4", "1,2,3,0")]
)
def test_a_version_is_four_numbers_to_windows(version: str, numbers: str) -> None:
    assert numbers_of(version) == numbers


@pytest.mark.slow
@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="needs NSIS and mingw")
def test_the_same_tree_gives_the_same_launchers_and_the_same_setup(tmp_path: Path) -> None:
    request = small_request(tmp_path)
    made = []
    for _ in range(2):
        work = tmp_path / "work"
        work.mkdir()
        programs = complete_tree(request, work)
        setup = make_setup(request, work, f"test -s {UNINSTALLER}")
        made.append([path.read_bytes() for path in (*programs, setup)])
        shutil.rmtree(work)
    assert [program[:2] for program in made[0]] == [WINDOWS_PROGRAM] * 3
    assert made[0] == made[1]
