"""The gallery's chapter of the help: its contents, a page, and practice with an invented guest."""

from kiosk.demo.gallery.visit import Visit
from kiosk.demo.officer_story import sign_in
from kiosk.ui.officer.practice.guests import GUESTS
from kiosk.ui.officer.practice.practice_desk import PracticeDesk
from kiosk.ui.officer.practice.score import Round
from kiosk.ui.officer.room import RoomName


def helped(visit: Visit) -> None:
    """What explains a problem, and what is practised without keeping anything."""
    hand = visit.hand
    sign_in(hand)
    hand.press(f"room_{RoomName.HELP}")
    hand.wait_to_see("help_field")
    hand.photograph_desk("desk-help")
    hand.press("topic_photo")
    hand.photograph_desk("desk-help-topic")
    hand.press("help_photo_glasses")
    hand.photograph_desk("desk-help-page")
    hand.press("help_back_button")
    hand.press("help_topics_button")
    hand.type("help_field", "printer")
    hand.photograph_desk("desk-help-search")
    hand.press("help_topics_button")
    hand.press("practice_button")
    hand.wait_to_see("papers_next_button")
    hand.photograph_desk("desk-practice-papers")
    hand.press("papers_next_button")
    hand.photograph_desk("desk-practice-nik")
    _judge_and_score(visit)
    hand.press("practice_done_button")
    hand.press("lock_button")


def _judge_and_score(visit: Visit) -> None:
    """Without typing a whole form: the pages of the form hang elsewhere."""
    practice = visit.hand.widget("practice_desk")
    if not isinstance(practice, PracticeDesk):
        raise TypeError("nobody practises")
    guest, now = GUESTS[0], visit.clock()
    practice.show_photo(guest.pictures[0])
    visit.hand.photograph_desk("desk-practice-photo")
    played = Round(guest, now)
    for picture in guest.pictures:
        played.judge(picture, picture.cause)
    draft = visit.filled().but(**{**guest.answers(), "full_name": "BUDI CONTO"})
    practice.show_score(played.end(draft, now))
    visit.hand.photograph_desk("desk-practice-score")
