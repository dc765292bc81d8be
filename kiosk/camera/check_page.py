"""The words and shapes of the report page. No scripts, and nothing from elsewhere."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Final

from kiosk import __version__
from kiosk.camera.check_answer import Answer, Outcome, Say
from kiosk.camera.check_drawing import DrawnPicture, worst_verdict
from kiosk.camera.check_table import shown_name
from kiosk.domain.photo import Finding, PhotoCheck, PhotoProfile, Verdict

_POINTS: Final[Mapping[str, frozenset[PhotoCheck]]] = {
    "place": frozenset({PhotoCheck.PEOPLE, PhotoCheck.FRAMING}),
    "upright": frozenset({PhotoCheck.POSE}),
    "light": frozenset({PhotoCheck.LIGHT}),
    "sharp": frozenset({PhotoCheck.SHARPNESS}),
    "eyes": frozenset({PhotoCheck.EYES, PhotoCheck.MOUTH}),
    "glasses": frozenset({PhotoCheck.GLASSES}),
    "headwear": frozenset({PhotoCheck.HEADWEAR}),
    "ears": frozenset({PhotoCheck.EARS}),
    "covering": frozenset({PhotoCheck.COVERING}),
}
"""The points of the photo page, and what is looked at for each."""
_MARKS = {Verdict.PASS: "✓", Verdict.UNSURE: "?", Verdict.FAIL: "✕", Verdict.SKIPPED: "·"}
_TICKS = {
    Verdict.PASS: "good",
    Verdict.UNSURE: "unsure",
    Verdict.FAIL: "bad",
    Verdict.SKIPPED: "not_checked",
}
_POLICY = "default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True, eq=False)
class PagePicture:
    """A drawn picture, and where its files lie: `.jpg`, `-light.jpg` and `-sharp.jpg`."""

    place: str
    drawn: DrawnPicture


@dataclass(frozen=True, slots=True)
class Section:
    """The cards of one outcome."""

    outcome: Outcome
    cards: Sequence[str]


@dataclass(frozen=True, slots=True)
class CauseFigure:
    """How many photos fail for a cause."""

    finding: Finding
    number: int


class Page:
    """Writes the fragments of the page in one language, and puts them together."""

    def __init__(self, profile: PhotoProfile, say: Say, language: str) -> None:
        self._profile = profile
        self._say = say
        self._language = language

    def card(self, answer: Answer, picture: PagePicture | None) -> str:
        """One picture with everything that was found."""
        chip = self._text(f"check.verdict.{answer.outcome}")
        return (
            f'<article class="card">{self._figure(picture)}<div class="words">'
            f'<p class="name"><span class="chip {answer.outcome}">{chip}</span> '
            f"{escape(shown_name(answer.file))}{self._when(answer)}</p>"
            f'<p class="sentence">{escape(answer.sentence(self._say))}</p>'
            f"{self._causes(answer.findings)}{self._points(answer.findings)}"
            f"{self._close_ups(picture)}{self._details(answer.findings)}</div></article>"
        )

    def moment(self, answer: Answer, picture: PagePicture | None) -> str:
        """A change of guidance in a clip."""
        sentence = escape(answer.sentence(self._say))
        return (
            f'<article class="moment">{self._figure(picture)}<p>{self._when(answer)}'
            f"<br>{sentence}</p></article>"
        )

    def clip(self, file: Path, fragments: Sequence[str], *, taken: bool) -> str:
        """A clip with its moments in order."""
        note = "" if taken else f'<p class="note">{self._text("check.nothing_taken")}</p>'
        told = "".join(fragments)
        return f'<section class="clip"><h2>{escape(shown_name(file))}</h2>{note}{told}</section>'

    def whole(
        self,
        outcomes: Counter[Outcome],
        causes: Sequence[CauseFigure],
        sections: Sequence[Section],
        clips: Sequence[str],
    ) -> str:
        """The page itself."""
        style = (files("kiosk.resources") / "style" / "check_report.css").read_text("utf-8")
        title = self._text("check.report.title")
        rules = self._text(
            "check.report.subtitle", profile=self._profile.version, version=__version__
        )
        return (
            f'<!doctype html><html lang="{escape(self._language)}"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{title}</title><style>{style}</style></head><body>"
            f'<header><h1>{title}</h1><p class="quiet">{rules}</p></header><main>'
            f"{self._tiles(outcomes)}{self._bars(causes, outcomes.total())}"
            f"{''.join(map(self._section, sections))}{''.join(clips)}"
            f'</main><footer class="quiet">{self._text("check.report.private")}</footer>'
            "</body></html>\n"
        )

    def _tiles(self, outcomes: Counter[Outcome]) -> str:
        order = (Outcome.RETAKE, Outcome.UNREADABLE, Outcome.PASS)
        tiles = (
            f'<li class="{outcome}"><strong>{outcomes[outcome]}</strong>'
            f"{self._text(f'check.verdict.{outcome}')}</li>"
            for outcome in order
        )
        return f'<ul class="tiles">{"".join(tiles)}</ul>'

    def _bars(self, causes: Sequence[CauseFigure], total: int) -> str:
        if not causes:
            return ""
        rows = "".join(
            f'<tr><th scope="row">{self._text(f"{cause.finding.key}.title")}</th>'
            f"<td>{cause.number}</td><td><i style="
            f'"width:{100 * cause.number / max(total, 1):.1f}%"></i></td></tr>'
            for cause in causes
        )
        return (
            f'<section class="causes"><h2>{self._text("check.report.by_cause")}</h2>'
            f"<table><tbody>{rows}</tbody></table></section>"
        )

    def _section(self, section: Section) -> str:
        title = self._text(f"check.verdict.{section.outcome}")
        count = f'<span class="quiet">{len(section.cards)}</span>'
        return f"<section><h2>{title.capitalize()} {count}</h2>{''.join(section.cards)}</section>"

    def _figure(self, picture: PagePicture | None) -> str:
        if picture is None:
            return '<figure class="nothing">?</figure>'
        drawn = picture.drawn
        size = f'width="{drawn.width}" height="{drawn.height}"'
        view = f'viewBox="0 0 {drawn.width} {drawn.height}"'
        overlay = f'<svg {view} aria-hidden="true">{drawn.overlay}</svg>'
        image = f'<img src="{picture.place}.jpg" {size} alt="" loading="lazy">'
        return f"<figure>{image}{overlay}</figure>"

    def _close_ups(self, picture: PagePicture | None) -> str:
        if picture is None or picture.drawn.light is None:
            return ""
        shown = "".join(
            f'<figure><img src="{picture.place}-{name}.jpg" width="256" height="256" alt=""'
            f' loading="lazy">'
            f"<figcaption>{self._text(f'check.report.{name}')}</figcaption></figure>"
            for name in ("light", "sharp")
        )
        return f'<div class="close">{shown}</div>'

    def _causes(self, findings: Iterable[Finding]) -> str:
        """What blocks, then what is only advice or not clear."""
        told = {f.key: f for f in findings if f.verdict in {Verdict.FAIL, Verdict.UNSURE}}
        blocking = {key for key, f in told.items() if self._blocks(f)}
        items = "".join(
            f'<li class="{"fail" if key in blocking else "unsure"}">{self._text(f"{key}.title")} '
            f"<span>{self._text(f'{key}.officer')}</span></li>"
            for key in sorted(told, key=lambda key: key not in blocking)
        )
        return f'<ul class="found">{items}</ul>' if items else ""

    def _blocks(self, finding: Finding) -> bool:
        return finding.verdict is Verdict.FAIL and finding.reason in self._profile.blocking

    def _points(self, findings: tuple[Finding, ...]) -> str:
        if not findings:
            return ""
        items = []
        for name, checks in _POINTS.items():
            reasons = [finding.reason for finding in findings if finding.check in checks]
            verdict = worst_verdict(findings, *reasons)
            hint = self._text(f"photo.tick.{_TICKS[verdict]}")
            label = self._text(f"photo.point.{name}")
            items.append(
                f'<li class="{verdict}" title="{hint}"><b>{_MARKS[verdict]}</b> {label}</li>'
            )
        return f'<ul class="points">{"".join(items)}</ul>'

    def _details(self, findings: tuple[Finding, ...]) -> str:
        measured = [finding for finding in findings if finding.value is not None]
        if not measured:
            return ""
        head = "".join(
            f'<th scope="col">{self._text(f"check.report.{name}")}</th>'
            for name in ("check", "value", "limit")
        )
        rows = "".join(
            f'<tr class="{f.verdict}"><th scope="row">{f.reason.value}</th>'
            f"<td>{f.value:g} {escape(f.unit)}</td><td>{f.limit:g}</td></tr>"
            for f in measured
        )
        return (
            f"<details><summary>{self._text('check.report.details')}</summary>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>"
        )

    def _when(self, answer: Answer) -> str:
        if answer.moment is None:
            return ""
        seconds = self._text("check.report.moment", seconds=f"{answer.moment.at:.1f}")
        return f' <span class="when">{seconds}</span>'

    def _text(self, key: str, **values: object) -> str:
        return escape(self._say(key, **values))
