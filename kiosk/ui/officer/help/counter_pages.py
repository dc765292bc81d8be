"""What may hold somebody up while a resident is at the counter, grouped by the page of the help."""

from collections.abc import Mapping
from typing import Final

from kiosk.camera.calibrate import CalibrationProblem
from kiosk.camera.loop import CameraState
from kiosk.domain.address import AddressProblem, AddressWarning
from kiosk.domain.assessment import AssessmentProblem
from kiosk.domain.background import BackgroundProblem
from kiosk.domain.birth_date import BirthDateProblem
from kiosk.domain.birth_place import BirthPlaceProblem
from kiosk.domain.consent import ConsentProblem
from kiosk.domain.eligibility import EligibilityProblem
from kiosk.domain.email import EmailProblem
from kiosk.domain.family_card import FamilyCardProblem, FamilyCardWarning
from kiosk.domain.name import NameProblem, NameWarning
from kiosk.domain.nik import NikProblem, NikWarning
from kiosk.domain.phone import PhoneProblem, PhoneWarning
from kiosk.domain.readiness import Sign
from kiosk.domain.reason import Reason
from kiosk.domain.statement import StatementProblem
from kiosk.domain.ticket import TicketProblem
from kiosk.domain.used_before import UsedBeforeWarning
from kiosk.store.errors import DraftLockedError
from kiosk.sync.central import DeskProblem
from kiosk.ui.officer.help.topics import Topic

