"""The operators' page as a web application of its own, to be mounted under `/desk`."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from importlib.resources import files
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from kiosk.central.centre import Centre
from kiosk.central.desk import (
    audit_log,
    batches,
    front,
    kiosks,
    log_in,
    offices,
    outgoing,
    photo_reasons,
    photos,
    provisioning,
    recap,
    rules,
    submissions,
)
from kiosk.central.desk.headers import StrictHeaders
from kiosk.central.desk.page import (
    DESK,
    ForeignFormError,
    NotForThemError,
    NotLoggedInError,
    NotThereError,
    PasswordDueError,
    go_to,
    own_path,
    render,
    session_secret,
    style_sheet,
    style_version,
)
from kiosk.central.storage.database import DatabaseDownError, NotStorableError

PAGES = (
    log_in, front, submissions, photos, photo_reasons, audit_log,
    offices, provisioning, kiosks, batches, recap, outgoing, rules,
)  # fmt: skip
_FONTS = {"400": "Regular", "600": "SemiBold", "700": "Bold"}
_FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="8" fill="#0B6E69"/>'
    '<path d="M11 8v16h11" fill="none" stroke="#fff" stroke-width="4"/></svg>'
)
_KNOWING = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)
"""Whoever is logged in keeps the menu, also where no page has asked who it is."""
_log = logging.getLogger(__name__)


def create_desk(centre: Centre) -> StrictHeaders:
    """Serve the people of this centre."""
    desk = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    desk.state.centre = centre
    for page in PAGES:
        desk.include_router(page.router)
    _serve_files(desk)
    _answer_visitors(desk)
    _answer_faults(desk)
    return StrictHeaders(desk)


def _serve_files(desk: FastAPI) -> None:
    @desk.get(f"/style/{style_version()}.css")
    def style() -> Response:
        return Response(style_sheet(), media_type="text/css", headers=_FOR_GOOD)

    @desk.get("/font/{weight}.ttf")
    def font(weight: str) -> Response:
        if weight not in _FONTS:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        file = files("kiosk.resources") / "fonts" / f"PlusJakartaSans_{weight}{_FONTS[weight]}.ttf"
        return Response(file.read_bytes(), media_type="font/ttf", headers=_FOR_GOOD)

    @desk.get("/icon.svg")
    def icon() -> Response:
        return Response(_ICON, media_type="image/svg+xml", headers=_FOR_GOOD)


def _answer_visitors(desk: FastAPI) -> None:
    """What becomes of somebody who may not be here, or not yet."""

    @desk.exception_handler(NotLoggedInError)
    def on_nobody(request: Request, _error: NotLoggedInError) -> Response:
        wanted = own_path(str(request.url.path)) if request.method == "GET" else f"{DESK}/"
        query = urlencode({"back": wanted})
        return RedirectResponse(f"{DESK}/log-in?{query}", HTTPStatus.SEE_OTHER)

    @desk.exception_handler(PasswordDueError)
    def on_password_due(_request: Request, _error: PasswordDueError) -> Response:
        return go_to("/password")

    desk.add_exception_handler(NotForThemError, _sorry(HTTPStatus.FORBIDDEN))
    desk.add_exception_handler(ForeignFormError, _sorry(HTTPStatus.CONFLICT))


def _answer_faults(desk: FastAPI) -> None:
    @desk.exception_handler(DatabaseDownError)
    def on_busy(request: Request, error: DatabaseDownError) -> Response:
        _log.error("database: %s", error)
        return _sorry(HTTPStatus.SERVICE_UNAVAILABLE)(request, error)

    desk.add_exception_handler(RequestValidationError, _sorry(HTTPStatus.BAD_REQUEST))
    desk.add_exception_handler(NotStorableError, _sorry(HTTPStatus.BAD_REQUEST))
    desk.add_exception_handler(NotThereError, _sorry(HTTPStatus.NOT_FOUND))
    desk.add_exception_handler(Exception, _sorry(HTTPStatus.INTERNAL_SERVER_ERROR))
    for status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        desk.add_exception_handler(status, _sorry(status))


def _sorry(status: HTTPStatus) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, _error: Exception) -> Response:
        if status in _KNOWING:
            centre: Centre = request.app.state.centre
            request.state.visitor = centre.desk.sessions.find(session_secret(request))
        return render(request, "sorry.html", status, status=status)

    return answer
