#!/usr/bin/env python3
"""Sets up everything Loket needs on a fresh machine, then runs it, its tests or its benchmarks.

usage: python3 dev.py COMMAND [ARGUMENTS]

  demo    run the whole story with a centre of its own, as `kiosk demo`
  kiosk   run the command line: `dev.py kiosk --help`; arguments and exit status pass through
  test    run every gate and test; other arguments go to pytest alone; --all adds the slow tests,
          and those of the centre once more on PostgreSQL
  bench   run the benchmarks and print their figures
  faults  break lines, disks and processes on purpose: `dev.py faults --help`
  lock    resolve the locked requirements anew; --upgrade takes the newest releases
  package make the packages for Windows and Debian, and try them: `dev.py package --help`

Needs Python 3.11 or newer and nothing else. The first run makes .venv from the hash-locked files in
requirements/ and, on Debian, installs the missing system libraries or prints the line that does.
Everything said while setting up goes to standard error.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "set-up-complete"

OLDEST_PYTHON = (3, 11)
WRONG_USAGE = 2
SETUP_FAILED = 69  # EX_UNAVAILABLE of sysexits.h: none of the kiosk's own
INTERRUPTED = 130

PLATFORMS = {"linux": "x86_64-manylinux_2_34", "windows": "windows"}  # our name: uv's name
LOCKS = {  # file: the extras it holds
    "{}.lock": ["central"],
    "dev-{}.lock": ["central", "s3", "dev"],
}

SYSTEM_LIBRARIES = {  # what Qt opens and no wheel carries: the Debian package that has it
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
TEST_TOOLS = {  # what some tests call: the Debian package that has it
    "strace": "strace",
    "xvfb-run": "xvfb",
    "xauth": "xauth",
    "dbus-daemon": "dbus-daemon",
    "chromium": "chromium",
    "initdb": "postgresql",
}
POSTGRESQL = Path("/usr/lib/postgresql")  # where Debian has one folder a version, none in PATH

GATES = [
    ["ruff", "format", "--check", "."],
    ["ruff", "check", "."],
    ["mypy"],
    ["lint-imports"],
    ["deptry", "."],
    ["vulture"],
]
PROCESSORS = os.cpu_count() or 1
MOSTLY_WORKING = PROCESSORS + 1  # a test that waits leaves its processor to another
MOSTLY_WAITING = 3 * PROCESSORS  # for PostgreSQL, and for servers that end
QUICK = "not slow and not camera"
CENTRE = "tests/central"  # with --all once more, on PostgreSQL
COVERAGE = ["--cov", "--cov-report=term:skip-covered"]


class SetupError(Exception):
    """The machine cannot be made ready; the message says what to do."""


# --- making the machine ready ---------------------------------------------------------------------


def ensure_ready() -> None:
    """Make `.venv` and the system libraries as they should be; at once when they are already.

    The stamp is written last, so an interrupted set-up is begun again from an empty folder.
    """
    if is_ready():
        return
    install_system_packages(missing_system_packages())
    build_venv()


def is_ready() -> bool:
    """Whether `.venv` was completed, from these locks, here and by this Python."""
    made = PYTHON.is_file() and STAMP.is_file()
    return made and STAMP.read_text("utf-8") == fingerprint(ROOT)


def fingerprint(root: Path) -> str:
    """A digest of all that the set-up of the project in `root` depends on."""
    import tomllib  # noqa: PLC0415 - a Python too old to have it must get as far as our own message

    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    parts = [
        lock_to_install(root).read_text("utf-8"),
        project["project"],
        project["tool"]["setuptools"],
        sys.version,
        str(root),
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def refuse_old_python() -> None:
    """Stop a Python that could not run the kiosk before it tries."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        raise SetupError(f"Loket needs Python 3.11 or newer; this is {sys.version.split()[0]}.")


def lock_to_install(root: Path) -> Path:
    """The lock file for this operating system, with the tools for development."""
    name = "windows" if os.name == "nt" else sys.platform
    if name not in PLATFORMS:
        raise SetupError(f"Loket runs on Linux and Windows; there are no locks for {name}.")
    return root / "requirements" / f"dev-{name}.lock"


