"""The MSI: its codes, its files, and what is changed after wixl made it."""

import shutil
import struct
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from installer.step import PackagingError, run
from installer.windows.msi import NAMESPACE, SCRIPT, fragment_of, make_msi, settled, values_of
from tests.installer.test_windows_setup import AtOneTime

EPOCH = 1_700_000_000
CODE = "{01234567-89AB-CDEF-0123-456789ABCDEF}"


def summary(code: str, date: bytes) -> bytes:
    kind, filetime = struct.pack("<II", 0x1E, 39), struct.pack("<I", 0x40)
    return b"".join([kind, code.encode(), b"\0\0", filetime, date, filetime, date])


def test_all_versions_can_replace_one_another_and_are_products_of_their_own() -> None:
    one, other = values_of("1.0.0"), values_of("1.1.0")
    assert one["UPGRADE"] == other["UPGRADE"] == "{486EF748-54E0-447C-B96C-F5FC2DC90D99}"
    assert one["PRODUCT"] != other["PRODUCT"]
    assert one["PRODUCT"] == values_of("1.0.0")["PRODUCT"]
    assert other["VERSION"] == "1.1.0"


def test_a_file_keeps_its_component_from_version_to_version() -> None:
    def component(files: list[str]) -> dict[str, str]:
        (found,) = (
            one.attrib
            for one in fragment_of(map(Path, files)).iter("Component")
            if one.find("File[@Source='$(var.SRC)/lib/a.py']") is not None
        )
        return found

    assert component(["lib/a.py"]) == component(["kiosk.exe", "lib/a.py", "lib/b.py"])


def test_every_file_is_part_of_the_feature_and_lies_in_its_folder() -> None:
    fragment = fragment_of(map(Path, ["kiosk.exe", "lib/a/x.py", "lib/a/y.py"]))
    components = [one.attrib["Id"] for one in fragment.iter("Component")]
    assert [one.attrib["Id"] for one in fragment.iter("ComponentRef")] == components
    assert [one.attrib["Name"] for one in fragment.iter("Directory")] == ["lib", "a"]


def test_whatever_is_removed_asks_first_whether_something_waits() -> None:
    script = ET.parse(SCRIPT)  # noqa: S314 - our own
    (guard,) = script.iterfind(f".//{{{NAMESPACE}}}CustomAction[@Id='RefuseUnsent']")
    assert guard.attrib["ExeCommand"] == "unsent --everybody"
    assert guard.attrib["Return"] == "check"
    (when,) = script.iterfind(f".//{{{NAMESPACE}}}Custom[@Action='RefuseUnsent']")
    assert when.text == 'REMOVE = "ALL" AND NOT UPGRADINGPRODUCTCODE AND NOT FORCE'


def test_chance_and_the_clock_leave_no_trace() -> None:
    one = settled(b"cabinet" + summary(CODE, b"12345678"), EPOCH)
    assert one == settled(b"cabinet" + summary(CODE.replace("0", "F"), b"87654321"), EPOCH)
    assert one != settled(b"other" + summary(CODE, b"12345678"), EPOCH)
    assert CODE.encode() not in one


def test_an_msi_whose_summary_is_laid_out_otherwise_is_told() -> None:
    with pytest.raises(PackagingError, match="0 summaries"):
        settled(b"cabinet", EPOCH)


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("wixl") and shutil.which("msibuild")), reason="needs wixl")
def test_the_same_tree_gives_the_same_msi(tmp_path: Path) -> None:
    request = AtOneTime(tmp_path, "1.2.3")
    (request.windows_tree / "lib").mkdir(parents=True)
    for name in ("kiosk.exe", "Loket.exe", "kiosk.example.toml", "lib/a.py"):
        (request.windows_tree / name).write_text(name)
    request.dist.mkdir()
    work = request.windows_tree.with_name("work")
    work.mkdir()
    (work / "loket.ico").write_bytes(b"icon")
    first = make_msi(request, work).read_bytes()
    msi = make_msi(request, work)
    assert msi.read_bytes() == first
    told = run(["msiinfo", "suminfo", str(msi)])
    assert datetime.fromtimestamp(EPOCH, UTC).strftime("%b %d %H:%M:%S %Y") in told
