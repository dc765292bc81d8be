"""The programs of Debian with which packages are made and tried, and who has to install them."""

import shutil
from collections.abc import Collection
from pathlib import Path

import dev

TOOLS = {  # for which job: the program, and the Debian package that has it
    "tree": {
        "git": "git",
        "dpkg-deb": "dpkg",
        "apt-get": "apt",
        "ldd": "libc-bin",
        "osslsigncode": "osslsigncode",
        "strip": "binutils",
    },
    "windows": {
        "makensis": "nsis",
        "wixl": "wixl",
        "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
        "x86_64-w64-mingw32-windres": "binutils-mingw-w64-x86-64",
        "rsvg-convert": "librsvg2-bin",
        "msibuild": "msitools",
        "osslsigncode": "osslsigncode",
    },
    "debian": {"apt-ftparchive": "apt-utils", "gpg": "gnupg", "zstd": "zstd"},
    "test": {
        "/usr/lib/wine/wine64": "wine64",
        "msiinfo": "msitools",
        "mmdebstrap": "mmdebstrap",
        "cage": "cage",
        "grim": "grim",
        "Xwayland": "xwayland",
        "xvfb-run": "xvfb",
        "xauth": "xauth",
        "xdotool": "xdotool",
        "import": "imagemagick",
        "dbus-run-session": "dbus-daemon",
        "gnome-keyring-daemon": "gnome-keyring",
        "lintian": "lintian",
        "systemd-nspawn": "systemd-container",
    },
}


def install_missing_tools(jobs: Collection[str]) -> None:
    """Install what some jobs need and this computer lacks, where we may.

    Raises:
        dev.SetupError: we may not; with the line that does it.
    """
    needed = {tool: package for job in sorted(jobs) for tool, package in TOOLS[job].items()}
    dev.install_system_packages(missing_packages(needed))


def missing_packages(tools: dict[str, str]) -> list[str]:
    """The Debian packages of those tools that are not here, each once."""
    return sorted({package for tool, package in tools.items() if not _is_here(tool)})


def _is_here(tool: str) -> bool:
    return Path(tool).exists() if tool.startswith("/") else shutil.which(tool) is not None
