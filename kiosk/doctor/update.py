"""Whether a newer version lies where the office keeps its packages."""

from collections.abc import Iterator

from kiosk.doctor.case import Case
from kiosk.doctor.finding import Check, Finding, ok, warn
from kiosk.updates import Outlook, UpdateState, look_in_time, release_key


def examine_update(case: Case) -> Iterator[Finding]:
    """Look into the folder of the settings."""
    yield judge_update(look_in_time(case.config.updates.folder, release_key()))


def judge_update(outlook: Outlook) -> Finding:
    """A newer version is worth a visit; a folder that cannot be read hides one."""
    folder = "no folder is set" if outlook.folder is None else str(outlook.folder)
    match outlook.state:
        case UpdateState.NO_FOLDER:
            return ok(Check.UPDATE, folder)
        case UpdateState.CURRENT:
            return ok(Check.UPDATE, f"nothing newer in {folder}")
        case UpdateState.NEWER if outlook.release is not None:
            value = f"{outlook.release.version} is in {folder}"
            return warn(Check.UPDATE, value, "doctor.update_newer")
    return warn(Check.UPDATE, f"{folder}: {outlook.state.name.lower()}", "doctor.update_unseen")
