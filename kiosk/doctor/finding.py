"""What the doctor says: one finding for each check, and what to do where it is not well."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.ui.text import Sentence, Texts


class State(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    """It works, and somebody should see to it."""
    FAIL = "fail"
    """Something cannot work before it is mended."""


class Check(StrEnum):
    """What is looked at, in the order of the table. The names stay: docs/doctor.md lists them."""

    VERSION_KIOSK = "version.kiosk"
    VERSION_PYTHON = "version.python"
    VERSION_QT = "version.qt"
    VERSION_OPENCV = "version.opencv"
    VERSION_MEDIAPIPE = "version.mediapipe"
    VERSION_SYSTEM = "version.system"
    SETTINGS = "settings"
    PROVISION = "provision"
    UPDATE = "update"
    FOLDERS = "folders"
    DISK_ROOM = "disk.room"
    DISK_WRITING = "disk.writing"
    DUMPS = "dumps"
    SWAP = "swap"
    CLOCK = "clock"
    CLOCK_ZONE = "clock.zone"
    CLOCK_SERVICE = "clock.service"
    KEYRING = "keyring"
    KEY = "key"
    STORE = "store"
    STORE_HOLDER = "store.holder"
    STORE_SCHEMA = "store.schema"
    QUEUE = "queue"
    FIGURES = "figures"
    JOURNAL = "journal"
    SERVICE = "service"
    MODELS = "models"
    REGIONS = "regions"
    FONTS = "fonts"
    CENTRE_ADDRESS = "centre.address"
    CENTRE_NAME = "centre.name"
    CENTRE_LINE = "centre.line"
    CENTRE_CERTIFICATE = "centre.certificate"
    CENTRE_PIN = "centre.pin"
    CENTRE_ANSWER = "centre.answer"
    CENTRE_ENROLMENT = "centre.enrolment"
    PROXY = "proxy"
    PRINTER = "printer"
    DISPLAY = "display"
    SOUND = "sound"
    CAMERA_LIST = "camera.list"
    CAMERA_PERMISSION = "camera.permission"
    CAMERA = "camera"
    CAMERA_OPENING = "camera.opening"
    CAMERA_SIZE = "camera.size"
    CAMERA_RATE = "camera.rate"
    CAMERA_SHARPNESS = "camera.sharpness"
    CAMERA_LIGHT = "camera.light"
    LOCK_SESSION = "lock.session"
    LOCK_SIGN_IN = "lock.sign_in"
    LOCK_KEYS = "lock.keys"
    LOCK_SLEEP = "lock.sleep"
    LOCK_STICKS = "lock.sticks"
    LOCK_UPDATES = "lock.updates"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `advice` says what to do, and by whom, where it is not well."""

    check: Check
    state: State
    value: str
    advice: Sentence | None = None

    def as_dict(self, texts: Texts) -> dict[str, str]:
        """In words of JSON."""
        return {
            "check": self.check,
            "state": self.state,
            "value": self.value,
            "advice": self.advise(texts),
        }

    def advise(self, texts: Texts) -> str:
        """What to do, in a language; nothing where all is well."""
        return "" if self.advice is None else texts(self.advice.key, **self.advice.values)


def ok(check: Check, value: str) -> Finding:
    """All is well."""
    return Finding(check, State.OK, value)


def warn(check: Check, value: str, advice: str, **values: object) -> Finding:
    """It works, but; `advice` is the key of a sentence."""
    return Finding(check, State.WARN, value, Sentence(advice, values))


def fail(check: Check, value: str, advice: str, **values: object) -> Finding:
    """It does not work; `advice` is the key of a sentence."""
    return Finding(check, State.FAIL, value, Sentence(advice, values))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of the table, whoever was ready first."""
    order = list(Check)
    return tuple(sorted(findings, key=lambda finding: order.index(finding.check)))


def worst(findings: Sequence[Finding]) -> State:
    """How bad it is altogether."""
    states = {finding.state for finding in findings}
    return next((state for state in (State.FAIL, State.WARN) if state in states), State.OK)
