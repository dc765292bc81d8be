"""Has an address corrected to which a mail did not get, after a mail server said so.

A notification counts only where it repeats the id of a mail that we sent, which is known to nobody
but the servers on its way.
"""

from enum import StrEnum
from uuid import UUID

from kiosk.central.gateways.returned_mail import NoBounce, read_bounce
from kiosk.central.messages.models import MessageRow
from kiosk.central.messages.outbox import address_version
from kiosk.central.pipeline.layers import Layers
from kiosk.central.storage.base import Layer
from kiosk.central.storage.database import Database
from kiosk.central.storage.models import SubmissionRow
from kiosk.domain.reason import Reason


class BounceResult(StrEnum):
    """What became of a mail of ours that came back; the value says it."""

    ASKED = "the resident is asked for the e-mail address again"
    OVER = "nobody waits for this mail any more"


class Bounces:
    """Judges mails, whoever they are from."""

    def __init__(self, database: Database, layers: Layers) -> None:
        self._database = database
        self._layers = layers

    def take(self, content: bytes) -> BounceResult | NoBounce:
        """Ask for the address again, where this says that one of our mails has failed."""
        ids = read_bounce(content)
        if isinstance(ids, NoBounce):
            return ids
        results = [self._fail(message_id) for message_id in sorted(ids)]
        if BounceResult.ASKED in results:
            return BounceResult.ASKED
        return BounceResult.OVER if BounceResult.OVER in results else NoBounce.NOT_OURS

    def _fail(self, message_id: UUID) -> BounceResult | None:
        with self._database.writing() as session:
            row = session.get(MessageRow, message_id)
            if row is None or row.layer is not Layer.EMAIL:
                return None
            submission = session.get_one(SubmissionRow, row.submission_id)
            is_current = row.address_version == address_version(session, submission, row.layer)
            has_failed = is_current and self._layers.fail_contact(
                session, submission, Reason.EMAIL_BOUNCED
            )
            return BounceResult.ASKED if has_failed else BounceResult.OVER
