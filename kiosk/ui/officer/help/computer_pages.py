"""What may be wrong with the line, the queue and the computer, grouped by the page of the help."""

from collections.abc import Mapping
from typing import Final

from kiosk.domain.obstacle import Obstacle
from kiosk.domain.pin import PinProblem
from kiosk.domain.readiness import Sign
from kiosk.domain.recovery import RecoveryProblem
from kiosk.store import errors
from kiosk.store.adoption import UNCLEAR
from kiosk.store.submissions import CancelProblem
from kiosk.store.supervision import StaffProblem
from kiosk.sync.central import (
    DeviceRevokedError,
    NotAuthorisedError,
    RefusedReason,
    UnavailableReason,
)
from kiosk.sync.dispatch import NotReadyError
from kiosk.sync.enrolment import EnrolmentProblem
from kiosk.sync.provisioning import ProvisioningProblem
from kiosk.sync.stick import CarrierProblem
from kiosk.ui.officer.figures.saving import Saving
from kiosk.ui.officer.help.topics import Topic
from kiosk.ui.print.printer import Printing


def _chip(obstacle: Obstacle) -> str:
    """Key of what is said of it in the list of the batches."""
    return f"officer.batches.obstacle.{obstacle}.chip"


COMPUTER_PAGES: Final[Mapping[Topic, Mapping[str, tuple[str, ...]]]] = {
    Topic.LINE: {
        "line_offline": (Sign.CENTRE_OFFLINE, UnavailableReason.OFFLINE),
        "line_slow": (UnavailableReason.TIMEOUT,),
        "line_sign_in": (UnavailableReason.CAPTIVE_PORTAL,),
        "line_proxy": (UnavailableReason.PROXY,),
        "line_certificate": (UnavailableReason.CERTIFICATE,),
        "line_key": (UnavailableReason.WRONG_KEY,),
        "line_centre_busy": (UnavailableReason.BUSY, UnavailableReason.SERVER_FAULT),
        "line_answer": (UnavailableReason.BAD_ANSWER, UnavailableReason.WRONG_SIGNATURE),
        "line_closed": (UnavailableReason.CLOSED,),
        "line_no_rules": (Sign.CENTRE_UNKNOWN, NotReadyError.key),
        "line_not_known": (NotAuthorisedError.key,),
        "line_revoked": (DeviceRevokedError.key,),
        "line_enrolment": (EnrolmentProblem.CODE_INVALID, EnrolmentProblem.CODE_FORMAT),
        "line_enrolment_queue": (EnrolmentProblem.QUEUE_NOT_EMPTY,),
        "line_no_centre": (EnrolmentProblem.NO_CENTRE,),
        "line_setup_file": (EnrolmentProblem.OTHER_CENTRE, *ProvisioningProblem),
    },
    Topic.QUEUE: {
        "queue_old": (Sign.QUEUE_OLD,),
        "queue_held": (Sign.QUEUE_HELD,),
        "queue_sums": (Sign.QUEUE_SUMS,),
        "queue_lost": (Sign.QUEUE_LOST,),
        "held_conflict": (RefusedReason.CONFLICT,),
        "held_too_large": (RefusedReason.TOO_LARGE,),
        "held_refused": (RefusedReason.OTHER, RefusedReason.ENVELOPE),
        "held_grant": (RefusedReason.GRANT,),
        "held_damaged": (RefusedReason.FILE_DAMAGED, errors.EnvelopeUnreadableError.key),
        "left_since_copy": (UNCLEAR,),
        "queue_cancel": tuple(CancelProblem),
    },
    Topic.BATCHES: {
        "batch_not_joined": (_chip(Obstacle.NOT_JOINED),),
        "batch_test": (_chip(Obstacle.TEST),),
        "batch_code": (_chip(Obstacle.CODE),),
        "batch_photo": (_chip(Obstacle.PHOTO),),
        "batch_correction": (_chip(Obstacle.CORRECTION),),
        "batch_unsent": (_chip(Obstacle.UNSENT),),
        "batch_too_slow": (_chip(Obstacle.TOO_SLOW), "officer.batches.too_slow"),
        "batch_held": (_chip(Obstacle.HELD),),
        "batch_unfinished": (_chip(Obstacle.UNFINISHED),),
    },
    Topic.PRINTER: {
        "printer_missing": (Sign.PRINTER_MISSING, Printing.NO_PRINTER),
        "printer_stopped": (Sign.PRINTER_STOPPED, Printing.STOPPED),
        "printer_silent": (Printing.FAILED,),
        "printer_paper": (Printing.WRONG_PAPER,),
    },
    Topic.PIN: {
        "pin_wrong": (PinProblem.WRONG,),
        "pin_locked": (PinProblem.LOCKED,),
        "pin_typed": (PinProblem.LENGTH, PinProblem.DIGITS),
        "pin_easy": (PinProblem.TOO_EASY, PinProblem.SAME),
        "pin_temporary": (PinProblem.TEMPORARY,),
        "recovery_code": (
            *(RecoveryProblem.CHECK, RecoveryProblem.CHARACTERS, RecoveryProblem.LENGTH),
        ),
        "recovery_wrong": (RecoveryProblem.WRONG, RecoveryProblem.LOCKED),
        "recovery_impossible": (RecoveryProblem.NO_KEY, RecoveryProblem.NOBODY),
        "staff_last": (StaffProblem.LAST_SUPERVISOR,),
        "staff_name": (StaffProblem.NAME_TAKEN, StaffProblem.LEFT),
        "staff_not_allowed": (errors.NotAllowedError.key,),
    },
    Topic.COMPUTER: {
        "disk_low": (Sign.DISK_LOW,),
        "disk_full": (Sign.DISK_FULL, errors.DiskFullError.key),
        "journal_broken": (Sign.DISK_JOURNAL,),
        "clock_wrong": (Sign.CLOCK_WRONG, Sign.CLOCK_BEHIND),
        "key_in_file": (Sign.KEY_IN_FILE,),
        "key_lost": (errors.KeyLostError.key,),
        "key_no_store": (errors.NoKeyStoreError.key,),
        "store_unreadable": (errors.DatabaseUnreadableError.key,),
        "store_forbidden": (errors.StoreForbiddenError.key,),
        "store_too_new": (errors.DatabaseTooNewError.key,),
        "store_not_upgraded": (errors.UpgradeError.key,),
        "store_in_use": (errors.StoreInUseError.key,),
        "store_handed_over": (errors.StoreNotLetGoError.key, errors.StoreClosedError.key),
        "service": (Sign.SERVICE_STANDS_STILL, Sign.SERVICE_HELD_UP),
        "program_fault": ("stopped.bug",),
        "program_settings": ("stopped.settings",),
    },
    Topic.STICK: {
        "stick_gone": (CarrierProblem.STICK_GONE, Saving.GONE),
        "stick_full": (CarrierProblem.STICK_FULL, Saving.NO_ROOM),
        "stick_locked": (CarrierProblem.STICK_LOCKED, Saving.FORBIDDEN),
        "stick_no_file": (
            *(CarrierProblem.NO_FILE, CarrierProblem.NOT_OURS, "officer.carrier.stick_empty"),
        ),
        "stick_newer": (CarrierProblem.NEWER,),
        "stick_damaged": (CarrierProblem.DAMAGED,),
        "stick_forged": (CarrierProblem.FORGED,),
        "stick_foreign": (CarrierProblem.FOREIGN,),
        "stick_too_old": (CarrierProblem.TOO_OLD, "carrier.question_too_old"),
        "stick_not_enrolled": (CarrierProblem.NOT_ENROLLED, "carrier.device_unknown"),
        "stick_refused": ("officer.carrier.refused",),
    },
}
"""Names of pages, and the problems that each explains: keys of sentences."""
