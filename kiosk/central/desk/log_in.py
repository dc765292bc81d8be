"""Logging in and out, the language, and one's own password."""

from http import HTTPStatus
from ipaddress import ip_address, ip_network
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from kiosk.central.desk.accounts import LogInProblem, LogInRefusal, PasswordChange
from kiosk.central.desk.audit import Deed
from kiosk.central.desk.headers import is_from_elsewhere
from kiosk.central.desk.page import (
    LANGUAGE_COOKIE,
    SESSION_COOKIE,
    ForeignFormError,
    VisitorOf,
    go_to,
    own_path,
    render,
    session_secret,
)
from kiosk.central.desk.passwords import SHORTEST, PasswordProblem
from kiosk.central.desk.sessions import Visitor
from kiosk.central.desk.words import Language
from kiosk.central.web.access import CentreOf

router = APIRouter()
_YEAR_SECONDS = 365 * 24 * 3600


def _own_form(visitor: VisitorOf, csrf: Annotated[str, Form()] = "") -> Visitor:
    """Also for somebody who has yet to choose a password."""
    if not visitor.has_sent(csrf):
        raise ForeignFormError
    return visitor


Sender = Annotated[Visitor, Depends(_own_form)]


@router.get("/log-in")
def ask(request: Request, back: str = "") -> Response:
    """The form."""
    return render(request, "log_in.html", target=own_path(back), problem="", name="")


@router.post("/log-in")
def log_in(
    request: Request,
    centre: CentreOf,
    name: Annotated[str, Form()],
    password: Annotated[str, Form()],
    target: Annotated[str, Form()] = "",
) -> Response:
    """Begin a session of its own, whatever the browser had before."""
    if is_from_elsewhere(request):
        raise ForeignFormError
    desk = centre.desk
    address = _address(request)
    account = desk.accounts.log_in(name, password, address)
    if isinstance(account, LogInRefusal):
        if account.is_news:
            known, why = desk.accounts.name_of(name), account.problem
            desk.audit.write(known, Deed.LOG_IN_FAILED, address, why, has_failed=True)
        return _refuse(request, account.problem, own_path(target), name)
    desk.sessions.end(session_secret(request))
    desk.audit.write(account.name, Deed.LOG_IN, address)
    answer = RedirectResponse(own_path(target), HTTPStatus.SEE_OTHER)
    _give(request, answer, SESSION_COOKIE, desk.sessions.begin(account))
    return answer


def _refuse(request: Request, problem: LogInProblem, target: str, name: str) -> Response:
    is_wrong = problem is LogInProblem.WRONG
    status = HTTPStatus.FORBIDDEN if is_wrong else HTTPStatus.TOO_MANY_REQUESTS
    return render(request, "log_in.html", status, target=target, problem=problem, name=name)


@router.post("/log-out")
def log_out(request: Request, centre: CentreOf, visitor: Sender) -> Response:
    """End the session, here and in the database."""
    centre.desk.audit.write(visitor.account, Deed.LOG_OUT)
    centre.desk.sessions.end(session_secret(request))
    answer = go_to("/log-in", done="logged_out")
    answer.delete_cookie(SESSION_COOKIE, path="/")
    return answer


@router.get("/language/{language}")
def speak(request: Request, language: Language, back: str = "") -> Response:
    """Another language from now on, in this browser."""
    answer = RedirectResponse(own_path(back), HTTPStatus.SEE_OTHER)
    _give(request, answer, LANGUAGE_COOKIE, language, seconds=_YEAR_SECONDS)
    return answer


@router.get("/password")
def ask_password(request: Request, _visitor: VisitorOf) -> Response:
    """The form for one's own password."""
    return render(request, "password.html", problem="", shortest=SHORTEST)


@router.post("/password")
def change_password(
    request: Request,
    centre: CentreOf,
    visitor: Sender,
    old: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Every log-in of the account ends; whoever changed it logs in anew."""
    desk = centre.desk
    change = PasswordChange(old, new, again, _address(request))
    problem = desk.accounts.change_password(visitor.account, change)
    if problem is PasswordProblem.WRONG:
        desk.audit.write(visitor.account, Deed.PASSWORD, visitor.account, problem, has_failed=True)
    if problem is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "password.html", status, problem=problem, shortest=SHORTEST)
    desk.audit.write(visitor.account, Deed.PASSWORD, visitor.account)
    return go_to("/log-in", done="password_changed")


def _address(request: Request) -> str:
    """Who speaks, as far as the line tells; of IPv6 the network, all of which is one customer's."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:  # a proxy may pass on whatever it was told
        return ""
    return str(address if address.version == 4 else ip_network((address, 64), strict=False))  # noqa: PLR2004


def _give(
    request: Request, answer: Response, name: str, value: str, seconds: int | None = None
) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
