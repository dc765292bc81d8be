"""Screens, printers and sound, as a process of its own sees them.

A window system or a printer's driver that is broken may end or hang the process that asks it: it
must not be the doctor's.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from kiosk.doctor.case import Case
from kiosk.doctor.finding import Check, Finding, ok, warn

ASKED_OPTION: Final = "--look-around"
"""Hidden: what `kiosk doctor` starts itself with, to look at screens and printers."""
SMALLEST: Final = (1024, 600)
_SECONDS: Final = 9.0
_NO_ANSWER: Final = f"no answer within {_SECONDS:g} seconds"
_LONGEST_WORDS: Final = 300
_NATIVE, _NO_SCREEN = "", "offscreen"
_INTERPRETERS: Final = ("python", "loket-python")


def examine_peripherals(case: Case) -> Iterator[Finding]:
    """Ask in another process; without its screens where the window system does not let it."""
    name = case.config.printer.name
    has_screen = sys.platform == "win32" or bool(
        case.environment.get("DISPLAY") or case.environment.get("WAYLAND_DISPLAY")
    )
    seen = look_from_outside(_NATIVE, name) if has_screen else "no window system is there"
    if isinstance(seen, dict):
        yield from judge_screens(seen["screens"], str(seen["platform"]))
    else:
        yield judge_connectors(case.root, seen)
        seen = seen if seen == _NO_ANSWER else look_from_outside(_NO_SCREEN, name)
    if isinstance(seen, dict):
        yield judge_printer(seen, name)
        yield judge_sound(str(seen["sound"]))
    else:
        yield warn(Check.PRINTER, seen, "doctor.printer_silent")


def judge_screens(screens: Sequence[Any], platform: str) -> Iterator[Finding]:
    """Each screen with `name`, `width` and `height` as pages see them, `scale`, `hertz`."""
    if platform in {"offscreen", "minimal"}:
        yield ok(Check.DISPLAY, f"none: {platform}")
        return
    for screen in screens:
        value = (
            f"{screen['name']}: {screen['width']}x{screen['height']}, scale {screen['scale']:g},"
            f" {screen['hertz']:.0f} Hz"
        )
        room = sorted((screen["width"], screen["height"]), reverse=True)
        if room[0] < SMALLEST[0] or room[1] < SMALLEST[1]:
            yield warn(Check.DISPLAY, value, "doctor.display_small")
        else:
            yield ok(Check.DISPLAY, value)


def judge_connectors(root: Path, reason: str) -> Finding:
    """Where no window system answers, the kernel still says what is plugged in."""
    connectors = sorted((root / "sys/class/drm").glob("card*-*"))
    lit = [each for each in connectors if _first_line(each / "status") == "connected"]
    if not lit:
        return warn(Check.DISPLAY, reason, "doctor.display_none")
    sizes = [f"{each.name.partition('-')[2]}: {_first_line(each / 'modes')}" for each in lit]
    return ok(Check.DISPLAY, f"{', '.join(sizes)}; {reason}")


def judge_printer(seen: dict[str, Any], name: str) -> Finding:
    """The one that is named, or the default."""
    there = ", ".join(seen["printers"])
    if seen["printer"] is None:
        missed = f"{name} is not there" if name else "no default printer is set"
        value = f"{missed}; there are: {there}" if there else "the system has no printer"
        return warn(Check.PRINTER, value, "doctor.printer_missing")
    if seen["stands_still"]:
        return warn(Check.PRINTER, f"{seen['printer']} stands still", "doctor.printer_stopped")
    return ok(Check.PRINTER, str(seen["printer"]))


def judge_sound(card: str) -> Finding:
    """Cues and the voice need a way out."""
    if not card:
        return warn(Check.SOUND, "no sound card", "doctor.sound_none")
    return ok(Check.SOUND, card)


def _first_line(file: Path) -> str:
    try:
        return (file.read_text("utf-8", "replace").splitlines() or [""])[0]
    except OSError:
        return ""


def look_from_outside(platform: str, printer: str) -> dict[str, Any] | str:
    """What another process sees by a platform of Qt, or its own; its words where it died of it."""
    command = [*itself(), "doctor", ASKED_OPTION, json.dumps([platform, printer])]
    try:
        ended = subprocess.run(  # noqa: S603 - this very program
            command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return _NO_ANSWER
    except OSError as error:
        return str(error)
    try:
        seen = json.loads(ended.stdout)
    except ValueError:
        seen = None
    if ended.returncode == 0 and isinstance(seen, dict):
        return seen
    return last_words(ended.stderr.decode("utf-8", "replace")) or f"ended with {ended.returncode}"


def last_words(said: str) -> str:
    """What Qt says before it gives up, or the last line of a traceback."""
    text = said.strip()
    told = text.splitlines()[-1] if "Traceback" in text else text
    return " ".join(told.split())[:_LONGEST_WORDS]


def itself() -> list[str]:
    """How this program is started: by an interpreter, or by a launcher that is the kiosk itself."""
    program = Path(sys.executable)
    if not program.stem.lower().startswith(_INTERPRETERS):
        return [str(program)]
    isolated = ["-I"] if sys.flags.isolated else []
    return [str(program), *isolated, "-m", "kiosk"]


def look_around(platform: str, printer_name: str) -> dict[str, Any]:
    """In a process of its own: everything that can be seen, for JSON."""
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - the doctor itself lives without Qt

    from kiosk.ui.loudspeaker import sound_outputs  # noqa: PLC0415
    from kiosk.ui.print.printer import find_printer, printer_names, stands_still  # noqa: PLC0415

    arguments = ["kiosk", *(["-platform", platform] if platform else [])]
    application = QGuiApplication(arguments)
    found = find_printer(printer_name)
    return {
        "platform": application.platformName(),
        "screens": [
            {
                "name": screen.name(),
                "width": screen.geometry().width(),
                "height": screen.geometry().height(),
                "scale": screen.devicePixelRatio(),
                "hertz": screen.refreshRate(),
            }
            for screen in application.screens()
        ],
        "printers": printer_names(),
        "printer": None if found is None else found.printerName(),
        "stands_still": found is not None and stands_still(found),
        "sound": ", ".join(sound_outputs()),
    }
