"""The web application: routes, problems, limits."""

from functools import partial

from fastapi import FastAPI

from kiosk import __version__
from kiosk.central.centre import Centre
from kiosk.central.desk.router import create_desk
from kiosk.central.intake.admission import Door
from kiosk.central.intake.limits import BodyLimit
from kiosk.central.intake.read_ahead import ReadAhead
from kiosk.central.routes import (
    carrier,
    codes,
    devices,
    email_link,
    submissions,
    test,
    tickets,
    uploads,
)
from kiosk.central.web.date_header import DateHeader
from kiosk.central.web.documented import ANYWHERE, describe
from kiosk.central.web.problems import install_problem_handlers
from kiosk.sync.protocol import VERSION


def create_app(centre: Centre) -> FastAPI:
    """Serve this centre, and take up what was left undone. Described at `/openapi.json`."""
    centre.workforce.ring()
    app = FastAPI(
        title="Loket centre",
        version=__version__,
        summary="Takes registrations from kiosks and tells what becomes of them",
        docs_url=None,  # both pages would load their scripts from elsewhere
        redoc_url=None,
        responses=ANYWHERE,
    )
    app.state.centre = centre
    app.openapi = partial(describe, app)  # type: ignore[method-assign]  # as FastAPI documents it
    for routes in (devices, submissions, uploads, codes, test, tickets, carrier):
        app.include_router(routes.router, prefix=f"/{VERSION}")
    app.include_router(email_link.router)
    app.mount("/desk", create_desk(centre))
    install_problem_handlers(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(ReadAhead)
    app.add_middleware(Door, admission=centre.admission)
    build = app.build_middleware_stack  # its outermost layer answers accidents with 500
    app.build_middleware_stack = lambda: DateHeader(build(), centre.clock)  # type: ignore[method-assign]
    return app
