"""Says on every answer what time it is at the centre, by the centre's own clock."""

from email.utils import format_datetime

from kiosk.central.intake.limits import AsgiApp, Message, Receive, Scope, Send
from kiosk.central.settings.configuration import Clock


class DateHeader:
    """The outermost layer, so that the answer to an accident has it too.

    Kiosks compare the date with their own clock: it is by that of the one who sets the deadlines.
    """

    def __init__(self, app: AsgiApp, clock: Clock) -> None:
        self._app, self._clock = app, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the header to whatever is answered."""

        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self._clock(), usegmt=True).encode()
                message["headers"] = [*message.get("headers", ()), (b"date", date)]
            await send(message)

        await self._app(scope, receive, dated)
