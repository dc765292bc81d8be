"""Chapter 9: what became of the office's submissions, in order, at least once."""

from kiosk.conformance.bench import Bench, refused
from kiosk.conformance.line import Answer, in_background
from kiosk.conformance.rules import BrokenError, Chapter, UntriedError, require
from kiosk.sync.protocol import LAST_SEQ, OutcomePage, Part

OUTCOMES = Chapter(9, "Outcomes")
_LONGEST_WAIT = 25
_GRACE = 5
_MOST = 100


@OUTCOMES.rule("an outcome tells of a registration that was opened, signed")
def _(bench: Bench) -> None:
    bench.wait_until_opened(bench.registered)


@OUTCOMES.rule("it says by ticket, masked name and end of the phone whom it is about, no more")
def _(bench: Bench) -> None:
    person = bench.registered
    newest = bench.wait_until_opened(person)
    hint = newest.person
    require(hint is not None and hint.ticket == person.ticket, "another ticket")
    require(hint is not None and hint.phone_tail == person.phone[-4:], "another phone")
    told = newest.model_dump_json()
    shown = [one for one in person.private if one in told]
    require(not shown, "it shows more of the resident")


@OUTCOMES.rule("outcomes come in the order of their numbers, after the one that was named")
def _(bench: Bench) -> None:
    page = _page_with_outcomes(bench)
    numbers = [one.seq for one in bench.opened(page)]
    require(numbers == sorted(set(numbers)), "they do not")
    later = bench.opened(bench.page(numbers[0]))
    require(all(one.seq > numbers[0] for one in later), "an earlier one came again")


@OUTCOMES.rule("the cursor of a page is the number of its last outcome, or what was asked")
def _(bench: Bench) -> None:
    page = _page_with_outcomes(bench)
    require(page.cursor == bench.opened(page)[-1].seq, "it is another number")
    empty = bench.page(LAST_SEQ)
    require((empty.cursor, empty.outcomes) == (LAST_SEQ, []), "after the last there is another")


@OUTCOMES.rule("who asks again gets the same again")
def _(bench: Bench) -> None:
    first = bench.opened(_page_with_outcomes(bench))
    again = bench.opened(bench.page(0))
    length = min(len(first), len(again))
    told = [(one.seq, one.submission_id, one.state) for one in first[:length]]
    require(
        told == [(one.seq, one.submission_id, one.state) for one in again[:length]],
        "it gets something else",
    )


@OUTCOMES.rule("a page has at most 100 outcomes")
def _(bench: Bench) -> None:
    count = len(_page_with_outcomes(bench).outcomes)
    require(count <= _MOST, f"{count}")


@OUTCOMES.rule("a question that waits is answered when its time is over")
def _(bench: Bench) -> None:
    bench.listen()
    answer = _wait(bench, 1)
    require(answer.seconds >= 1 or bool(answer.read(OutcomePage).outcomes), "it does not wait")
    require(answer.seconds < 1 + _GRACE, f"only after {answer.seconds:.0f} seconds")


@OUTCOMES.rule("a question that waits is answered as soon as there is something to tell")
def _(bench: Bench) -> None:
    bench.listen()
    after = bench.cursor
    path = f"outcomes?after={after}&wait=20"
    waiting = in_background(lambda: bench.device.call("GET", path, seconds=30))
    person = bench.person()
    for part, envelope in ((Part.FORM, bench.form(person)), (Part.PHOTO, bench.photo(person))):
        bench.device.delivered(bench.device.put(part, person.submission_id, envelope))
    answer = waiting.get(timeout=35)
    if isinstance(answer, Exception):
        raise BrokenError(str(answer)) from answer
    if not answer.read(OutcomePage).outcomes and bench.page(after).outcomes == []:
        raise UntriedError("the centre had nothing to tell")
    require(bool(answer.read(OutcomePage).outcomes), "it waited to its end")


@OUTCOMES.rule("no question waits for more than 25 seconds, whatever it asks for")
def _(bench: Bench) -> None:
    if not bench.terms.is_thorough:
        raise UntriedError("takes half a minute: --thorough")
    answer = bench.device.call("GET", f"outcomes?after={LAST_SEQ}&wait=600", seconds=60)
    longest = _LONGEST_WAIT + _GRACE
    require(answer.seconds < longest, f"this one {answer.seconds:.0f}")


@OUTCOMES.rule("a cursor that is none is refused, and named")
def _(bench: Bench) -> None:
    for cursor in ("-1", "x", "1.5", "9" * 30, "%27"):
        answer = bench.device.call("GET", f"outcomes?after={cursor}")
        refused(answer, 422, "request_invalid", "after")


def _page_with_outcomes(bench: Bench) -> OutcomePage:
    bench.wait_until_opened(bench.registered)
    page = bench.page(0)
    if not page.outcomes:
        raise BrokenError("no outcomes any more")
    return page


def _wait(bench: Bench, seconds: int) -> Answer:
    return bench.device.call("GET", f"outcomes?after={bench.cursor}&wait={seconds}")
