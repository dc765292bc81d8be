"""The tree: what is copied into it, compiled and checked, without assembling a whole one."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import dev
import kiosk
from installer.artefact import Request, Runtime
from installer.bytecode import compile_tree, pack_library
from installer.checks import has
from installer.program import copy_program
from installer.prune import Rule
from installer.runtime import windows_runtime
from installer.step import PackagingError, run
from installer.tree import LINUX_PATH, WINDOWS_PATH

UNCHECKED = b"\x01\x00\x00\x00"  # the flags of a .pyc that never looks at its source


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Two modules, of which one keeps its source."""
    folder = tmp_path / "library"
    (folder / "ours").mkdir(parents=True)
    (folder / "ours" / "mine.py").write_text("NAMES = {'b', 'a'}\n", "utf-8")
    (folder / "theirs.py").write_text("import ours.mine\nVALUE = 7\n", "utf-8")
    return folder


def test_bytecode_takes_the_place_of_the_sources_of_others(library: Path) -> None:
    compile_tree(Path(sys.executable), library, Rule("theirs", ("*.py",), keep=("ours/*",)))
    names = {path.relative_to(library).as_posix() for path in library.rglob("*") if path.is_file()}
    cached = f"ours/__pycache__/mine.{sys.implementation.cache_tag}.pyc"
    assert names == {"theirs.pyc", "ours/mine.py", cached}
    assert (library / "theirs.pyc").read_bytes()[4:8] == UNCHECKED
    assert (library / cached).read_bytes()[4:8] == UNCHECKED


def test_a_module_that_cannot_be_compiled_stops_the_build(library: Path) -> None:
    (library / "theirs.py").write_text("if:\n", "utf-8")
    with pytest.raises(PackagingError, match=r"theirs\.py"):
        compile_tree(Path(sys.executable), library, Rule("all", ("*.py",)))


def test_an_archive_of_modules_is_imported_and_the_same_every_time(library: Path) -> None:
    (library / "ours" / "__init__.py").touch()
    compile_tree(Path(sys.executable), library, Rule("all", ("*.py",)))
    archives = [library.with_name(f"{number}.zip") for number in (1, 2)]
    copy = library.with_name("copy")
    run(["cp", "-r", str(library), str(copy)])
    pack_library(library, archives[0])
    pack_library(copy, archives[1])
    assert archives[0].read_bytes() == archives[1].read_bytes()
    assert not library.exists()
    code = (
        f"import sys; sys.path.insert(0, {str(archives[0])!r}); import theirs; print(theirs.VALUE)"
    )
    assert run([sys.executable, "-S", "-c", code]) == "7\n"


def test_only_what_git_knows_of_the_program_is_copied(tmp_path: Path) -> None:
    copy_program(
        Request(dev.ROOT, kiosk.__version__, release_key=make_key(tmp_path)), tmp_path / "to"
    )
    names = {path.relative_to(tmp_path / "to").parts[0] for path in (tmp_path / "to").iterdir()}
    assert names == {"kiosk", f"kiosk-{kiosk.__version__}.dist-info"}
    resources = tmp_path / "to" / "kiosk" / "resources"
    assert (resources / "models" / "face_landmarker.task").is_file()
    assert (resources / "release.pub").is_file()
    assert not (resources / "build").exists()
    assert not (resources / "models" / "training").exists()
    assert not list((tmp_path / "to").rglob("__pycache__"))


def make_key(folder: Path) -> Path:
    key = folder / "release.pem"
    run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key])
    return key


def test_the_version_of_the_program_is_known_to_its_interpreter(tmp_path: Path) -> None:
    request = Request(dev.ROOT, kiosk.__version__, release_key=make_key(tmp_path))
    copy_program(request, tmp_path / "to")
    code = "import importlib.metadata as m; print(m.version('kiosk'), m.entry_points(name='kiosk'))"
    asked = [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, sys.argv[1]); {code}"]
    said = subprocess.run(
        [*asked, str(tmp_path / "to")], capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith(kiosk.__version__)
    assert "kiosk.cli:main" in said.stdout


def test_no_interpreter_looks_outside_of_what_is_installed() -> None:
    assert not [entry for entry in (*LINUX_PATH, *WINDOWS_PATH) if entry.startswith(("/", "C:"))]
    assert "import site" not in (*LINUX_PATH, *WINDOWS_PATH)


def test_a_runtime_of_another_checksum_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "python.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("python311.dll", b"not it")
    request = Request(tmp_path, "1.0", runtime=Runtime(packed, "00" * 32))
    with pytest.raises(PackagingError, match="--sha256"):
        windows_runtime(request)


@pytest.mark.parametrize("name", ["a/__init__.pyc", "a.py", "a.cp311-win_amd64.pyd", "a.abi3.so"])
def test_a_module_is_found_in_whatever_form_it_is_shipped(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    assert has("a", tmp_path)
    assert not has("b", tmp_path)


def test_a_command_that_is_missing_or_fails_is_told_with_what_it_said() -> None:
    with pytest.raises(PackagingError, match="no command such-a-tool"):
        run(["such-a-tool"])
    with pytest.raises(PackagingError, match=r"status 3[\s\S]*too bad"):
        run([sys.executable, "-c", "print('too bad'); raise SystemExit(3)"])
