"""How codes are asked for and typed at a counter."""

from datetime import timedelta
from uuid import UUID

import requests

from kiosk.central.settings.configuration import CodeLimits
from kiosk.sync.protocol import Redoable
from tests.central.kiosk import Kiosk
from tests.central.residents import Resident

SITI = Resident()
LIMITS = CodeLimits(lock_out=timedelta(minutes=12))  # within the life of a grant
WRONG = "000000"


def ask(kiosk: Kiosk, submission_id: UUID, grant: str | None) -> requests.Response:
    return kiosk.post(f"submissions/{submission_id}/email-code", grant=grant)


def verify(kiosk: Kiosk, submission_id: UUID, grant: str | None, code: str) -> requests.Response:
    return kiosk.post(f"submissions/{submission_id}/email-code/verify", {"code": code}, grant)


def email_grant(kiosk: Kiosk) -> str:
    return kiosk.grant(SITI, Redoable.EMAIL_CODE)
