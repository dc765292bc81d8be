"""The signed configuration bundle: published anew whenever its content has changed."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.central.settings.configuration import Clock
from kiosk.central.settings.settings import SettingsBook
from kiosk.central.storage.database import Database, hold
from kiosk.central.storage.models import BatchRow, ConfigRow
from kiosk.central.vault.keys import CentreKeys
from kiosk.sync.protocol import Batch, ConfigBundle, SealingKey, base64_text
from kiosk.sync.signing import SigningContext, sign


@dataclass(frozen=True, slots=True)
class PublishedBundle:
    """The newest bundle, as it is sent."""

    sequence: int
    signed: str

    @property
    def etag(self) -> str:
        """Names it in HTTP."""
        return f'"{self.sequence}"'


class Publisher:
    """Keeps the bundle in step with batches, settings and keys."""

    def __init__(
        self, database: Database, clock: Clock, keys: CentreKeys, settings: SettingsBook
    ) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys
        self._settings = settings

    def newest(self) -> PublishedBundle:
        """What kiosks get now."""
        with self._database.reading() as session:
            row = session.scalars(_NEWEST).one()
            return PublishedBundle(row.sequence, row.signed)

    def publish(self, session: Session) -> None:
        """Sign a bundle with the next sequence number, unless nothing has changed."""
        hold(session, "bundle")
        last = session.scalars(_NEWEST).one_or_none()
        bundle = self._bundle(session, sequence=last.sequence + 1 if last else 1)
        digest = _content_sha256(bundle)
        if last is not None and last.content_sha256 == digest:
            return
        key = self._keys.config
        payload = bundle.model_dump_json().encode()
        signed = sign(payload, SigningContext.CONFIG, key.private, key.key_id)
        session.add(
            ConfigRow(
                sequence=bundle.sequence,
                content_sha256=digest,
                signed=signed.model_dump_json(),
            )
        )

    def _bundle(self, session: Session, sequence: int) -> ConfigBundle:
        settings = self._settings.seen_by(session)
        batches = session.scalars(select(BatchRow).order_by(BatchRow.opens_at, BatchRow.batch_id))
        return ConfigBundle(
            sequence=sequence,
            made_at=self._clock(),
            batches=[batch_message(row) for row in batches],
            eligibility=settings.eligibility,
            consents=list(settings.consents),
            statement=settings.statement,
            assessment=settings.assessment,
            photo_profile=settings.photo_profile,
            help_line=settings.help_line,
            sealing_keys=[
                SealingKey(key_id=pair.key_id, public_key=base64_text(pair.public))
                for pair in self._keys.sealing
            ],
            retry=settings.retry,
        )


_NEWEST = select(ConfigRow).order_by(ConfigRow.sequence.desc()).limit(1)


def batch_message(row: BatchRow) -> Batch:
    """A batch as kiosks see it."""
    return Batch(
        batch_id=row.batch_id,
        name=row.name,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        quota=row.quota,
        state=row.state,
    )


def _content_sha256(bundle: ConfigBundle) -> str:
    content = bundle.model_dump_json(exclude={"sequence", "made_at"})
    return hashlib.sha256(content.encode()).hexdigest()
