"""The cameras: which there are, whether this user may open them, and how the chosen one does."""

import os
from collections.abc import Iterator
from typing import Final

from kiosk.camera.choice import plugged_in
from kiosk.camera.loop import CameraState
from kiosk.camera.measure import CameraMeasure, measure_camera
from kiosk.camera.opening import SourceKind, parse_source
from kiosk.camera.signs import SIGN_OF, sign_of_light
from kiosk.camera.windows_cameras import switched_off
from kiosk.doctor.case import Case
from kiosk.doctor.finding import Check, Finding, fail, ok, warn
from kiosk.domain.photo import Finding as PhotoFinding
from kiosk.domain.photo import Verdict
from kiosk.domain.readiness import Level, Sign
from kiosk.store.instance_lock import FRONT_LOCK, is_held
from kiosk.windows_registry import Registry

SLOW_OPENING: Final = 5.0
FEW_FRAMES: Final = 12.0
"""Below it the live picture jerks, and holding still is judged too late."""
FEW_ROWS: Final = 720
"""What a photo is cut from; some cameras are 960 wide then."""
_SECONDS: Final = 2.0


def examine_camera(case: Case) -> Iterator[Finding]:
    """List, ask for permission, and watch the chosen camera for a moment."""
    yield _list()
    yield from _permission(case)
    if is_held(case.folders.store / FRONT_LOCK):
        yield warn(Check.CAMERA, "not tried: Loket is open, and may have it", "doctor.camera_taken")
        return
    yield from judge_camera(measure_camera(case.config.camera.source, _SECONDS))


def judge_camera(seen: CameraMeasure) -> Iterator[Finding]:
    """What was measured, each against what a photo needs."""
    if seen.state is not CameraState.LIVE:
        value = ": ".join(filter(None, (seen.name, seen.state.name.lower(), seen.detail)))
        sign = SIGN_OF.get(seen.state, Sign.CAMERA_SILENT)
        yield fail(Check.CAMERA, value, f"{sign}_do")
    elif seen.instead_of:
        value = f"{seen.name}, the only one, instead of {seen.instead_of}, which is not there"
        yield warn(Check.CAMERA, value, "doctor.camera_instead")
    else:
        yield ok(Check.CAMERA, seen.name)
    if seen.opening_seconds is None:
        return
    yield _judge_opening(seen.opening_seconds)
    yield _judge_size(seen.width, seen.height)
    yield _judge_rate(seen.frames_per_second)
    if seen.sharpness is not None:
        yield _judge_sharpness(seen.sharpness)
    yield _judge_light(seen.light)


def judge_privacy(registry: Registry) -> Finding:
    """Windows' switches: of the computer, of the user, and of desktop programs."""
    off = switched_off(registry)
    if off:
        value = f"refused by {', '.join(off)}"
        return fail(Check.CAMERA_PERMISSION, value, "doctor.camera_privacy")
    return ok(Check.CAMERA_PERMISSION, "allowed by Windows")


def _list() -> Finding:
    sources = "; ".join(camera.source for camera in plugged_in())
    return ok(Check.CAMERA_LIST, sources or "the system names none")


def _permission(case: Case) -> Iterator[Finding]:
    if case.registry is not None:
        yield judge_privacy(case.registry)
        return
    if parse_source(case.config.camera.source).kind not in {SourceKind.NUMBER, SourceKind.NAME}:
        return
    devices = sorted((case.root / "dev").glob("video*"))
    closed = [str(device) for device in devices if not os.access(device, os.R_OK | os.W_OK)]
    if closed:
        yield fail(
            Check.CAMERA_PERMISSION,
            f"not for this user: {', '.join(closed)}",
            "doctor.camera_group",
        )
    elif devices:
        yield ok(Check.CAMERA_PERMISSION, f"{len(devices)} devices may be opened")


def _judge_opening(seconds: float) -> Finding:
    value = f"{seconds:.1f} s until the first picture"
    if seconds > SLOW_OPENING:
        return warn(Check.CAMERA_OPENING, value, "doctor.camera_slow")
    return ok(Check.CAMERA_OPENING, value)


def _judge_size(width: int, height: int) -> Finding:
    value = f"{width}x{height}"
    if min(width, height) < FEW_ROWS:
        return warn(Check.CAMERA_SIZE, value, "doctor.camera_small")
    return ok(Check.CAMERA_SIZE, value)


def _judge_rate(frames_per_second: float) -> Finding:
    value = f"{frames_per_second:.1f} pictures a second"
    if frames_per_second < FEW_FRAMES:
        return warn(Check.CAMERA_RATE, value, "doctor.camera_few")
    return ok(Check.CAMERA_RATE, value)


def _judge_sharpness(sharpness: PhotoFinding) -> Finding:
    value = _measured(sharpness)
    if sharpness.verdict is Verdict.FAIL:
        return warn(Check.CAMERA_SHARPNESS, value, "doctor.camera_blurred")
    return ok(Check.CAMERA_SHARPNESS, value)


def _judge_light(light: tuple[PhotoFinding, ...]) -> Finding:
    value, sign = ", ".join(map(_measured, light)), sign_of_light(light)
    if sign.level is Level.OK:
        return ok(Check.CAMERA_LIGHT, value)
    return warn(Check.CAMERA_LIGHT, value, f"{sign}_do")


def _measured(finding: PhotoFinding) -> str:
    value = "not measured" if finding.value is None else f"{finding.value:.2f} {finding.unit}"
    limit = "" if finding.limit is None else f" (limit {finding.limit:g})"
    return f"{finding.reason.lower()} {value}{limit}"
