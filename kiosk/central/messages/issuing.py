"""New codes and links for residents: what is kept of them is a hash, what is sent is concealed."""

import secrets
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from kiosk.central.messages.messages import mail_text, sms_text
from kiosk.central.messages.models import CodeRow, LinkRow
from kiosk.central.messages.outbox import Outbox, address_version
from kiosk.central.settings.configuration import Clock
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.base import Layer
from kiosk.central.storage.models import SubmissionRow
from kiosk.central.vault.keys import CentreKeys
from kiosk.sync.protocol import CODE_DIGITS

LINK_PATH: Final = "/email/"
LINKS_EXPLAINED_FOR: Final = timedelta(days=30)
"""So long after its end whoever follows a link is told what became of it."""
_SECRET_BYTES = 32


class Issuer:
    """Makes them and has them sent. Works inside the caller's transaction."""

    def __init__(self, keys: CentreKeys, settings: Settings, clock: Clock, outbox: Outbox) -> None:
        self._keys = keys
        self._settings = settings
        self._clock = clock
        self._outbox = outbox

    def invite(self, session: Session, submission: SubmissionRow) -> None:
        """Send the first mail, as soon as a mailbox waits for its confirmation.

        Nobody asked for it, so neither does it count nor does the next code have to wait for it.
        """
        lifetime = self._settings.current.codes.invitation
        self._issue(session, submission, Layer.EMAIL, lifetime, is_asked=False)

    def issue(self, session: Session, submission: SubmissionRow, layer: Layer) -> CodeRow:
        """Send what was asked for; it takes the place of the code before."""
        lifetime = self._settings.current.codes.lifetime
        row = self._issue(session, submission, layer, lifetime, is_asked=True)
        row.codes += 1
        row.sent_at = self._clock()
        return row

    def code_hash(self, submission: SubmissionRow, layer: Layer, code: str) -> str:
        """What is kept of a code."""
        return self._keys.keyed_hash("code", str(submission.submission_id), layer, code)

    def link_hash(self, secret: str) -> str:
        """What is kept of a link."""
        return self._keys.keyed_hash("link", secret)

    def row(self, session: Session, submission: SubmissionRow, layer: Layer) -> CodeRow:
        """The codes of this verification so far; a new page where there are none."""
        key = (submission.submission_id, layer)
        row = session.get(CodeRow, key)
        if row is None:
            row = CodeRow(submission_id=key[0], layer=layer, codes=0, wrong_tries=0, lock_outs=0)
            session.add(row)
        return row

    def _issue(
        self,
        session: Session,
        submission: SubmissionRow,
        layer: Layer,
        lifetime: timedelta,
        *,
        is_asked: bool,
    ) -> CodeRow:
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        until = self._clock() + lifetime
        row = self.row(session, submission, layer)
        row.code_hash = self.code_hash(submission, layer, code)
        row.expires_at = until
        if layer is Layer.OTP:
            text = sms_text(code, until)
        else:
            text = mail_text(code, until, self._new_link(session, submission))
        self._outbox.queue(session, submission, row, text, is_asked=is_asked)
        return row

    def _new_link(self, session: Session, submission: SubmissionRow) -> str:
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        expires_at = self._clock() + self._settings.current.email_within
        session.add(
            LinkRow(
                link_hash=self.link_hash(secret),
                submission_id=submission.submission_id,
                address_version=address_version(session, submission, Layer.EMAIL),
                expires_at=expires_at,
                forget_at=expires_at + LINKS_EXPLAINED_FOR,
            )
        )
        return f"{self._settings.current.public_url}{LINK_PATH}{secret}"
