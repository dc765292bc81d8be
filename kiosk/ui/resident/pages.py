"""Every page of the form, by its step."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

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
from kiosk.sync.configuration import question_set, rules_of
from kiosk.sync.protocol import ConfigBundle
from kiosk.ui.flow import Step, skipped_steps
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.print.printer import print_slip
from kiosk.ui.resident.assessment_page import AssessmentPage
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
from kiosk.ui.resident.criteria_page import CriteriaPage
from kiosk.ui.resident.line_pages import (
    AddressLinePage,
    BirthPlacePage,
    NamePage,
)
from kiosk.ui.resident.number_pages import AgainPage, KkPage, NikPage
from kiosk.ui.resident.review_page import ReviewPage
from kiosk.ui.resident.signature_page import SignaturePage
from kiosk.ui.resident.slip_page import SlipPage
from kiosk.ui.resident.statement_page import StatementPage
from kiosk.ui.resident.village_page import VillagePage
from kiosk.ui.resident.yes_no_pages import DomicilePage, EmailOpenedPage
from kiosk.ui.services import Services

MakePage = Callable[[], Page]


def make_pages(services: Services, look: Look) -> Mapping[Step, Page]:
    """All pages that fill a draft; photo, review and slip are of their own kind."""
    return {step: make() for step, make in page_makers(services, look).items()}


def page_makers(services: Services, look: Look) -> Mapping[Step, MakePage]:
    """How each of them is made, for whoever needs only a few."""
    return {
        Step.CONSENT: partial(ConsentPage, look, services.bundle, services.clock),
        Step.CRITERIA: partial(CriteriaPage, look, services.bundle, services.clock),
        **_identity(services, look),
        **_address(services, look),
        **_contact(look),
        **_background(look),
        Step.STATEMENT: partial(StatementPage, look, services.bundle),
        Step.SIGNATURE: partial(SignaturePage, look),
        Step.ASSESSMENT: partial(AssessmentPage, look, services.bundle, services.clock),
    }


def review_page(services: Services, look: Look) -> ReviewPage:
    """The last look before sending."""
    return ReviewPage(
        look,
        services.regions,
        lambda draft: check(draft, services, services.clock()),
        lambda: count_questions(services.bundle()),
    )


def slip_page(services: Services, look: Look) -> SlipPage:
    """Where the ticket is shown."""
    return SlipPage(
        look,
        lambda slip, texts: services.workers.submit(print_slip, slip, texts, services.printer),
        lambda: services.printer.paper,
    )


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


def _identity(services: Services, look: Look) -> Mapping[Step, MakePage]:
    nik_again = partial(
        AgainPage,
        look,
        "identity.nik_again",
        "nik_second",
        lambda d: d.nik or "",
        NikProblem.LENGTH,
    )
    kk_again = partial(
        AgainPage,
        look,
        "identity.kk_again",
        "kk_second",
        lambda d: d.kk or "",
        FamilyCardProblem.LENGTH,
    )
    return {
        Step.NIK: partial(NikPage, look, services.regions),
        Step.NIK_AGAIN: nik_again,
        Step.KK: partial(KkPage, look),
        Step.KK_AGAIN: kk_again,
        Step.BIRTH_DATE: partial(BirthDatePage, look, services.bundle, services.clock),
        Step.NAME: partial(NamePage, look),
        Step.BIRTH_PLACE: partial(BirthPlacePage, look),
        Step.SEX: partial(SexPage, look),
    }


def _address(services: Services, look: Look) -> Mapping[Step, MakePage]:
    regions, near = services.regions, services.office.village
    return {
        Step.VILLAGE: partial(
            VillagePage, look, "address.ktp_village", "village_code", regions, near
        ),
        Step.ADDRESS_LINE: partial(AddressLinePage, look, "address.ktp_line", "address_line"),
        Step.DOMICILE: partial(DomicilePage, look),
        Step.DOMICILE_VILLAGE: partial(
            VillagePage, look, "address.home_village", "domicile_village_code", regions, near
        ),
        Step.DOMICILE_LINE: partial(AddressLinePage, look, "address.home_line", "domicile_line"),
    }


def _contact(look: Look) -> Mapping[Step, MakePage]:
    phone_again = partial(
        AgainPage,
        look,
        "contact.phone_again",
        "phone_second",
        typed_phone,
        PhoneProblem.LENGTH,
        groups=PHONE_GROUPS,
    )
    return {
        Step.PHONE: partial(PhonePage, look),
        Step.PHONE_AGAIN: phone_again,
        Step.EMAIL: partial(EmailPage, look),
        Step.EMAIL_AGAIN: partial(EmailAgainPage, look),
        Step.EMAIL_OPENED: partial(EmailOpenedPage, look),
    }


def _background(look: Look) -> Mapping[Step, MakePage]:
    problem = BackgroundProblem
    return {
        Step.EDUCATION: partial(
            ChoicePage, look, "background.education", "education", Education, problem.EDUCATION
        ),
        Step.MARITAL_STATUS: partial(
            ChoicePage,
            look,
            "background.marital_status",
            "marital_status",
            MaritalStatus,
            problem.MARITAL_STATUS,
        ),
        Step.DEPENDANTS: partial(DependantsPage, look),
        Step.EMPLOYMENT: partial(
            ChoicePage,
            look,
            "background.employment",
            "employment_status",
            EmploymentStatus,
            problem.EMPLOYMENT_STATUS,
        ),
        Step.INTERESTS: partial(InterestsPage, look),
    }
