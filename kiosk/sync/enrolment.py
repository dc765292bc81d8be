"""How a new kiosk gets its identity: a one-time code against keys, office and token."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from pydantic import ValidationError

from kiosk import __version__
from kiosk.store.settings import EnrolmentRecord, Office
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.central import Central, CentralRefusedError
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import (
    Enrolment,
    EnrolmentRequest,
    base64_bytes,
    base64_text,
)
from kiosk.sync.signing import public_key_of


class EnrolmentProblem(StrEnum):
    """Why a code does not enrol this kiosk."""

    CODE_FORMAT = "sync.enrolment.code_format"
    CODE_INVALID = "sync.enrolment.code_invalid"
    QUEUE_NOT_EMPTY = "sync.enrolment.queue_not_empty"
    OTHER_CENTRE = "sync.enrolment.other_centre"
    NO_CENTRE = "sync.enrolment.no_centre"


Welcome = Callable[[bytes], bool]
"""Asked with the centre's configuration key before anything is kept: whether it is the right one.

Whatever belongs to the identity and lies elsewhere is kept here, before it.
"""


def any_centre(_config_key: bytes) -> bool:
    """Whoever typed a code has chosen the centre by the settings."""
    return True


def enrol(
    store: StoreThread,
    central: Central,
    code: str,
    now: datetime,
    welcome: Welcome = any_centre,
) -> Office | EnrolmentProblem:
    """Exchange the code and keep what the centre answers; the configuration comes afterwards.

    What waits in the queue names the present identity, and no centre takes it from another one:
    while anything waits, the code is not used. A kiosk that lost its identity has none to protect:
    what waits there goes by the carrier's door.

    Raises CentralError where the centre cannot be reached or refuses for another reason.
    """
    if store.call(_is_bound):
        return EnrolmentProblem.QUEUE_NOT_EMPTY
    device_key = store.call(lambda s: public_key_of(s.vault.device_key))
    try:
        request = EnrolmentRequest(
            code=code.strip(), device_key=base64_text(device_key), kiosk_version=__version__
        )
    except ValidationError:
        return EnrolmentProblem.CODE_FORMAT
    try:
        enrolment = central.enrol(request)
    except CentralRefusedError as error:
        if error.problem is not None and error.problem.type == ProblemType.CODE_INVALID:
            return EnrolmentProblem.CODE_INVALID
        raise
    if not welcome(base64_bytes(enrolment.config_key)):
        return EnrolmentProblem.OTHER_CENTRE
    return store.call(lambda s: _keep(s, enrolment, now))


def _is_bound(store: Store) -> bool:
    """Whether something waits that only the present identity can send."""
    return store.settings.enrolment() is not None and bool(store.submissions.queue_rows())


def _keep(store: Store, enrolment: Enrolment, now: datetime) -> Office:
    """The token last: without it the others are enough to get a new one."""
    office = Office(enrolment.office_id, enrolment.office_name, enrolment.office_village)
    store.settings.save_office(office)
    store.settings.save_enrolment(
        EnrolmentRecord(
            device_id=enrolment.device_id,
            receipt_key=base64_bytes(enrolment.receipt_key),
            config_key=base64_bytes(enrolment.config_key),
            enrolled_at=now,
        )
    )
    store.replace_vault(
        store.vault.but(
            token=enrolment.token,
            token_expires_at=enrolment.token_expires_at,
            recovery_key=base64_bytes(enrolment.recovery_key),
        )
    )
    return office
