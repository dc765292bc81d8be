"""Routes of uploads that go on after a break, in the manner of tus 1.0."""

from email.utils import format_datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.concurrency import run_in_threadpool

from kiosk.central.centre import Centre
from kiosk.central.devices.tokens import Caller
from kiosk.central.intake.intake import Arrival, Stored
from kiosk.central.intake.limits import UPLOADS_PATH
from kiosk.central.intake.uploads import Upload
from kiosk.central.routes.submissions import KNOWN_PART, PART_PROBLEMS, receipt_answer
from kiosk.central.web.access import CallerOf, CentreOf, GrantOf
from kiosk.central.web.documented import problems
from kiosk.central.web.problems import CentreProblemType, Refusal, RefusedError
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import Signed
from kiosk.sync.resumable import (
    PIECE_TYPE,
    TUS_VERSION,
    TusHeader,
    UploadDescription,
    UploadState,
)
from kiosk.sync.sealing import MAX_ENVELOPE_BYTES

_EXTENSIONS = "creation,creation-with-upload,expiration"
_PIECE: dict[str, Any] = {
    "requestBody": {
        "description": "The bytes that come next",
        "content": {PIECE_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}
_OTHER_TYPE = Refusal(
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    CentreProblemType.REQUEST_INVALID,
    f"The body must be {PIECE_TYPE}",
    field="Content-Type",
)
_OTHER_TUS = problems(HTTPStatus.PRECONDITION_FAILED)
_RECEIPT = {"model": Signed, "description": "Whole: the receipt, as for a part sent at once"}


def spoken(
    version: Annotated[str | None, Header(alias=TusHeader.VERSION)] = None,
) -> None:
    """Refuse another version of tus."""
    if version != TUS_VERSION:
        raise RefusedError(
            Refusal(
                HTTPStatus.PRECONDITION_FAILED,
                CentreProblemType.REQUEST_INVALID,
                f"This centre speaks tus {TUS_VERSION}",
                field=TusHeader.VERSION,
            )
        )


def announced(
    length: Annotated[int, Header(alias=TusHeader.LENGTH)],
    metadata: Annotated[str, Header(alias=TusHeader.METADATA)],
) -> UploadDescription:
    """What the upload is going to be; refuse what is none, or too large for its part."""
    try:
        description = UploadDescription.read(metadata, length)
    except ValueError as error:
        raise RefusedError(
            Refusal(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                CentreProblemType.REQUEST_INVALID,
                "What is going to be uploaded is missing, unknown or malformed",
                field=TusHeader.METADATA,
            )
        ) from error
    if length > MAX_ENVELOPE_BYTES[description.part]:
        raise RefusedError(
            Refusal(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                ProblemType.TOO_LARGE,
                "The envelope is larger than its part may be",
            )
        )
    return description


router = APIRouter(tags=["uploads"])
_OF_TUS = [Depends(spoken)]


@router.options("/uploads", summary="Which tus is spoken here", status_code=HTTPStatus.NO_CONTENT)
def spoken_here() -> Response:
    """Needs no token."""
    headers = {
        "Tus-Version": TUS_VERSION,
        "Tus-Extension": _EXTENSIONS,
        "Tus-Max-Size": str(max(MAX_ENVELOPE_BYTES.values())),
    }
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)


@router.post(
    "/uploads",
    summary="Begin an upload, or ask how much of it has come",
    status_code=HTTPStatus.CREATED,
    response_model=UploadState,
    dependencies=_OF_TUS,
    responses={200: _RECEIPT, **PART_PROBLEMS, **_OTHER_TUS},
    openapi_extra=_PIECE,
)
async def begin(
    centre: CentreOf,
    caller: CallerOf,
    request: Request,
    description: Annotated[UploadDescription, Depends(announced)],
    grant: GrantOf = None,
) -> Response:
    """The same upload as often as it is asked for. The body may bring the bytes from the first on.

    A part that is here already, or whole with this body, is answered with its receipt.
    """
    known = await run_in_threadpool(centre.intake.known, caller, description)
    if known is not None:
        centre.uploads.end(caller.device_id, description)
        return _received(known, description)
    if not centre.uploads.is_begun(caller.device_id, description):
        await run_in_threadpool(centre.let_in, caller)
    with centre.uploads.begin(caller.device_id, description) as upload:
        await _take(request, upload, 0)
        if upload.is_whole:
            return await _finish(centre, caller, upload, grant)
        state = centre.uploads.state(caller.device_id, upload.path.name)
    headers = _headers(state) | {"Location": f"{UPLOADS_PATH}/{state.upload}"}
    return Response(
        state.model_dump_json(),
        status_code=HTTPStatus.CREATED,
        media_type="application/json",
        headers=headers,
    )


@router.patch(
    "/uploads/{upload_id}",
    summary="Go on with an upload",
    status_code=HTTPStatus.NO_CONTENT,
    dependencies=_OF_TUS,
    responses={
        **KNOWN_PART,
        201: _RECEIPT,
        **PART_PROBLEMS,
        **_OTHER_TUS,
        **problems(HTTPStatus.NOT_FOUND),
    },
    openapi_extra=_PIECE,
)
async def go_on(  # what a request brings
    centre: CentreOf,
    caller: CallerOf,
    request: Request,
    upload_id: str,
    offset: Annotated[int, Header(alias=TusHeader.OFFSET, ge=0)],
    grant: GrantOf = None,
) -> Response:
    """Bytes from `Upload-Offset` on, which is where the upload stands.

    The last of them get it its receipt. Whatever came before a line broke is kept.
    """
    if request.headers.get("content-type") != PIECE_TYPE:
        raise RefusedError(_OTHER_TYPE)
    with centre.uploads.go_on(caller.device_id, upload_id, offset) as upload:
        await _take(request, upload, offset)
        if upload.is_whole:
            return await _finish(centre, caller, upload, grant)
        state = centre.uploads.state(caller.device_id, upload_id)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=_headers(state))


@router.head(
    "/uploads/{upload_id}",
    summary="How much of an upload has come",
    dependencies=_OF_TUS,
    responses={
        **_OTHER_TUS,
        **problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND),
    },
)
async def stands(centre: CentreOf, caller: CallerOf, upload_id: str) -> Response:
    """In the headers."""
    state = centre.uploads.state(caller.device_id, upload_id)
    length = {TusHeader.LENGTH: upload_id.rpartition(".")[2], "Cache-Control": "no-store"}
    return Response(headers=_headers(state) | length)


async def _take(request: Request, upload: Upload, position: int) -> None:
    async for chunk in request.stream():
        upload.write(position, chunk)
        position += len(chunk)


async def _finish(centre: Centre, caller: Caller, upload: Upload, grant: str | None) -> Response:
    """The very answer that a part gets which is sent at once."""
    named, content = upload.description, upload.content()
    arrival = Arrival(named.submission, named.part, named.revision, content, grant)
    try:
        stored = await run_in_threadpool(centre.receive, caller, arrival)
    except RefusedError as error:
        if error.refusal.is_final:
            upload.remove()
        raise
    upload.remove()
    return _received(stored, named)


def _received(stored: Stored, named: UploadDescription) -> Response:
    answer = receipt_answer(stored)
    answer.headers[TusHeader.OFFSET] = str(named.length)
    return answer


def _headers(state: UploadState) -> dict[str, str]:
    return {
        TusHeader.OFFSET: str(state.offset),
        TusHeader.EXPIRES: format_datetime(state.expires_at, usegmt=True),
    }
