"""What is left out of the packages: the rules leave what the kiosk needs, and say why."""

from pathlib import Path

import pytest

from installer.prune import Part, Rule, copy_pruned, kept, read_rule, read_rules

SYSTEMS = ("windows", "linux")


def is_shipped(name: str, system: str) -> bool:
    return not any(rule.drops(name) for rule in read_rules(Part.PACKAGES, system))


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("PySide6/__init__.py", "linux"),
        ("PySide6/QtWidgets.abi3.so", "linux"),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "linux"),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", "linux"),
        ("PySide6/Qt/plugins/printsupport/libcupsprintersupport.so", "linux"),
        ("PySide6/QtWidgets.pyd", "windows"),
        ("PySide6/Qt6Core.dll", "windows"),
        ("PySide6/plugins/platforms/qwindows.dll", "windows"),
        ("cv2/opencv_videoio_ffmpeg500_64.dll", "windows"),  # streams of network cameras
        ("mediapipe/tasks/c/libmediapipe.dll", "windows"),
        ("keyring-25.7.0.dist-info/entry_points.txt", "linux"),
        ("keyring-25.7.0.dist-info/METADATA", "windows"),
        ("psycopg_binary/_psycopg.cp311-win_amd64.pyd", "windows"),
    ],
)
def test_what_the_kiosk_needs_is_shipped(name: str, system: str) -> None:
    assert is_shipped(name, system)


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize(
    "name",
    [
        "PySide6/QtQml.abi3.so",
        "PySide6/QtWebEngineCore.pyd",
        "PySide6/Qt/lib/libQt6Network.so.6",
        "PySide6/opengl32sw.dll",
        "PySide6/designer.exe",
        "PySide6/translations/qt_de.qm",
        "PySide6/QtCore.pyi",
        "numpy/_core/tests/test_umath.py",
        "sqlalchemy/testing/suite/test_ddl.py",
        "bin/fastapi",
        "pip-23.2.1.dist-info/RECORD",
    ],
)
def test_what_nobody_opens_is_left_out(name: str, system: str) -> None:
    assert not is_shipped(name, system)


def test_modules_of_debian_that_would_need_a_gpl_library_are_left_out() -> None:
    names = ["lib-dynload/readline.cpython-311-x86_64-linux-gnu.so", "dbm/gnu.py"]
    rules = read_rules(Part.LIBRARY, "linux")
    assert all(any(rule.drops(name) for rule in rules) for name in names)


def test_the_sources_of_the_kiosk_stay_and_those_of_others_go() -> None:
    sources = read_rule(Part.SOURCES)
    assert not sources.drops("kiosk/domain/nik.py")
    assert not sources.drops("cv2/config.py")
    assert sources.drops("pydantic/main.py")


def test_libraries_under_the_lgpl_are_not_touched() -> None:
    symbols = read_rule(Part.SYMBOLS)
    lgpl = [
        "PySide6/QtCore.abi3.so",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "shiboken6/Shiboken.abi3.so",
        "opencv_python_headless.libs/libavcodec-c4204469.so.62.28.101",
        "opencv_python_headless.libs/libquadmath-2284e583.so.0.0.0",
    ]
    assert not [name for name in lgpl if symbols.drops(name)]
    assert symbols.drops("mediapipe/tasks/c/libmediapipe.so")


@pytest.mark.parametrize("part", [Part.PACKAGES, Part.LIBRARY])
def test_every_rule_says_why(part: Part) -> None:
    assert all(rule.why and rule.files for system in SYSTEMS for rule in read_rules(part, system))


def test_a_folder_is_copied_without_what_a_rule_drops(tmp_path: Path) -> None:
    for name in ("a/one.py", "a/tests/test_one.py", "a/tests/data.txt", "two.py"):
        (tmp_path / "from" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "from" / name).write_text(name, "utf-8")
    rules = [Rule("tests", ("*/tests/*",), keep=("*.txt",))]
    copy_pruned(tmp_path / "from", tmp_path / "to", rules)
    assert list(kept(tmp_path / "to", ())) == ["a/one.py", "a/tests/data.txt", "two.py"]
    assert (tmp_path / "to/a/one.py").read_text("utf-8") == "a/one.py"
