"""Packs the tree into an MSI by wixl; what is not a file stands in `loket.wxs`."""

import os
import re
import struct
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from installer.artefact import Request
from installer.step import PackagingError, run
from installer.windows.launcher import ICON, numbers_of
from installer.windows.setup import files_of

EXAMPLE: Final = "kiosk.example.toml"
SCRIPT: Final = Path(__file__).with_name("loket.wxs")
UPGRADE_CODE: Final = UUID("486ef748-54e0-447c-b96c-f5fc2dc90d99")
"""What all versions share; by it Windows knows which one a new one replaces."""
NAMESPACE: Final = "http://schemas.microsoft.com/wix/2006/wi"
COUNTER: Final = "Loket.exe"
PROGRAMS: Final = {COUNTER, "kiosk.exe"}
SUMMARY: Final = re.compile(
    rb"(?P<kind>\x1e\0\0\0\x27\0\0\0)\{[-0-9A-F]{36}\}"
    rb"(?P<next>\0\0\x40\0\0\0).{8}(?P<last>\x40\0\0\0).{8}",
    re.DOTALL,
)
"""The code of an MSI (VT_LPSTR), when it was made, and when it was saved (VT_FILETIME)."""
SECONDS_TO_1970: Final = 11_644_473_600  # from 1601, where Windows begins to count
TICKS: Final = 10_000_000  # in a second
_NO_CODE: Final = b"{%s}" % str(UUID(int=0)).encode()
CHANGES: Final = (
    "UPDATE `Component` SET `Attributes` = 400 WHERE `Component` = 'Settings'",
    "UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RefuseUnsent'",
    "UPDATE `InstallExecuteSequence` SET `Sequence` = 1502"
    " WHERE `Action` = 'RemoveExistingProducts'",
    "UPDATE `Property` SET `Value` = 'FORCE;INSTALLER;PROVISION;WIX_DOWNGRADE_DETECTED;"
    "WIX_UPGRADE_DETECTED' WHERE `Property` = 'SecureCustomProperties'",
    "INSERT INTO `LaunchCondition` (`Condition`, `Description`) VALUES"
    " ('Installed OR NOT (INSTALLER = \"setup\")', 'Loket di komputer ini dipasang dengan setup."
    " Loket was installed on this computer by its setup: update or remove that one.')",
)
"""What wixl cannot say: settings that are there are kept (128) and outlive the program (16; 256 is
64 bit); whoever removes it is stopped, and an older version goes, before any file is touched
(InstallInitialize is 1500); and who has used the setup stays with it."""


def make_msi(request: Request, work: Path) -> Path:
    """Write `dist/loket-<version>.msi`; raise PackagingError where wixl cannot."""
    msi = request.dist / f"loket-{request.version}.msi"
    msi.unlink(missing_ok=True)
    files = work / "files.wxs"
    ET.ElementTree(fragment_of(files_of(request.windows_tree))).write(
        files, "utf-8", xml_declaration=True
    )
    values = values_of(request.version) | {
        "SRC": os.path.relpath(request.windows_tree, work),  # wixl wants no absolute paths
        "ICON": ICON,
        "EXAMPLE": os.path.relpath(request.windows_tree / EXAMPLE, work),
    }
    defines = [part for name, value in values.items() for part in ("-D", f"{name}={value}")]
    run(["wixl", "-a", "x64", *defines, "-o", str(msi), str(SCRIPT), str(files)], folder=work)
    _finish(msi, request)
    return msi


def values_of(version: str) -> dict[str, str]:
    """What an MSI says of itself; the same version is the same product."""
    return {
        "VERSION": ".".join(numbers_of(version).split(",")[:3]),
        "UPGRADE": _code(UPGRADE_CODE),
        "PRODUCT": _code(uuid5(UPGRADE_CODE, f"product {version}")),
        "SETTINGS": _code(uuid5(UPGRADE_CODE, "settings")),
        "REGISTRY": _code(uuid5(UPGRADE_CODE, "registry")),
    }


def fragment_of(files: Iterable[Path]) -> ET.Element:
    """Every file as a component of its own, whose code is the same in all versions."""
    wix = ET.Element("Wix", xmlns=NAMESPACE)
    root = ET.SubElement(ET.SubElement(wix, "Fragment"), "DirectoryRef", Id="INSTALLDIR")
    group = ET.SubElement(ET.SubElement(wix, "Fragment"), "ComponentGroup", Id="Files")
    folders = {Path(): root}
    for file in files:
        name = file.as_posix()
        component = _add_component(_folder(folders, file.parent), name)
        ET.SubElement(group, "ComponentRef", Id=component.attrib["Id"])
    return wix


def _folder(folders: dict[Path, ET.Element], path: Path) -> ET.Element:
    if path not in folders:
        above = _folder(folders, path.parent)
        identity = _identity("d", path.as_posix())
        folders[path] = ET.SubElement(above, "Directory", Id=identity, Name=path.name)
    return folders[path]


def _add_component(folder: ET.Element, name: str) -> ET.Element:
    code = _code(uuid5(UPGRADE_CODE, name))
    component = ET.SubElement(folder, "Component", Id=_identity("c", name), Guid=code, Win64="yes")
    identity = name if name in PROGRAMS else _identity("f", name)
    source = f"$(var.SRC)/{name}"
    ET.SubElement(component, "File", Id=identity, KeyPath="yes", Source=source)
    if name == COUNTER:
        _add_shortcut(component)
    return component


def _add_shortcut(component: ET.Element) -> None:
    shortcut = {
        "Id": "Menu",
        "Name": "Loket",
        "Target": f"[#{COUNTER}]",
        "Advertise": "no",
        "Directory": "ProgramMenuFolder",
        "WorkingDirectory": "INSTALLDIR",
    }
    ET.SubElement(component, "Shortcut", shortcut)


def _identity(kind: str, name: str) -> str:
    return f"{kind}{uuid5(UPGRADE_CODE, name).hex}"


def _code(code: UUID) -> str:
    return f"{{{code}}}".upper()


def _finish(msi: Path, request: Request) -> None:
    """Say what wixl cannot, and take out what it made by chance and by the clock."""
    for change in CHANGES:
        run(["msibuild", str(msi), "-q", change])
    msi.write_bytes(settled(msi.read_bytes(), request.epoch))


def settled(msi: bytes, epoch: int) -> bytes:
    """An MSI that was made then, and whose own code follows from what is in it.

    Raises PackagingError where its summary is not laid out as wixl does it.
    """
    date = struct.pack("<Q", (epoch + SECONDS_TO_1970) * TICKS)
    dated, found = SUMMARY.subn(lambda match: _dated(match, date), msi)
    if found != 1:
        raise PackagingError(f"the MSI has {found} summaries that can be dated, instead of one")
    code = _code(uuid5(UPGRADE_CODE, sha256(dated).hexdigest()))
    return dated.replace(_NO_CODE, code.encode(), 1)


def _dated(match: re.Match[bytes], date: bytes) -> bytes:
    return b"".join([match["kind"], _NO_CODE, match["next"], date, match["last"], date])