def build_venv() -> None:
    """Make `.venv` from nothing and install the locked requirements and the project into it."""
    lock = lock_to_install(ROOT)
    say(f"Installing {lock.relative_to(ROOT)} into .venv: once, a minute or two ...")
    prepare([sys.executable, "-m", "venv", "--clear", str(VENV)])
    pip_install("--require-hashes", "--only-binary=:all:", "--requirement", str(lock))
    pip_install("--no-build-isolation", "--no-index", "--editable", str(ROOT))
    STAMP.write_text(fingerprint(ROOT), "utf-8")


def pip_install(*arguments: str) -> None:
    """Install exactly what the arguments name, without resolving anything, into `.venv`."""
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check"]
    prepare([str(PYTHON), "-m", "pip", "install", *quiet, "--no-deps", *arguments])


def can_load(library: str) -> bool:
    """Whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_system_packages(is_there: Callable[[str], bool] = can_load) -> list[str]:
    """The Debian packages that this machine lacks; always empty on Windows."""
    if os.name == "nt":
        return []
    packages = [package for name, package in SYSTEM_LIBRARIES.items() if not is_there(name)]
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps half of venv elsewhere
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    return packages


def missing_test_tools() -> list[str]:
    """The Debian packages with which tests watch connections, look at pages, and keep tables."""
    if sys.platform != "linux":
        return []
    folders = [os.environ.get("PATH", os.defpath), *map(str, POSTGRESQL.glob("*/bin"))]
    path = os.pathsep.join(folders)
    return [package for tool, package in TEST_TOOLS.items() if not shutil.which(tool, path=path)]


def install_system_packages(packages: Sequence[str]) -> None:
    """Install Debian packages where we may, else say who has to do it and how."""
    if not packages:
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        names = " ".join(packages)
        raise SetupError(f"Install what Debian calls {names}, then run this again.")
    as_root = way_to_root()
    if as_root is None:
        raise SetupError(f"Run this line, then run this again:\n  sudo {' '.join(install)}")
    say(f"Installing system packages: {' '.join(packages)} ...")
    for command in (["apt-get", "update", "--quiet"], install):
        prepare([*as_root, "env", "DEBIAN_FRONTEND=noninteractive", *command])


def way_to_root() -> list[str] | None:
    """What to put before a command to run it as root without a password; None where we may not."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    if shutil.which("sudo") is None:
        return None
    answer = subprocess.run([*sudo, "true"], stderr=subprocess.DEVNULL)
    return sudo if answer.returncode == 0 else None


def prepare(command: Sequence[str]) -> None:
    """Run one step of the set-up: its talk goes to standard error, our input stays unread."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    if done.returncode != 0:
        raise SetupError(f"This step failed, the reason stands above:\n  {' '.join(command)}")


def say(message: str) -> None:
    """Tell the person something that is not the answer of a command."""
    print(message, file=sys.stderr, flush=True)


# --- the commands ---------------------------------------------------------------------------------


def demo(arguments: Sequence[str]) -> int:
    """Run the whole story."""
    return kiosk(["demo", *arguments])


def kiosk(arguments: Sequence[str]) -> int:
    """Run the kiosk's command line where the person stands."""
    ensure_ready()
    return hand_over([str(PYTHON), "-m", "kiosk", *arguments])


def test(arguments: Sequence[str]) -> int:
    """Run the gates and the tests; with arguments for pytest only the tests they choose."""
    ensure_ready()
    os.chdir(ROOT)
    pytest = [str(PYTHON), "-m", "pytest"]
    chosen = [argument for argument in arguments if argument != "--all"]
    if chosen:
        return hand_over([*pytest, *chosen])
    takes_all = "--all" in arguments
    if takes_all:
        install_system_packages(missing_test_tools())
    failed = [" ".join(gate) for gate in GATES if not passes(gate)]
    which = [] if takes_all else ["-m", QUICK]
    all_at_once = in_parallel(MOSTLY_WORKING)
    status = subprocess.run([*pytest, "--quiet", *all_at_once, *COVERAGE, *which]).returncode
    if takes_all and sys.platform == "linux":
        beside = [str(PYTHON), "-m", "tests.central.postgresql", "--"]
        many = in_parallel(MOSTLY_WAITING)
        again = [*beside, *pytest, "--quiet", *many, "-m", QUICK, CENTRE]
        status |= subprocess.run(again).returncode
    if failed:
        print(f"failed before the tests: {', '.join(failed)}")
    return status or len(failed)


