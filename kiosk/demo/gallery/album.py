"""The folder that the gallery is hung in, and the hand that photographs for it."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from kiosk.demo.gallery.layout import find_faults
from kiosk.demo.gallery.picture import palette_png, small_webp
from kiosk.demo.gallery.plates import AT_ONCE, DESK, VARIANT, WHOLE, Plate, look_at
from kiosk.demo.hand import Hand
from kiosk.ui.look import Look

INDEX: Final = "index.html"
_ENCODERS: Final = 2


class Album:
    """Keeps pictures as `<screen>/<plate>`; encoding goes on beside the walk. Close it."""

    def __init__(self, folder: Path, *, small: bool = False) -> None:
        """`small`: few bytes matter more than every pixel."""
        self._folder = folder
        self._encode, self._ending = (small_webp, "webp") if small else (palette_png, "png")
        self._encoders = ThreadPoolExecutor(_ENCODERS, thread_name_prefix="encoder")
        self._sizes: list[Future[int]] = []
        self.pictures: dict[str, list[str]] = {}

    def keep(self, screen: str, plate: Plate, image: QImage) -> None:
        """Take in a picture."""
        name = f"{screen}/{plate}.{self._ending}"
        self.pictures.setdefault(screen, []).append(name)
        self._sizes.append(self._encoders.submit(self._write, self._folder / name, image))

    def close(self) -> int:
        """Write what is still to be written, and the index; returns the bytes of all pictures."""
        self._encoders.shutdown()
        (self._folder / INDEX).write_text(_index(self.pictures), "utf-8")
        return sum(size.result() for size in self._sizes)

    def _write(self, path: Path, image: QImage) -> int:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.write_bytes(self._encode(image))


class Photographer(Hand):
    """A hand that looks at every screen in every way, and notes what is badly laid out."""

    def __init__(
        self, window: QWidget, look: Look, album: Album, tell: Callable[[str], None]
    ) -> None:
        super().__init__(window, Path(), tell)
        self._look = look
        self._pictures = album
        self._is_looking = True
        self.faults: list[str] = []

    @contextmanager
    def not_looking(self) -> Iterator[None]:
        """Do what a story does, without its pictures."""
        self._is_looking = False
        yield
        self._is_looking = True

    @contextmanager
    def at(self, window: QWidget) -> Iterator[None]:
        """Work in another window meanwhile."""
        usual, self._window = self._window, window
        yield
        self._window = usual

    def photograph(self, name: str) -> None:
        """Keep a whole set of pictures of the window as it is now."""
        if self._is_looking:
            self._look_at(name, WHOLE)

    def photograph_variant(self, name: str) -> None:
        """Keep the few pictures that show what is different from the usual."""
        self._look_at(name, VARIANT)

    def photograph_desk(self, name: str) -> None:
        """Keep the pictures of a screen of the officers."""
        self._look_at(name, DESK)

    def photograph_at_once(self, name: str) -> None:
        """Keep one picture, of what is over in a moment."""
        self.screens.append(name)
        self._pictures.keep(name, AT_ONCE, self._window.grab().toImage())

    def _look_at(self, name: str, plates: tuple[Plate, ...]) -> None:
        self.screens.append(name)
        found = 0
        for plate in look_at(plates, self._window, self._look):
            faults = find_faults(self._window)
            found += len(faults)
            self.faults += [f"{name} {plate}: {fault}" for fault in faults]
            if plate.is_kept:
                self._pictures.keep(name, plate, self._window.grab().toImage())
        self._tell(f"{len(self.screens):3} {name}" + (f"  ({found} faults)" if found else ""))


_PAGE: Final = Template("""<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Loket: every screen</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; background: #F5F6F3; color: #13201E; }
nav { columns: 14rem; } section { margin-top: 3rem; }
div { display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; }
figure { margin: 0; } img { display: block; height: 18rem; border: 1px solid #7A8783; }
figcaption { color: #40504D; font-size: 0.9rem; }
</style>
<h1>Loket: every screen</h1>
<nav>$links</nav>
$sections
</html>
""")


def _index(pictures: dict[str, list[str]]) -> str:
    links = "\n".join(f'<a href="#{name}">{escape(name)}</a><br>' for name in pictures)
    sections = "\n".join(_section(name, files) for name, files in pictures.items())
    return _PAGE.substitute(links=links, sections=sections)


def _section(name: str, files: list[str]) -> str:
    figures = "\n".join(
        f'<figure><a href="{file}"><img loading="lazy" src="{file}" alt="{name}"></a>'
        f"<figcaption>{Path(file).stem}</figcaption></figure>"
        for file in files
    )
    return f'<section id="{name}"><h2>{escape(name)}</h2><div>{figures}</div></section>'
