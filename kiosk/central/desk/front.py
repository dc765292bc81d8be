"""The front page."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from kiosk.central.desk.navigation import EVERYBODY
from kiosk.central.desk.page import render, visitor_of
from kiosk.central.desk.sessions import Visitor

router = APIRouter()
Reader = Annotated[Visitor, Depends(visitor_of(EVERYBODY))]


@router.get("/")
def front(request: Request, _visitor: Reader) -> Response:
    """How far people have come."""
    return render(request, "front.html")