def in_parallel(processes: int) -> list[str]:
    """How pytest spreads the tests."""
    return [f"--numprocesses={processes}", "--dist=worksteal"]


def passes(gate: Sequence[str]) -> bool:
    """Run one gate, print a line about it and, if it failed, what it said."""
    started = time.monotonic()
    command = [script(gate[0]), *gate[1:]]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    verdict = "FAILED" if done.returncode else "ok"
    print(f"{' '.join(gate):<22} {verdict:<6} {time.monotonic() - started:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout.decode("utf-8", "replace"), flush=True)
    return done.returncode == 0


def script(name: str, folder: Path = PYTHON.parent) -> str:
    """The full name of an installed command, which Windows calls by another ending."""
    return shutil.which(name, path=str(folder)) or name


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmarks."""
    ensure_ready()
    os.chdir(ROOT)
    return hand_over([str(PYTHON), "-m", "tests.benchmarks", *arguments])


def faults(arguments: Sequence[str]) -> int:
    """Run the faults suite."""
    ensure_ready()
    os.chdir(ROOT)
    return hand_over([str(PYTHON), "-m", "tests.faults", *arguments])


def package(arguments: Sequence[str]) -> int:
    """Make packages, or try them."""
    ensure_ready()
    os.chdir(ROOT)
    return hand_over([str(PYTHON), "-m", "installer", *arguments])


def lock(arguments: Sequence[str]) -> int:
    """Resolve the requirements for every platform with uv, which lives in a folder thrown away."""
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        prepare([sys.executable, "-m", "venv", folder])
        scripts = Path(folder, PYTHON.parent.name)
        prepare([script("python", scripts), "-m", "pip", "install", "--quiet", "uv"])
        for name, uv_name in PLATFORMS.items():
            for file, extras in LOCKS.items():
                output = f"requirements/{file.format(name)}"
                command = lock_command(script("uv", scripts), uv_name, extras, output)
                prepare([*command, *arguments])
                say(f"wrote {output}")
    return 0


def lock_command(uv: str, platform: str, extras: Sequence[str], output: str) -> list[str]:
    """How uv writes one lock file, without the address of any registry."""
    return [
        *[uv, "pip", "compile", "--quiet", "pyproject.toml", "--output-file", output],
        *[f"--extra={extra}" for extra in extras],
        f"--python-platform={platform}",
        f"--python-version={OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]}",
        "--only-binary=:all:",
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--custom-compile-command=python3 dev.py lock",
    ]


def hand_over(command: Sequence[str]) -> int:
    """Let a command take our place: its input, output, signals and exit status are its own."""
    if os.name == "posix":
        os.execv(command[0], [*command])  # noqa: S606 - no shell is wanted
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the command's; we wait for its answer
    return subprocess.run(command).returncode


COMMANDS = {
    "demo": demo,
    "kiosk": kiosk,
    "test": test,
    "bench": bench,
    "faults": faults,
    "lock": lock,
    "package": package,
}


def main(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name.

    Returns:
        The exit status of the command, or one that says that it never ran.
    """
    if arguments and arguments[0] in {"-h", "--help"}:
        print(__doc__)
        return 0
    if not arguments or arguments[0] not in COMMANDS:
        say(__doc__)
        return WRONG_USAGE
    try:
        refuse_old_python()
        return COMMANDS[arguments[0]](arguments[1:])
    except SetupError as error:
        say(str(error))
        return SETUP_FAILED
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
