"""Another camera: seen live before it is kept, given up at once where it does not open."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Final

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout

from kiosk.camera.choice import Camera
from kiosk.camera.guidance import Instruction
from kiosk.camera.inspector import Inspection
from kiosk.camera.loop import CameraState
from kiosk.store.settings import DeskSettings
from kiosk.ui.look import Look
from kiosk.ui.officer.supervisor.setting_sheet import SettingSheet
from kiosk.ui.photo_session import PhotoSession
from kiosk.ui.preview_feed import PreviewFeed
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.aids import AidButton
from kiosk.ui.widgets.button import Rank
from kiosk.ui.widgets.camera_view import CameraView
from kiosk.ui.widgets.card_button import TickCard
from kiosk.ui.widgets.instruction import InstructionCard
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.sheet_grid import BESIDE_FROM
from kiosk.ui.widgets.tick import ONE_OF_SEVERAL

_CONTENT_SHARE: Final = 9
"""Of the width, as the page shares it out."""
_PICTURE_SHARE, _PICTURE_SHARE_OF_BIG_TEXT = 11, 8
_BIG_TEXT: Final = 1.25
_GAP: Final = 32
_NO_USE: Final = frozenset(
    {
        CameraState.MISSING,
        CameraState.BUSY,
        CameraState.UNFIT,
        CameraState.LOST,
        CameraState.STALLED,
        CameraState.FROZEN,
    }
)
"""A camera that is only tried out is given up in these."""


class CameraSheet(SettingSheet):
    """Tiles at the left, the picture of the chosen camera at the right.

    The first camera that is found is the one in use: it is gone back to when another one does not
    open, and when the sheet is left without keeping another.
    """

    name: ClassVar[str] = "camera"
    icon: ClassVar[str] = "camera"

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services)
        self._cameras: Sequence[Camera] = ()
        self._kept: Camera | None = None
        self._tried: Camera | None = None
        self._session: PhotoSession | None = None
        self._is_on = False
        self.tiles: list[TickCard] = []
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self.view = CameraView(look)
        self.instruction = InstructionCard(look)
        self.keep_button = AidButton(
            look, "officer.camera_choice.keep", name="keep_camera_button", rank=Rank.PRIMARY
        )
        self.keep_button.show_icon("check")
        self._feed = PreviewFeed(services.camera, self)
        self._lay_out()
        self._feed.frame_ready.connect(self.view.show_frame)
        self._feed.inspected.connect(self._follow)
        self._feed.state_changed.connect(self._show_state)
        self.keep_button.clicked.connect(self._keep)

    def show_settings(self, desk: DeskSettings) -> None:  # noqa: ARG002
        """Show the picture of the camera in use, and look for others."""
        self.keep_button.setEnabled(False)
        self._is_on = True
        self.services.camera.start()
        self._feed.start()
        self.background.watch(self.services.workers.submit(self.services.find_cameras), self._offer)

    def end(self) -> None:
        """Go back to the camera that was kept, and switch it off."""
        super().end()
        self._feed.stop()
        self.view.clear()
        if self._is_on:
            self._is_on = False
            self.services.camera.stop()
        if self._tried is not None and self._kept is not None:
            self.services.camera.change_camera(self._kept)
        self._tried = self._session = None
        self._show_tiles(())

    def _offer(self, cameras: Sequence[Camera]) -> None:
        in_use = self.services.camera.name
        self._kept = next((each for each in cameras if each.name == in_use), None)
        self._show_tiles(cameras)
        if self._kept is not None and self._kept.instead_of:
            values = {"wanted": self._kept.instead_of, "name": self._kept.name}
            self.notice.tell(Kind.ATTENTION, Sentence("officer.camera_choice.instead", values))
        elif len(cameras) <= 1:
            self.notice.tell(Kind.ATTENTION, Sentence("officer.camera_choice.only_one"))
        self._tell_missing()

    def _tell_missing(self) -> None:
        """Which camera is not there; the tiles are those that are."""
        if self._kept is None or self._tried is not None:
            return
        if self.services.camera.state is CameraState.MISSING:
            values = {"name": self._kept.name}
            self.notice.tell(Kind.WRONG, Sentence("officer.camera_choice.missing", values))

    def _show_tiles(self, cameras: Sequence[Camera]) -> None:
        for old in self.tiles:
            self._group.removeButton(old)
            old.setParent(None)
            old.deleteLater()
        self._cameras = tuple(cameras)
        self.tiles = [self._tile(number, camera) for number, camera in enumerate(cameras)]
        self.look.dress(self)
        self._mark()

    def _tile(self, number: int, camera: Camera) -> TickCard:
        tile = TickCard(self.look, f"camera_{number}", lambda: camera.name, ONE_OF_SEVERAL)
        tile.clicked.connect(partial(self._try, camera))
        self._group.addButton(tile, number)
        self._column.addWidget(tile)
        return tile

    def _mark(self) -> None:
        """The tile of the camera whose picture is shown."""
        shown = self._tried or self._kept
        for camera, tile in zip(self._cameras, self.tiles, strict=True):
            tile.setChecked(camera is shown)

    def _try(self, camera: Camera) -> None:
        self.notice.clear()
        self._tried = None if camera is self._kept else camera
        self._change_to(camera)

    def _change_to(self, camera: Camera) -> None:
        """The states of the one before say nothing about it."""
        self._feed.stop()
        self._session = None
        self.view.clear()
        self.keep_button.setEnabled(False)
        self.instruction.show_camera(CameraState.STARTING)
        self._mark()
        changed = self.services.camera.change_camera(camera)
        self.background.watch(changed, lambda _: self._feed.start())

    def _show_state(self, state: CameraState) -> None:
        self.worked.emit()
        self.instruction.show_camera(state)
        if not state.has_pictures:
            self.view.clear()
        self.keep_button.setEnabled(self._tried is not None and state.has_pictures)
        self._tell_missing()
        if self._tried is not None and self._kept is not None and state in _NO_USE:
            name, self._tried = self._tried.name, None
            self._change_to(self._kept)
            self.notice.tell(
                Kind.WRONG, Sentence("officer.camera_choice.does_not_open", {"name": name})
            )

    def _follow(self, inspection: Inspection) -> None:
        self.worked.emit()
        if self._session is None:
            self._session = PhotoSession(self.services.camera.profile)
        guidance = self._session.offer(inspection).guidance
        if guidance.instruction is Instruction.HOLD_STILL:
            self.instruction.show_good("officer.camera_choice.good")
        else:
            self.instruction.show_guidance(guidance)

    def _keep(self) -> None:
        camera = self._tried
        if camera is not None:
            self.change(partial(self._keep_on, camera), camera=camera.source)

    def _keep_on(self, camera: Camera) -> None:
        self._kept, self._tried = camera, None
        self.keep_button.setEnabled(False)
        self._mark()
        self.notice.tell(Kind.RIGHT, Sentence("officer.camera_choice.kept"))

    def _width_of_actions(self) -> int:
        """The picture stands beside them where the screen is not upright."""
        if self.width() < self.height() * BESIDE_FROM:
            return self.width()
        return round(self.width() * _CONTENT_SHARE / (_CONTENT_SHARE + self._share)) - _GAP

    @property
    def _share(self) -> int:
        is_big = self.look.text_scale > _BIG_TEXT
        return _PICTURE_SHARE_OF_BIG_TEXT if is_big else _PICTURE_SHARE

    def _share_width(self) -> None:
        self.set_side(self.view, share=self._share)

    def _lay_out(self) -> None:
        self.body.addLayout(self._column)
        on_picture = QVBoxLayout(self.view)
        on_picture.setContentsMargins(16, 16, 16, 16)
        on_picture.addStretch(1)
        on_picture.addWidget(self.instruction)
        self.look.changed.connect(self._share_width)
        self._share_width()
        self.bottom_row.addWidget(self.keep_button)