COUNTER_PAGES: Final[Mapping[Topic, Mapping[str, tuple[str, ...]]]] = {
    Topic.CAMERA: {
        "camera_missing": (Sign.CAMERA_MISSING, CameraState.MISSING),
        "camera_busy": (Sign.CAMERA_BUSY, CameraState.BUSY),
        "camera_unfit": (Sign.CAMERA_UNFIT, CameraState.UNFIT),
        "camera_black": (Sign.CAMERA_BLACK, CameraState.BLACK),
        "camera_silent": (Sign.CAMERA_SILENT, CameraState.STALLED, CameraState.FROZEN),
        "camera_lost": (CameraState.LOST,),
        "camera_no_check": ("camera.no_check",),
        "camera_choice": (
            "officer.camera_choice.only_one",
            "officer.camera_choice.instead",
            "officer.camera_choice.missing",
            "officer.camera_choice.does_not_open",
        ),
        "light_low": (Sign.LIGHT_DARK, Sign.LIGHT_DIM),
        "light_strong": (Sign.LIGHT_BLINDING,),
        "seat_unknown": (Sign.SEAT_NEVER,),
        "seat_people": (CalibrationProblem.NOBODY, CalibrationProblem.SEVERAL),
        "seat_restless": (CalibrationProblem.RESTLESS,),
        "seat_crooked": (CalibrationProblem.SIDEWAYS, CalibrationProblem.STEEP),
        "seat_unsaved": ("calibrate.unwritable",),
    },
    Topic.PHOTO: {
        "photo_blur": (Reason.BLUR,),
        "photo_glasses": (Reason.GLASSES,),
        "photo_ears": (Reason.EARS_HIDDEN,),
        "photo_tilt": (Reason.TILT,),
        "photo_turned": (Reason.TURNED,),
        "photo_shadow": (Reason.SHADOW,),
        "photo_dark": (Reason.DARK,),
        "photo_bright": (Reason.BRIGHT,),
        "photo_headwear": (Reason.HEADWEAR,),
        "photo_mask": (Reason.MASK,),
        "photo_covered": (Reason.OCCLUDED,),
        "photo_eyes": (Reason.EYES_CLOSED,),
        "photo_mouth": (Reason.MOUTH_OPEN,),
        "photo_nobody": (Reason.NO_FACE,),
        "photo_several": (Reason.MANY_FACES,),
        "photo_far": (Reason.TOO_SMALL, Reason.LOW_RESOLUTION),
        "photo_near": (Reason.TOO_BIG,),
        "photo_place": (Reason.OFF_CENTRE, Reason.CUT_OFF),
        "photo_background": (Reason.BACKGROUND,),
        "photo_no_match": (Reason.NO_MATCH,),
        "photo_card": (Reason.KTP_UNREADABLE,),
    },
    Topic.FORM: {
        "form_nik": (
            *(NikProblem.LENGTH, NikProblem.NOT_DIGITS, NikProblem.PATTERN, NikProblem.SERIAL),
        ),
        "form_nik_date": (NikProblem.BIRTH_DATE, NikWarning.BIRTH_DATE, NikWarning.SEX),
        "form_nik_region": (NikWarning.REGION_UNKNOWN, NikWarning.REGION_FORMER),
        "form_kk": (
            *(FamilyCardProblem.LENGTH, FamilyCardProblem.NOT_DIGITS),
            *(FamilyCardProblem.SAME_AS_NIK, FamilyCardProblem.LATEST_REQUIRED),
        ),
        "form_kk_odd": tuple(FamilyCardWarning),
        "form_birth_date": tuple(BirthDateProblem),
        "form_name": (*NameProblem, *NameWarning),
        "form_address": (*AddressProblem, *AddressWarning, *BirthPlaceProblem),
        "form_phone": (
            *(PhoneProblem.LENGTH, PhoneProblem.REQUIRED, PhoneProblem.LETTERS),
            *(PhoneProblem.CHARACTERS, PhoneProblem.ABROAD, PhoneProblem.LANDLINE),
            *PhoneWarning,
        ),
        "form_phone_own": (PhoneProblem.NOT_OWN, "contact.own_required"),
        "form_email": (
            *(EmailProblem.INCOMPLETE, EmailProblem.REQUIRED, EmailProblem.SPACES),
            *(EmailProblem.CHARACTERS, EmailProblem.DOTS, EmailProblem.DOMAIN),
            *(EmailProblem.TOO_LONG, "contact.suggestion", "contact.email_differs"),
        ),
        "form_email_opened": (EmailProblem.NOT_OPENED,),
        "form_used_before": tuple(UsedBeforeWarning),
        "form_unanswered": (*BackgroundProblem, *EligibilityProblem),
        "form_consent": tuple(ConsentProblem),
        "form_statement": tuple(StatementProblem),
        "form_test": tuple(AssessmentProblem),
    },
    Topic.DOORS: {
        "door_ticket": tuple(TicketProblem),
        "door_not_found": (DeskProblem.NOT_FOUND, "ticket_door.no_draft"),
        "door_locked": (DeskProblem.LOCKED, DraftLockedError.key),
        "door_offline": (DeskProblem.OFFLINE,),
        "door_expired": (DeskProblem.EXPIRED,),
        "door_batch_closed": (DeskProblem.BATCH_CLOSED,),
        "door_refused": (DeskProblem.REFUSED,),
        "code_wrong": (
            *(DeskProblem.CODE_WRONG, DeskProblem.CODE_EXPIRED, DeskProblem.CODE_TOO_SOON),
        ),
        "code_locked": (DeskProblem.CODE_LOCKED,),
        "code_not_sent": (DeskProblem.CODE_NOT_SENT,),
        "contact_not_needed": (DeskProblem.CONTACT_NOT_NEEDED,),
        "contact_locked": (DeskProblem.CONTACT_LOCKED,),
    },
    Topic.ANSWERS: {
        "answer_nik": (Reason.NIK_NOT_FOUND,),
        "answer_nik_blocked": (Reason.NIK_BLOCKED,),
        "answer_kk": (Reason.KK_MISMATCH,),
        "answer_birth_date": (Reason.DOB_MISMATCH,),
        "answer_email": (Reason.EMAIL_BOUNCED,),
        "answer_email_unconfirmed": (Reason.EMAIL_UNVERIFIED,),
        "answer_code": (Reason.OTP_EXPIRED, Reason.OTP_LOCKED),
        "answer_phone_in_use": (Reason.PHONE_IN_USE,),
        "answer_age": (Reason.UNDER_AGE, Reason.OVER_AGE),
        "answer_citizen": (Reason.NOT_WNI,),
        "answer_school": (Reason.IN_EDUCATION,),
        "answer_aid": (Reason.SOCIAL_AID,),
        "answer_job": (Reason.FORBIDDEN_JOB,),
        "answer_recipient": (Reason.ALREADY_RECIPIENT,),
        "answer_family": (Reason.KK_QUOTA,),
        "answer_double": (Reason.DUPLICATE,),
    },
}
"""Names of pages, and the problems that each explains: keys of sentences, or reasons."""
