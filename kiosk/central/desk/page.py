"""What every page needs: to be rendered, to know its visitor, and to have its acts checked.

    Reader = Annotated[Visitor, Depends(visitor_of(CENTRE_WIDE))]
    Actor = Annotated[Acting, Depends(acting_as(ADMINISTRATORS))]

    @router.get("/things")
    def things(request: Request, centre: CentreOf, visitor: Reader) -> Response:
        return render(request, "things.html", things=...)

    @router.post("/things/{thing}/end")
    def end(thing: str, centre: CentreOf, acting: Actor) -> Response:
        with acting.act(Deed.THING_END, subject=thing):
            ...
        return go_to("/things", done="thing_ended")

Every form of such a page holds `{{ csrf() }}`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kiosk.central.centre import Centre
from kiosk.central.desk.audit import Audit, Deed
from kiosk.central.desk.models import Role
from kiosk.central.desk.navigation import menu_of
from kiosk.central.desk.sessions import Visitor
from kiosk.central.desk.words import Language, Words, words
from kiosk.central.devices.tokens import secret_hash
from kiosk.central.web.access import CentreOf

T = TypeVar("T")
DESK = "/desk"
SESSION_COOKIE = "loket_desk"
LANGUAGE_COOKIE = "loket_language"
ROWS = 50
LAST_PAGE = 2000
"""Whoever has not found it by then is to filter."""
PageOf = Annotated[int, Query(ge=1, le=LAST_PAGE)]
"""Which page of a list."""
_OWN_PATH = re.compile(r"/desk(?:/[\w./-]*)?(?:\?[\w.=&%+-]*)?", re.ASCII)


class NotLoggedInError(Exception):
    """Nobody, or nobody any more."""


class PasswordDueError(Exception):
    """The one-time password has done its work; nothing else before another is chosen."""


class NotForThemError(Exception):
    """The page, or the act, is for others."""


class ForeignFormError(Exception):
    """The form did not come from a page of ours that was made for this log-in."""


class NotThereError(Exception):
    """There is no such thing, or not for this visitor; they are not told which."""


def session_secret(request: Request) -> str:
    """What the browser has; empty for none."""
    return request.cookies.get(SESSION_COOKIE, "")


def words_of(request: Request) -> Words:
    """In the language that this browser asked for."""
    asked = request.cookies.get(LANGUAGE_COOKIE, "")
    return words(Language(asked) if asked in set(Language) else Language.INDONESIAN)


def the_visitor(request: Request, centre: CentreOf) -> Visitor:
    """Whoever is logged in, whatever they still have to do first."""
    visitor = centre.desk.sessions.find(session_secret(request))
    if visitor is None:
        raise NotLoggedInError
    request.state.visitor = visitor
    return visitor


VisitorOf = Annotated[Visitor, Depends(the_visitor)]


def visitor_of(roles: frozenset[Role]) -> Callable[[Visitor], Visitor]:
    """A dependency: somebody with one of these roles, and a password of their own."""

    def admit(visitor: VisitorOf) -> Visitor:
        if visitor.must_choose_password:
            raise PasswordDueError
        if not visitor.is_one_of(roles):
            raise NotForThemError
        return visitor

    return admit


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who sent one of our forms."""

    visitor: Visitor
    audit: Audit

    @contextmanager
    def act(self, deed: Deed, subject: str = "", detail: str = "") -> Iterator[None]:
        """Do it inside: it is written down before, and once more when it could not be done."""
        with self.audit.act(self.visitor.account, deed, subject, detail):
            yield


def acting_as(roles: frozenset[Role]) -> Callable[[Visitor, Centre, str], Acting]:
    """A dependency for POST: the same visitor, and a form that is ours."""

    def admit(
        visitor: Annotated[Visitor, Depends(visitor_of(roles))],
        centre: CentreOf,
        csrf: Annotated[str, Form()] = "",
    ) -> Acting:
        if not visitor.has_sent(csrf):
            raise ForeignFormError
        return Acting(visitor, centre.desk.audit)

    return admit


def render(
    request: Request, page: str, code: HTTPStatus = HTTPStatus.OK, **values: object
) -> HTMLResponse:
    """The page with the words of the visitor's language as `t`; everything is escaped."""
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    text = words_of(request)
    done = request.query_params.get("done", "")
    told = next((key for key in (f"done.{done}", f"not_done.{done}") if key in text), "")
    content = (
        _pages()
        .get_template(page)
        .render(
            t=text,
            languages=list(Language),
            visitor=visitor,
            menu=[] if visitor is None or visitor.must_choose_password else menu_of(visitor),
            here=request.url.path.removeprefix(DESK) or "/",
            back=_address(request),
            done=text(told) if told else "",
            is_done=told.startswith("done."),
            csrf=lambda: _csrf_field(visitor),
            style=f"{DESK}/style/{style_version()}.css",
            **values,
        )
    )
    return HTMLResponse(content, code)


def go_to(path: str, *, done: str = "", at: str = "") -> RedirectResponse:
    """After an act: another page below `/desk`, scrolled to the element with the id `at`.

    The page says what was done (`done.<done>`), or why nothing was (`not_done.<done>`).
    """
    query = f"{'&' if '?' in path else '?'}{urlencode({'done': done})}" if done else ""
    place = f"#{at}" if at else ""
    return RedirectResponse(f"{DESK}{path}{query}{place}", HTTPStatus.SEE_OTHER)


def own_path(address: str) -> str:
    """The address where it is one of ours, else the front page: links may be sent by anybody."""
    return address if _OWN_PATH.fullmatch(address) and ".." not in address else f"{DESK}/"


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """One page of a list."""

    rows: Sequence[T]
    page: int
    has_more: bool


def paged(rows: Sequence[T], page: int) -> Paged[T]:
    """`rows` were asked for with `offset(ROWS * (page - 1)).limit(ROWS + 1)`."""
    return Paged(rows[:ROWS], page, len(rows) > ROWS and page < LAST_PAGE)


@cache
def style_sheet() -> str:
    """The one style sheet."""
    return (files("kiosk.central.desk") / "style" / "desk.css").read_text("utf-8")


@cache
def style_version() -> str:
    """Part of its address: a browser keeps it until there is another."""
    return secret_hash(style_sheet())[:12]


@cache
def _pages() -> Environment:
    loader = PackageLoader("kiosk.central.desk", "pages")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["with_query"] = with_query
    return environment


def with_query(address: str, **changes: object) -> str:
    """The address with these parameters in place of the ones it had."""
    path, _, query = address.partition("?")
    kept = [part for part in query.split("&") if part and part.partition("=")[0] not in changes]
    return f"{path}?{'&'.join([*kept, urlencode(changes)])}"


def _address(request: Request) -> str:
    query = request.url.query
    return own_path(f"{request.url.path}?{query}" if query else request.url.path)


def _csrf_field(visitor: Visitor | None) -> Markup:
    value = "" if visitor is None else visitor.csrf
    return Markup('<input type="hidden" name="csrf" value="{}">').format(value)
