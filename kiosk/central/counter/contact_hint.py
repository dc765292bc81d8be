"""Where a resident is reached, as far as those need it who answer kiosks and open no form."""

from pydantic import BaseModel, ConfigDict

from kiosk.central.storage.models import SubmissionRow
from kiosk.central.vault.keys import CentreKeys
from kiosk.central.vault.opening import OpenedForm


class ContactHint(BaseModel):
    """Kept concealed with the submission."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    phone: str
    """As read aloud: `0812-3456-7890`."""
    phone_masked: str
    email_masked: str


def contact_hint(opened: OpenedForm) -> ContactHint:
    """What is kept of a form that is sound."""
    phone, email = opened.phone, opened.email
    return ContactHint(phone=phone.display, phone_masked=phone.masked, email_masked=email.masked)


def contact_of(keys: CentreKeys, submission: SubmissionRow) -> ContactHint:
    """The resident's; raise LookupError where no sound form has been opened."""
    if submission.contact is None:
        raise LookupError("nobody knows where this resident is reached")
    return ContactHint.model_validate_json(keys.reveal(submission.contact))
