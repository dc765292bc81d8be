"""How rows of the database's views, and of drafts, become records."""

import json
from collections.abc import Iterable
from uuid import UUID

from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.database import Row
from kiosk.store.moments import from_optional, from_text
from kiosk.store.records import DraftRow, OutboxItem, QueueRow, SubmissionRow


def to_submission(row: Row) -> SubmissionRow:
    """Read a row of `submission_row`."""
    submission_id, ticket, masked_name, phone_tail, officer, state, *answered = row
    centre_state, reasons, fields, batch_id, decree, deadline, *rest = answered
    photo_revision, made_here, made_at, delivered_at, outcome_at, started_at, exception = rest
    return SubmissionRow(
        id=UUID(submission_id),
        ticket=ticket,
        masked_name=masked_name,
        phone_tail=phone_tail,
        officer=officer,
        state=KioskState(state),
        centre_state=None if centre_state is None else CentreState(centre_state),
        reasons=tuple(Reason(reason) for reason in json.loads(reasons)),
        fields=tuple(json.loads(fields)),
        batch_id=batch_id,
        decree=decree,
        deadline=from_optional(deadline),
        photo_revision=photo_revision,
        made_here=bool(made_here),
        made_at=from_text(made_at),
        delivered_at=from_optional(delivered_at),
        outcome_at=from_optional(outcome_at),
        started_at=from_optional(started_at),
        photo_exception=exception,
    )


def to_item(row: Row) -> OutboxItem:
    """Read a row of `sendable`."""
    submission_id, part, revision, sha256, size_bytes, attempts, queued_at, *rest = row
    grant, sealed_by_other, *_ = rest
    return OutboxItem(
        submission_id=UUID(submission_id),
        part=part,
        revision=revision,
        sha256=sha256,
        size_bytes=size_bytes,
        attempts=attempts,
        queued_at=from_text(queued_at),
        grant=grant,
        sealed_by_other=bool(sealed_by_other),
    )


def to_queue_row(row: Row) -> QueueRow:
    """Read a row of `queue_row`."""
    submission_id, part, revision, sha256, ticket, masked_name, state, *rest = row
    attempts, queued_at, placed_at, next_try_at, last_reason, waits_for_form = rest
    return QueueRow(
        submission_id=UUID(submission_id),
        part=part,
        revision=revision,
        sha256=sha256,
        ticket=ticket,
        masked_name=masked_name,
        state=KioskState(state),
        attempts=attempts,
        queued_at=from_text(queued_at),
        placed_at=from_text(placed_at),
        next_try_at=from_text(next_try_at),
        last_reason=last_reason,
        waits_for_form=bool(waits_for_form),
    )


def to_draft(row: Row) -> DraftRow:
    """Read a draft without its form."""
    draft_id, ticket, name, step, started_at, saved_at = row
    return DraftRow(UUID(draft_id), ticket, name, step, from_text(started_at), from_text(saved_at))


def json_list(values: Iterable[str]) -> str:
    """A list as the database keeps it."""
    return json.dumps([str(value) for value in values])
