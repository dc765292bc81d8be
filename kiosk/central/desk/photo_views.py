"""Photos that somebody looks at in order to judge them.

Only a worker can open what is sealed. So whoever judges asks for a view; a worker opens photo and
card into it, concealed, and it is gone after minutes, or with the judgement. Nobody but who asked
is shown it.
"""

import base64
from datetime import timedelta
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kiosk.central.blobs.store import BlobStoreDownError
from kiosk.central.desk.models import PhotoViewRow
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.database import FOR_CHANGE, Database
from kiosk.central.storage.models import SubmissionRow
from kiosk.central.vault.keys import CentreKeys
from kiosk.central.vault.opening import Opener, Unusable
from kiosk.domain.exception import ExceptionKind
from kiosk.domain.reason import Reason
from kiosk.sync.forms import FindingForm, PictureForm

SEEN_FOR = timedelta(minutes=5)
_TRIED_AGAIN_AFTER = timedelta(seconds=30)


class Picture(BaseModel):
    """One picture, and what the kiosk found on it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    jpeg: str
    """Base64."""
    findings: list[FindingForm]
    exception: ExceptionKind | None

    def __repr__(self) -> str:
        return "Picture(***)"


class Opened(BaseModel):
    """What a worker found. Both are None where nothing can be read, or nothing was taken."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    photo: Picture | None
    card: Picture | None
    exception: ExceptionKind | None
    """Why nobody was photographed."""


class PhotoViews:
    """What the pages ask for and show. Opens nothing."""

    def __init__(self, database: Database, clock: Clock, keys: CentreKeys) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys

    def ask(self, account: str, submission_id: UUID) -> UUID:
        """A new view, in place of the last one; ring the workforce afterwards.

        However often somebody asks, no more is kept than one copy for each pair of eyes.
        """
        now, view_id = self._clock(), uuid4()
        last = (PhotoViewRow.account == account) & (PhotoViewRow.submission_id == submission_id)
        with self._database.writing() as session:
            session.execute(delete(PhotoViewRow).where(last))
            session.add(
                PhotoViewRow(
                    view_id=view_id,
                    submission_id=submission_id,
                    account=account,
                    ends_at=now + SEEN_FOR,
                    due_at=now,
                    content=None,
                )
            )
        return view_id

    def look(self, account: str, view_id: UUID, submission_id: UUID) -> Opened | None:
        """What is to be seen; None while it is being opened.

        Raises LookupError where it is over, somebody else's, or of another submission.
        """
        with self._database.reading() as session:
            row = session.get(PhotoViewRow, view_id)
        is_theirs = row is not None and (row.account, row.submission_id) == (account, submission_id)
        if row is None or not is_theirs or row.ends_at <= self._clock():
            raise LookupError(view_id)
        if row.content is None:
            return None
        return Opened.model_validate_json(self._keys.reveal(row.content))

    def end(self, submission_id: UUID) -> None:
        """It has been judged: nobody has to see it any more."""
        with self._database.writing() as session:
            session.execute(delete(PhotoViewRow).where(PhotoViewRow.submission_id == submission_id))
        self._database.overwrite_deleted()


class PhotoOpening:
    """The errand of a worker: opens what is asked for, and clears away what is over."""

    def __init__(self, database: Database, clock: Clock, keys: CentreKeys, opener: Opener) -> None:
        self._database = database
        self._clock = clock
        self._keys = keys
        self._opener = opener

    def run_once(self) -> bool:
        """Open one view, if any is asked for. Doing it twice does no harm."""
        self._clear_away()
        view_id = self._claim()
        if view_id is None:
            return False
        with self._database.reading() as session:
            view = session.get(PhotoViewRow, view_id)
            if view is None:
                return True
            submission = session.get_one(SubmissionRow, view.submission_id)
            try:
                opened = self._open(session, submission)
            except BlobStoreDownError:
                return True  # its time comes again
        self._keep(view_id, opened)
        return True

    def _claim(self) -> UUID | None:
        now = self._clock()
        next_due = select(PhotoViewRow).where(PhotoViewRow.due_at <= now).limit(1)
        with self._database.reading() as session:
            if session.scalars(next_due).first() is None:
                return None
        with self._database.writing() as session:
            locked = next_due.with_for_update(skip_locked=True, **FOR_CHANGE)
            row = session.scalars(locked).first()
            if row is None:
                return None
            row.due_at = now + _TRIED_AGAIN_AFTER
            return row.view_id

    def _open(self, session: Session, submission: SubmissionRow) -> Opened:
        if submission.photo_revision:
            photo = self._opener.photo(session, submission)
            card = self._opener.card(session, submission) if submission.awaits_card else None
            return Opened(photo=_picture(photo), card=_picture(card), exception=None)
        form = self._opener.form(session, submission)
        reason = None if isinstance(form, Unusable) else form.form.photo_exception
        kind = None if reason is None else ExceptionKind(reason.kind)
        card = self._opener.card(session, submission) if submission.awaits_card else None
        return Opened(photo=None, card=_picture(card), exception=kind)

    def _keep(self, view_id: UUID, opened: Opened) -> None:
        content = self._keys.conceal(opened.model_dump_json())
        with self._database.writing() as session:
            row = session.get(PhotoViewRow, view_id)
            if row is not None:
                row.content, row.due_at = content, None

    def _clear_away(self) -> None:
        is_over = PhotoViewRow.ends_at <= self._clock()
        with self._database.reading() as session:
            if (
                session.scalars(select(PhotoViewRow.view_id).where(is_over).limit(1)).first()
                is None
            ):
                return
        with self._database.writing() as session:
            session.execute(delete(PhotoViewRow).where(is_over))
        self._database.overwrite_deleted()


def _picture(form: PictureForm | None) -> Picture | None:
    if form is None:
        return None
    kind = None if form.exception is None else ExceptionKind(form.exception.kind)
    jpeg = base64.b64encode(form.jpeg).decode()
    return Picture(jpeg=jpeg, findings=form.findings, exception=kind)


def shown_reasons(picture: Picture) -> tuple[Reason, ...]:
    """What the kiosk itself did not like."""
    doubted = (one.reason for one in picture.findings if one.verdict in {"fail", "unsure"})
    return tuple(dict.fromkeys(doubted))
