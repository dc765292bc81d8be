"""The report page: everything is told, nothing comes from elsewhere, nobody is exposed."""

import os
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.camera.check_answer import Answer, ClipEvent, Moment, Outcome, unreadable
from kiosk.camera.check_drawing import LONGEST_PX, draw_light, draw_sharpness
from kiosk.camera.check_inputs import find_inputs
from kiosk.camera.check_pictures import check_pictures
from kiosk.camera.check_report import CheckReport, ReportError
from kiosk.camera.face import SIDE_PX, AlignedFace, align
from kiosk.camera.inspector import Inspector
from kiosk.camera.photo_file import FileProblem, PictureError
from kiosk.camera.source import Pixels
from kiosk.domain.photo import PhotoProfile
from kiosk.ui.text import Texts
from tests.camera.pictures import blur, dim, empty_room, frame_of, light_from_the_left, stand

SAY = Texts("en")


@pytest.fixture(scope="module")
def answers(
    tmp_path_factory: pytest.TempPathFactory, inspector: Inspector, profile: PhotoProfile
) -> list[Answer]:
    """A good picture, a tilted one in the dark, an empty room, and a file that is none."""
    folder = tmp_path_factory.mktemp("pictures")
    cv2.imwrite(str(folder / "good.jpg"), stand())
    cv2.imwrite(str(folder / "tilted & dark.jpg"), dim(stand(roll_deg=20), 0.3))
    cv2.imwrite(str(folder / "nobody.jpg"), empty_room())
    (folder / "text.jpg").write_text("no picture")
    return list(check_pictures(find_inputs([folder]), [inspector], profile))


def write_report(folder: Path, profile: PhotoProfile, answers: list[Answer]) -> str:
    report = CheckReport(folder, profile, SAY, "en")
    for answer in answers:
        report.add(answer)
    report.finish(Counter(answer.outcome for answer in answers))
    return (folder / "index.html").read_text("utf-8")


@pytest.fixture
def page(tmp_path: Path, profile: PhotoProfile, answers: list[Answer]) -> str:
    return write_report(tmp_path / "report", profile, answers)


class Links(HTMLParser):
    """What a page loads or leads to, and which tags it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.places: list[str] = []
        self.tags: Counter[str] = Counter()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.places += [
            value or "" for name, value in attrs if name in {"src", "href", "xlink:href"}
        ]


def test_says_of_every_picture_what_has_to_be_done(page: str) -> None:
    assert "The head is tilted. Hold your head upright." in page
    assert "No face to be seen yet." in page
    assert "The photo is good." in page
    assert "This is not a picture." in page


def test_what_has_to_be_taken_again_comes_first(page: str) -> None:
    order = [
        page.index(name) for name in ("nobody.jpg", "tilted &amp; dark", "text.jpg", "good.jpg")
    ]
    assert order == sorted(order)


def test_counts_the_photos_and_the_causes(page: str) -> None:
    assert '<li class="retake"><strong>2</strong>again</li>' in page
    assert '<li class="unreadable"><strong>1</strong>unreadable</li>' in page
    rows = dict(re.findall(r'<tr><th scope="row">([^<]+)</th><td>(\d+)</td>', page))
    assert rows["The head is tilted."] == rows["Too dark."] == "1"


def test_draws_the_face_on_its_picture(page: str) -> None:
    tags = Links(page).tags
    assert tags["svg"] == 3
    assert tags["polygon"] == 2  # the outline of each face
    assert tags["rect"] == 4  # the places of its ears
    assert 'class="roll fail"' in page


def test_everything_it_shows_lies_beside_it(page: str, tmp_path: Path) -> None:
    links = Links(page)
    assert len(links.places) == 3 + 2 * 2
    for place in links.places:
        pixels = cv2.imread(str(tmp_path / "report" / place))
        assert pixels is not None, place
        assert max(pixels.shape) <= LONGEST_PX
    assert not links.tags.keys() & {"script", "link", "iframe", "object", "form", "a"}
    assert not re.search(r"https?:|//\w|url\(|@import|javascript:|\son\w+=", page)


def test_a_name_cannot_write_into_the_page(tmp_path: Path, profile: PhotoProfile) -> None:
    name = Path('"><img src=x onerror=alert(1)>\n\x1b.jpg')
    page = write_report(tmp_path, profile, [unreadable(name, PictureError(FileProblem.EMPTY))])
    assert Links(page).places == []


def test_a_clip_is_told_in_order_with_its_times(
    tmp_path: Path, profile: PhotoProfile, answers: list[Answer]
) -> None:
    seen = next(answer.inspection for answer in answers if answer.outcome is Outcome.PASS)
    keys = ("reason.TILT.title", "reason.TILT.action")
    change = Answer(
        Path("clip.mp4"),
        Outcome.RETAKE,
        keys,
        inspection=seen,
        moment=Moment(1.5, ClipEvent.GUIDANCE),
    )
    page = write_report(tmp_path, profile, [change])
    assert "1.5 s" in page
    assert "The head is tilted." in page
    assert "No photo was taken" in page


def test_the_folder_is_for_this_user_alone(page: str, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("folders of a user are private on Windows")
    assert (tmp_path / "report").stat().st_mode & 0o077 == 0


def test_a_second_report_leaves_no_picture_of_the_first(
    page: str, tmp_path: Path, profile: PhotoProfile
) -> None:
    own = tmp_path / "report" / "pictures" / "holiday.jpg"
    own.write_bytes(b"not ours")
    write_report(tmp_path / "report", profile, [])
    assert list((tmp_path / "report" / "pictures").iterdir()) == [own]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, profile: PhotoProfile) -> None:
    (tmp_path / "report").write_text("a file")
    with pytest.raises(ReportError, match="report"):
        CheckReport(tmp_path / "report", profile, SAY, "en")


# --- the close-ups --------------------------------------------------------------------------------


def aligned(pixels: Pixels, inspector: Inspector) -> AlignedFace:
    face = inspector.inspect(frame_of(pixels)).face
    assert face is not None
    return align(pixels, face)


def colour_of(pixels: Pixels) -> tuple[float, float]:
    """How much blue over red, and how much green over both, the coloured part has on average."""
    blue, green, red = (pixels[:, :, i].astype(float) for i in range(3))
    coloured = np.ptp(pixels, axis=2) > 12
    return float((blue - red)[coloured].sum()), float((green - (blue + red) / 2)[coloured].mean())


def test_the_shaded_side_of_a_face_is_blue_and_the_other_orange(inspector: Inspector) -> None:
    drawn = draw_light(aligned(light_from_the_left(stand(), 0.3), inspector))
    assert drawn.shape == (SIDE_PX, SIDE_PX, 3)
    left, right = drawn[:, 40:120], drawn[:, 136:216]
    assert colour_of(left)[0] < 0 < colour_of(right)[0]


def test_an_evenly_lit_face_stays_almost_grey(inspector: Inspector) -> None:
    even = draw_light(aligned(stand(), inspector))
    one_sided = draw_light(aligned(light_from_the_left(stand(), 0.3), inspector))
    assert (np.ptp(even, axis=2) > 60).sum() < (np.ptp(one_sided, axis=2) > 60).sum() / 2


def test_a_sharp_face_is_green_and_a_blurred_one_violet(inspector: Inspector) -> None:
    sharp = draw_sharpness(aligned(stand(), inspector))
    blurred = draw_sharpness(aligned(blur(stand(), 5.0), inspector))
    assert colour_of(sharp)[1] > 0 > colour_of(blurred)[1]
