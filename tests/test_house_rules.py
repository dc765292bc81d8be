"""Rules of this repository that no other tool holds."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ["kiosk", "resources", "tests", "docs", "installer", "requirements", ".ci"]
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
SAYS_NOTHING = {"common", "helper", "helpers", "manager", "misc", "util", "utils"}
NEVER_INSTALLED = {
    "keyrings-alt",  # keeps secrets as plain text, and keyring would choose it in silence
    "matplotlib",
    "opencv-contrib-python",  # every OpenCV wheel writes the same cv2 folder
    "opencv-contrib-python-headless",
    "opencv-python",
    "opentelemetry-sdk",  # nobody is told how the kiosk or its centre is doing
    "sounddevice",
}
# No pattern matches the line it stands on.
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.])/(?:work|root|workspace|home/\w+|Users/\w+)/[\w.]|\.\./share[d]/"
)
OF_A_REGISTRY = re.compile(
    r"pythonhoste[d]|//pyp[i]\b|//registry\.|/simpl[e]/|--(?:extra-)?index-url"
)


def modules() -> Iterator[Path]:
    yield from ROOT.glob("*.py")
    for folder in ("kiosk", "resources", "tests", "installer"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file that belongs to the project, with what it says."""
    found = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in OURS:
        found += (path for path in sorted((ROOT / folder).rglob("*")) if path.is_file())
    for path in found:
        if "__pycache__" in path.parts:
            continue
        try:
            yield path.relative_to(ROOT), path.read_text("utf-8")
        except UnicodeDecodeError:  # a font, a picture, a model
            continue


def pyproject() -> str:
    return (ROOT / "pyproject.toml").read_text("utf-8")


def pins(lock: str) -> dict[str, str]:
    """Project name to version, as one lock file has them."""
    text = (ROOT / "requirements" / f"{lock}.lock").read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))


def test_modules_stay_short() -> None:
    lengths = {path: path.read_text("utf-8").count("\n") for path in modules()}
    assert lengths
    assert not {path: n for path, n in lengths.items() if n > LONGEST_MODULE}


def test_functions_stay_short() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not too_long


def test_names_of_modules_and_folders_say_what_is_inside() -> None:
    named = [path.relative_to(ROOT) for path in modules()]
    assert not [path for path in named if SAYS_NOTHING & {*path.parent.parts, path.stem}]


def test_every_package_is_listed_for_installation() -> None:
    packages = {
        ".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "kiosk").rglob("*.py")
    }
    listed = tomllib.loads(pyproject())["tool"]["setuptools"]["packages"]
    assert set(listed) == packages | {"kiosk.resources"}


def test_dev_py_needs_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text("utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("forbidden", [OF_ONE_MACHINE, OF_A_REGISTRY], ids=["machine", "registry"])
def test_no_file_names_a_place_that_others_do_not_have(forbidden: re.Pattern[str]) -> None:
    assert not [
        f"{path}: {hit.group()}" for path, text in texts() for hit in forbidden.finditer(text)
    ]


@pytest.mark.parametrize("lock", ["linux", "windows", "dev-linux", "dev-windows"])
def test_locks_leave_out_what_must_never_be_installed(lock: str) -> None:
    assert not NEVER_INSTALLED & pins(lock).keys()


@pytest.mark.parametrize("lock", ["linux", "windows", "dev-linux", "dev-windows"])
def test_locks_pin_the_mediapipe_that_stays_silent(lock: str) -> None:
    assert pins(lock)["mediapipe"] == "0.10.31"


@pytest.mark.parametrize("system", ["linux", "windows"])
def test_what_is_tested_is_what_is_shipped(system: str) -> None:
    assert pins(system).items() <= pins(f"dev-{system}").items()


def test_windows_gets_the_parts_that_only_windows_needs() -> None:
    assert {"pywin32-ctypes", "tzdata"} <= pins("windows").keys()


def test_the_face_library_does_not_know_where_to_call_home() -> None:
    spec = find_spec("mediapipe")
    assert spec is not None
    (folder,) = spec.submodule_search_locations or []
    libraries = list(Path(folder).rglob("libmediapipe.*"))
    assert libraries
    assert not [path for path in libraries if b"play.googleapis.com" in path.read_bytes()]
