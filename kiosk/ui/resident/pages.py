"""Every page of the form, by its step."""

from collections.abc import Mapping
from datetime import datetime

from kiosk.domain.assessment import QuestionSet, Sitting, finished_sitting
from kiosk.domain.background import (
    BackgroundProblem,
    Education,
    EmploymentStatus,
    MaritalStatus,
)
from kiosk.domain.draft import Draft
from kiosk.domain.family_card import FamilyCardProblem
from kiosk.domain.nik import NikProblem
from kiosk.domain.phone import PhoneProblem
from kiosk.domain.registration import Problem, Registration, complete
from kiosk.domain.window import wib
from kiosk.sync.protocol import ConfigBundle
from kiosk.ui.flow import Step, skipped_steps
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.resident.assessment_page import AssessmentPage, question_set
from kiosk.ui.resident.birth_date_page import BirthDatePage
from kiosk.ui.resident.choice_pages import ChoicePage, DependantsPage, InterestsPage, SexPage
from kiosk.ui.resident.consent_page import ConsentPage
from kiosk.ui.resident.contact_pages import (
    PHONE_GROUPS,
    EmailAgainPage,
    EmailPage,
    PhonePage,
    typed_phone,
)
from kiosk.ui.resident.criteria_page import CriteriaPage, rules_of
from kiosk.ui.resident.line_pages import (
    AddressLinePage,
    BirthPlacePage,
    NamePage,
)
from kiosk.ui.resident.number_pages import AgainPage, KkPage, NikPage
from kiosk.ui.resident.signature_page import SignaturePage
from kiosk.ui.resident.statement_page import StatementPage
from kiosk.ui.resident.village_page import VillagePage
from kiosk.ui.resident.yes_no_pages import DomicilePage, EmailOpenedPage
from kiosk.ui.services import Services


def make_pages(services: Services, look: Look) -> Mapping[Step, Page]:
    """All pages that fill a draft; photo, review and slip are of their own kind."""
    return {
        Step.CONSENT: ConsentPage(look, services.bundle, services.clock),
        Step.CRITERIA: CriteriaPage(look, services.bundle, services.clock),
        **_identity(services, look),
        **_address(services, look),
        **_contact(look),
        **_background(look),
        Step.STATEMENT: StatementPage(look, services.bundle),
        Step.SIGNATURE: SignaturePage(look),
        Step.ASSESSMENT: AssessmentPage(look, services.bundle, services.clock),
    }


def check(draft: Draft, services: Services, now: datetime) -> Registration | tuple[Problem, ...]:
    """Make a registration of a draft by the rules in force."""
    return complete(
        draft, wib(now).date(), rules_of(services.bundle()), questions_of(services.bundle())
    )


def questions_of(bundle: ConfigBundle) -> QuestionSet | None:
    """The test in force, if there is one."""
    return None if bundle.assessment is None else question_set(bundle.assessment)


def count_questions(bundle: ConfigBundle) -> int:
    """How many questions the test in force has."""
    return 0 if bundle.assessment is None else len(bundle.assessment.questions)


def nothing_to_ask(draft: Draft, services: Services) -> frozenset[Step]:
    """The pages that this draft skips, by the rules in force."""
    questions = questions_of(services.bundle())
    handed_in = questions is not None and isinstance(
        finished_sitting(draft.assessment, questions), Sitting
    )
    return skipped_steps(
        draft,
        asks_test=questions is not None and not handed_in,
        wants_card=services.camera.profile.ktp_photo,
    )


def _identity(services: Services, look: Look) -> Mapping[Step, Page]:
    nik_again = AgainPage(
        look, "identity.nik_again", "nik_second", lambda d: d.nik or "", NikProblem.LENGTH
    )
    kk_again = AgainPage(
        look, "identity.kk_again", "kk_second", lambda d: d.kk or "", FamilyCardProblem.LENGTH
    )
    return {
        Step.NIK: NikPage(look, services.regions),
        Step.NIK_AGAIN: nik_again,
        Step.KK: KkPage(look),
        Step.KK_AGAIN: kk_again,
        Step.BIRTH_DATE: BirthDatePage(look, services.bundle, services.clock),
        Step.NAME: NamePage(look),
        Step.BIRTH_PLACE: BirthPlacePage(look),
        Step.SEX: SexPage(look),
    }


def _address(services: Services, look: Look) -> Mapping[Step, Page]:
    regions, near = services.regions, services.office.village
    return {
        Step.VILLAGE: VillagePage(look, "address.ktp_village", "village_code", regions, near),
        Step.ADDRESS_LINE: AddressLinePage(look, "address.ktp_line", "address_line"),
        Step.DOMICILE: DomicilePage(look),
        Step.DOMICILE_VILLAGE: VillagePage(
            look, "address.home_village", "domicile_village_code", regions, near
        ),
        Step.DOMICILE_LINE: AddressLinePage(look, "address.home_line", "domicile_line"),
    }


def _contact(look: Look) -> Mapping[Step, Page]:
    phone_again = AgainPage(
        look,
        "contact.phone_again",
        "phone_second",
        typed_phone,
        PhoneProblem.LENGTH,
        groups=PHONE_GROUPS,
    )
    return {
        Step.PHONE: PhonePage(look),
        Step.PHONE_AGAIN: phone_again,
        Step.EMAIL: EmailPage(look),
        Step.EMAIL_AGAIN: EmailAgainPage(look),
        Step.EMAIL_OPENED: EmailOpenedPage(look),
    }


def _background(look: Look) -> Mapping[Step, Page]:
    problem = BackgroundProblem
    return {
        Step.EDUCATION: ChoicePage(
            look, "background.education", "education", Education, problem.EDUCATION
        ),
        Step.MARITAL_STATUS: ChoicePage(
            look,
            "background.marital_status",
            "marital_status",
            MaritalStatus,
            problem.MARITAL_STATUS,
        ),
        Step.DEPENDANTS: DependantsPage(look),
        Step.EMPLOYMENT: ChoicePage(
            look,
            "background.employment",
            "employment_status",
            EmploymentStatus,
            problem.EMPLOYMENT_STATUS,
        ),
        Step.INTERESTS: InterestsPage(look),
    }
