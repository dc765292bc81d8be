"""The columns of a recap: everything that the office needs of a registration, in full."""

from collections.abc import Mapping
from datetime import datetime

from kiosk.central.desk.words import Language, answers, words
from kiosk.central.storage.models import SubmissionRow
from kiosk.central.vault.opening import OpenedForm, Unusable
from kiosk.domain.window import wib
from kiosk.region_files import load_regions
from kiosk.sync.forms import AddressForm, RegistrationForm

COLUMNS = (
    "submission", "received", "state", "reasons", "name", "nik", "kk", "birth_date",
    "birth_place", "sex", "mother_name", "address", "village", "domicile", "domicile_village",
    "phone", "email", "education", "marital_status", "dependants", "employment_status",
    "training_interests", "assisted_by", "decree",
)  # fmt: skip


def heads(language: str) -> tuple[str, ...]:
    """The names of the columns."""
    said = words(Language(language))
    return tuple(said(f"recap.column.{column}") for column in COLUMNS)


def row_of(submission: SubmissionRow, opened: OpenedForm | Unusable, language: str) -> list[str]:
    """One registration; of a form that cannot be read, what is known without it."""
    said = words(Language(language))
    known = {
        "submission": str(submission.submission_id),
        "received": _moment(submission.received_at),
        "state": said(f"state.{submission.state}"),
        "reasons": "; ".join(said(f"reason.{reason}") for reason in submission.reasons),
        "decree": submission.decree or "",
    }
    form = opened.form
    if form is not None:
        known |= _of_form(form, answers(Language(language)))
    if isinstance(opened, OpenedForm):
        known["phone"] = opened.phone.display
    return [known.get(column, "") for column in COLUMNS]


def _of_form(form: RegistrationForm, said: Mapping[str, str]) -> dict[str, str]:
    def answer(kind: str, value: str) -> str:
        """In words; a value that only a newer kiosk knows as it came."""
        return said.get(f"{kind}.{value}", value)

    return {
        "name": form.full_name,
        "nik": form.nik,
        "kk": form.kk,
        "birth_date": f"{form.birth_date:%d-%m-%Y}",
        "birth_place": form.birth_place,
        "sex": answer("sex", form.sex),
        "mother_name": form.mother_name or "",
        "address": form.address.line,
        "village": _village(form.address),
        "domicile": form.domicile.line if form.domicile else "",
        "domicile_village": _village(form.domicile) if form.domicile else "",
        "phone": form.phone,
        "email": form.email,
        "education": answer("education", form.education),
        "marital_status": answer("marital_status", form.marital_status),
        "dependants": str(form.dependants),
        "employment_status": answer("employment_status", form.employment_status),
        "training_interests": "; ".join(
            answer("training_interest", interest) for interest in form.training_interests
        ),
        "assisted_by": form.assisted_by or "",
    }


def _village(address: AddressForm) -> str:
    village = load_regions().village(address.village_code)
    return f"{village.label} ({village.code})" if village else address.village_code


def _moment(moment: datetime) -> str:
    return f"{wib(moment):%d-%m-%Y %H.%M}"
