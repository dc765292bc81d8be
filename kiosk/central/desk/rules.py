"""The settings: what is in force, who changed what, and changing them once the change was seen."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from kiosk.central.centre import Centre
from kiosk.central.desk.audit import Deed
from kiosk.central.desk.models import Role
from kiosk.central.desk.navigation import ADMINISTRATORS, REVIEWERS
from kiosk.central.desk.page import Acting, NotThereError, acting_as, go_to, render, visitor_of
from kiosk.central.desk.sessions import Visitor
from kiosk.central.settings.configuration import Configuration
from kiosk.central.settings.settings import SettingsVersion, diff_of
from kiosk.central.settings.settings_text import FaultKind, Faults, SettingsFault, configuration_of
from kiosk.central.web.access import CentreOf

router = APIRouter()
Reader = Annotated[Visitor, Depends(visitor_of(REVIEWERS))]
Editor = Annotated[Visitor, Depends(visitor_of(ADMINISTRATORS))]
Author = Annotated[Acting, Depends(acting_as(ADMINISTRATORS))]
Text = Annotated[str, Form()]
Version = Annotated[int, Form(ge=1)]


@router.get("/settings")
def settings(request: Request, centre: CentreOf, visitor: Reader) -> Response:
    """What is in force, as it was written."""
    newest = centre.settings.newest()
    may_edit = visitor.role is Role.ADMINISTRATOR
    return render(request, "settings.html", version=newest, may_edit=may_edit)


@router.get("/settings/history")
def history(request: Request, centre: CentreOf, _visitor: Reader) -> Response:
    """Who changed what, and when."""
    versions = centre.settings.history()
    return render(request, "settings_history.html", versions=versions, lines=diff_lines)


@router.get("/settings/edit")
def edit(
    request: Request,
    centre: CentreOf,
    _visitor: Editor,
    version: Annotated[int | None, Query(ge=1)] = None,
) -> Response:
    """Begin with what is in force, or with an older version to go back to."""
    versions = centre.settings.history()
    begin = versions[0] if version is None else _of(versions, version)
    return _editor(request, begin.text, based_on=versions[0].version)


@router.post("/settings/edit")
def edit_on(request: Request, _acting: Author, text: Text = "", based_on: Version = 1) -> Response:
    """Back to the text from the look at the change."""
    return _editor(request, _lines(text), based_on=based_on)


@router.post("/settings/check")
def check(
    request: Request, centre: CentreOf, _acting: Author, text: Text = "", based_on: Version = 1
) -> Response:
    """What would change; nothing does yet."""
    written = _lines(text)
    faults = _faults(centre, written, based_on)
    if faults:
        return _editor(request, written, based_on=based_on, faults=faults)
    diff = diff_lines(diff_of(centre.settings.newest().text, written))
    return render(request, "settings_check.html", text=written, based_on=based_on, diff=diff)


@router.post("/settings")
def change(
    request: Request, centre: CentreOf, acting: Author, text: Text = "", based_on: Version = 1
) -> Response:
    """Put it in force, for all processes within seconds and for kiosks with the next bundle."""
    written = _lines(text)
    faults = _faults(centre, written, based_on)
    if not faults:
        with acting.act(Deed.SETTINGS_CHANGE, str(based_on + 1)):
            faults = centre.settings.change(acting.visitor.account, written, based_on)
    if faults:
        return _editor(request, written, based_on=based_on, faults=faults)
    return go_to("/settings", done="settings_changed")


def diff_lines(diff: str) -> list[tuple[str, str]]:
    """Each line with what it is: `added`, `removed`, `place` or `same`."""
    kinds = {"+": "added", "-": "removed", "@": "place"}
    return [(kinds.get(line[:1], "same"), line) for line in diff.splitlines()]


def _editor(request: Request, text: str, *, based_on: int, faults: Faults = ()) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return render(
        request, "settings_edit.html", status, text=text, based_on=based_on, faults=faults
    )


def _faults(centre: Centre, text: str, based_on: int) -> Faults:
    read = configuration_of(text)
    if not isinstance(read, Configuration):
        return read
    if centre.settings.newest().version != based_on:
        return (SettingsFault(FaultKind.CHANGED_MEANWHILE),)
    return ()


def _of(versions: Sequence[SettingsVersion], version: int) -> SettingsVersion:
    found = next((one for one in versions if one.version == version), None)
    if found is None:
        raise NotThereError
    return found


def _lines(text: str) -> str:
    """As it was shown: browsers end the lines of a form in their own way."""
    lines = text.replace("\r\n", "\n").strip("\n")
    return f"{lines}\n" if lines else ""
