"""dev.py: what it decides, and that a command it runs keeps its input, output and exit status."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dev


def run_dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(dev.ROOT / "dev.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def copy_of_the_project(tmp_path: Path) -> Path:
    shutil.copy(dev.ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(dev.ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def test_a_changed_lock_asks_for_a_new_set_up(copy_of_the_project: Path) -> None:
    before = dev.fingerprint(copy_of_the_project)
    with dev.lock_to_install(copy_of_the_project).open("a", encoding="utf-8") as lock:
        lock.write("another==1.0\n")
    assert dev.fingerprint(copy_of_the_project) != before


def test_a_changed_setting_of_a_tool_asks_for_no_new_set_up(copy_of_the_project: Path) -> None:
    before = dev.fingerprint(copy_of_the_project)
    with (copy_of_the_project / "pyproject.toml").open("a", encoding="utf-8") as pyproject:
        pyproject.write("[tool.another]\nsetting = 1\n")
    assert dev.fingerprint(copy_of_the_project) == before


def test_a_folder_that_moved_asks_for_a_new_set_up(copy_of_the_project: Path) -> None:
    assert dev.fingerprint(copy_of_the_project) != dev.fingerprint(dev.ROOT)


@pytest.mark.skipif(sys.platform == "win32", reason="Debian's packages")
def test_only_the_missing_system_packages_are_named() -> None:
    missing = dev.missing_system_packages(lambda library: library != "libEGL.so.1")
    assert missing == ["libegl1"]


def test_locks_are_resolved_without_addresses_and_with_hashes() -> None:
    command = dev.lock_command("uv", "windows", ["central"], "requirements/windows.lock")
    assert {"--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"} <= set(command)
    assert {"--python-platform=windows", "--extra=central"} <= set(command)


@pytest.mark.parametrize("arguments", [[], ["dance"]], ids=["none", "unknown"])
def test_a_command_that_does_not_exist_is_answered_with_the_usage(arguments: list[str]) -> None:
    answer = run_dev(*arguments)
    assert answer.returncode == dev.WRONG_USAGE
    assert answer.stdout == ""
    assert all(f"\n  {command} " in answer.stderr for command in dev.COMMANDS)


def test_help_is_an_answer_and_no_mistake() -> None:
    answer = run_dev("--help")
    assert answer.returncode == 0
    assert "usage: python3 dev.py" in answer.stdout


def test_a_step_that_fails_is_named() -> None:
    script = "import dev, sys; dev.prepare([sys.executable, '-c', 'raise SystemExit(3)'])"
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=dev.ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode != 0
    assert "SetupError: This step failed" in answer.stderr


def test_set_up_talks_on_standard_error_and_leaves_the_input_unread() -> None:
    step = "import sys; print('talk', repr(sys.stdin.read()))"
    script = f"import dev, sys; dev.prepare([sys.executable, '-c', {step!r}]); print(input())"
    answer = subprocess.run(
        [sys.executable, "-c", script],
        cwd=dev.ROOT,
        capture_output=True,
        text=True,
        input="for the command\n",
        check=True,
    )
    assert answer.stdout == "for the command\n"
    assert answer.stderr == "talk ''\n"


def test_a_command_keeps_its_input_output_and_exit_status() -> None:
    command = "import sys; print(sys.argv[1:], sys.stdin.read()); raise SystemExit(7)"
    script = f"import dev, sys; sys.exit(dev.hand_over([sys.executable, '-c', {command!r}, '-a']))"
    answer = subprocess.run(
        [sys.executable, "-c", script],
        cwd=dev.ROOT,
        capture_output=True,
        text=True,
        input="in",
        check=False,
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (7, "['-a'] in\n", "")


@pytest.mark.skipif(not dev.is_ready(), reason="this environment was not made by dev.py")
@pytest.mark.parametrize("argument", ["--version", "--no-such-option"])
def test_the_kiosk_answers_through_dev_as_it_does_by_itself(argument: str) -> None:
    by_itself = subprocess.run(
        [sys.executable, "-m", "kiosk", argument], capture_output=True, text=True, check=False
    )
    through_dev = run_dev("kiosk", argument)
    assert (through_dev.returncode, through_dev.stdout) == (by_itself.returncode, by_itself.stdout)
