"""The demo's centre, which can be out of service for a while."""

from kiosk.demo.centre import DemoCentre


class Centre(DemoCentre):
    """Keeps its address and everything it holds while it is down."""

    def go_down(self) -> None:
        self._server.stop()

    def come_up(self) -> None:
        self._server.start()
