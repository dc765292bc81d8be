"""Route of the ability test that is sat after the registration."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter

from kiosk.central.web.access import CallerOf, CentreOf, GrantOf
from kiosk.central.web.documented import problems
from kiosk.sync.forms import AssessmentForm
from kiosk.sync.protocol import TicketStatus

router = APIRouter(tags=["submissions"])


@router.post(
    "/submissions/{submission_id}/test",
    summary="Hand in the ability test",
    responses=problems(
        HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT
    ),
)
def hand_in_test(
    centre: CentreOf,
    caller: CallerOf,
    submission_id: UUID,
    sitting: AssessmentForm,
    grant: GrantOf = None,
) -> TicketStatus:
    """For somebody in `test_pending`; needs a grant. Who is not through may sit it again."""
    return centre.sittings.take(caller, submission_id, grant, sitting)
