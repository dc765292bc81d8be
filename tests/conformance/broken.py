"""Centres that keep every rule but one."""

import gzip
import json
from dataclasses import replace

from kiosk.sync.problem import PROBLEM_TYPE
from tests.conformance.layer import Asked, Faithful, Told

# --- 1: ground rules ------------------------------------------------------------------------------


class HidesMethods(Faithful):
    def tell(self, asked: Asked, told: Told) -> Told:
        is_hidden = asked.method == "DELETE" and told.status == 405
        return replace(told, status=404) if is_hidden else told


class Compresses(Faithful):
    def tell(self, asked: Asked, told: Told) -> Told:
        if "gzip" not in asked.headers.get("accept-encoding", ""):
            return told
        headers = {**told.headers, "content-encoding": "gzip"}
        return Told(told.status, headers, gzip.compress(told.body))


class Unpacks(Faithful):
    def ask(self, asked: Asked) -> Asked:
        if asked.headers.get("content-encoding") != "gzip":
            return asked
        body = gzip.decompress(asked.body)
        rest = {k: v for k, v in asked.headers.items() if k != "content-encoding"}
        return replace(asked, body=body, headers={**rest, "content-length": str(len(body))})


class OverlooksFields(Faithful):
    field, path = "colour", "/v1/tokens"

    def ask(self, asked: Asked) -> Asked:
        if asked.path != self.path or f'"{self.field}"'.encode() not in asked.body:
            return asked
        message = {name: value for name, value in asked.message.items() if name != self.field}
        return replace(asked, body=json.dumps(message).encode())


# --- 4 and 5: enrolment and tokens ----------------------------------------------------------------


class EnrolsTwice(Faithful):
    """A used code works for whoever else has read it."""

    def __init__(self) -> None:
        self.good: dict[str, Told] = {}

    def tell(self, asked: Asked, told: Told) -> Told:
        if not asked.path.endswith("/enrolments") or told.status == 422:
            return told
        if told.status == 201:
            self.good[asked.message["code"]] = told
        return self.good.get(asked.message["code"], told)


class RepeatsItsAnswer(Faithful):
    """To the same enrolment as before, without asking again."""

    def __init__(self) -> None:
        self.good: dict[bytes, Told] = {}

    def ask(self, asked: Asked) -> Asked | Told:
        return self.good.get(asked.body, asked)

    def tell(self, asked: Asked, told: Told) -> Told:
        if asked.path.endswith("/enrolments") and told.status == 201:
            self.good[asked.body] = told
        return told


class KeepsTokens(Faithful):
    """Every token that was ever given is good."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def ask(self, asked: Asked) -> Asked:
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self.given:
            return asked
        newest = f"Bearer {self.given[-1]}"
        return replace(asked, headers={**asked.headers, "authorization": newest})

    def tell(self, asked: Asked, told: Told) -> Told:
        if asked.path.endswith(("/tokens", "/enrolments")) and told.status in {200, 201}:
            self.given.append(told.message["token"])
        return told


class TakesReplays(Faithful):
    """A renewal that was overheard works again."""

    def __init__(self) -> None:
        self.good: dict[bytes, Told] = {}

    def tell(self, asked: Asked, told: Told) -> Told:
        if not asked.path.endswith("/tokens"):
            return told
        if told.status == 200:
            self.good[asked.body] = told
        return self.good.get(asked.body, told)


# --- 6: configuration -----------------------------------------------------------------------------


class ForgetsTags(Faithful):
    def ask(self, asked: Asked) -> Asked:
        kept = {k: v for k, v in asked.headers.items() if k != "if-none-match"}
        return replace(asked, headers=kept)


class AlwaysKnownTags(Faithful):
    """Believes that whoever names a tag has the newest."""

    def ask(self, asked: Asked) -> Asked | Told:
        if "never-was-one" in asked.headers.get("if-none-match", ""):
            return Told(304, {"date": "Mon, 02 Mar 2026 01:00:00 GMT"}, b"")
        return asked


# --- 7: parts and receipts ------------------------------------------------------------------------


class GivesOneReceipt(Faithful):
    """The first that it ever gave, for everything."""

    def __init__(self) -> None:
        self.first: Told | None = None

    def tell(self, asked: Asked, told: Told) -> Told:
        if not asked.path.endswith("/form") or told.status not in {200, 201}:
            return told
        self.first = self.first or told
        return replace(self.first, status=told.status)


class SaysNewAgain(Faithful):
    def tell(self, asked: Asked, told: Told) -> Told:
        is_known = asked.path.endswith("/form") and told.status == 200
        return replace(told, status=201) if is_known else told


class Takes(Faithful):
    """What it should refuse in this way."""

    def __init__(self, kind: str, field: str | None = None, path: str = "/submissions/") -> None:
        self.kind, self.field, self.path = kind, field, path
        self.good: Told | None = None

    def tell(self, asked: Asked, told: Told) -> Told:
        if self.path not in asked.path or asked.method == "HEAD":
            return told
        if told.status == 201:
            self.good = told
        if told.problem != self.kind or told.message.get("field") != self.field:
            return told
        return self.good or Told(201, told.headers, b"{}")


class TakesOtherBytes(Takes):
    def __init__(self) -> None:
        super().__init__("conflict")


class TakesOtherDevices(Takes):
    def __init__(self) -> None:
        super().__init__("envelope_invalid", "header.device")


class TakesUnknownKeys(Takes):
    def __init__(self) -> None:
        super().__init__("envelope_invalid", "header.key_id")


class TakesLargeForms(Takes):
    def __init__(self) -> None:
        super().__init__("too_large", path="/form")


# --- 8: uploads -----------------------------------------------------------------------------------


class LosesCount(Faithful):
    def tell(self, asked: Asked, told: Told) -> Told:
        if asked.method != "HEAD" or told.status != 200:
            return told
        return replace(told, headers={**told.headers, "upload-offset": "1"})


class TakesGaps(Faithful):
    def tell(self, asked: Asked, told: Told) -> Told:
        is_gap = told.status == 409 and asked.headers.get("upload-offset") == "5001"
        return replace(told, status=204, body=b"") if is_gap else told


class BelievesBytes(Faithful):
    """Without looking at the hash."""

    def tell(self, _asked: Asked, told: Told) -> Told:
        is_wrong = told.status == 422 and told.problem == "checksum_mismatch"
        return replace(told, status=204, body=b"") if is_wrong else told


# --- 9: outcomes ----------------------------------------------------------------------------------


class StandsStill(Faithful):
    def tell(self, asked: Asked, told: Told) -> Told:
        if not asked.path.endswith("/outcomes") or told.status != 200:
            return told
        after = int(asked.query.partition("after=")[2].partition("&")[0])
        return told.saying({**told.message, "cursor": after})


class NeverWaits(Faithful):
    def ask(self, asked: Asked) -> Asked:
        is_short = asked.query.endswith("wait=1")
        return replace(asked, query=asked.query.removesuffix("wait=1")) if is_short else asked


# --- 11 and 12: look-ups, grants, redo ------------------------------------------------------------


class TellsWhichWasWrong(Faithful):
    def tell(self, asked: Asked, told: Told) -> Told:
        if told.status != 404 or told.problem != "ticket_not_found":
            return told
        return told.saying({**told.message, "detail": asked.message["birth_date"]})


class LetsGuess(Faithful):
    def tell(self, _asked: Asked, told: Told) -> Told:
        if told.status != 429 or told.problem != "ticket_locked":
            return told
        return told.saying({"type": "ticket_not_found", "title": "no", "status": 404}, 404)


class AsksForNoGrant(Faithful):
    def tell(self, asked: Asked, told: Told) -> Told:
        has_none = not asked.headers.get("loket-grant")
        is_asked = asked.path.endswith("/withdrawal") and told.status == 403
        return replace(told, status=200) if is_asked and has_none else told


class SkipsRevisions(Takes):
    def __init__(self) -> None:
        super().__init__("revision_not_asked", "revision", path="/photos/3")


# --- 16 to 20 -------------------------------------------------------------------------------------


class TakesFromTheGone(Takes):
    def __init__(self) -> None:
        super().__init__("conflict", path="/photos/2")


class TellsNumbers(Faithful):
    def tell(self, asked: Asked, told: Told) -> Told:
        is_secret = asked.path.endswith("/contact") and told.status == 409
        return told.saying({"phone": "084012345678"}, 200) if is_secret else told


class LosesParts(Faithful):
    def tell(self, asked: Asked, told: Told) -> Told:
        is_beat = asked.path.endswith("/heartbeats") and told.status == 200
        return told.saying({"submissions": 0, "parts": 0}) if is_beat else told


class OverlooksInHeartbeats(OverlooksFields):
    field, path = "resident", "/v1/heartbeats"


class SignsNoRefusal(Faithful):
    def tell(self, asked: Asked, told: Told) -> Told:
        if not asked.path.endswith("/carrier/parts") or told.status != 409:
            return told
        return told.saying({k: v for k, v in told.message.items() if k != "signed"})


class RefusesInWords(Faithful):
    def tell(self, _asked: Asked, told: Told) -> Told:
        if told.headers.get("content-type") != PROBLEM_TYPE:
            return told
        return replace(told, headers={**told.headers, "content-type": "text/plain"})


class Echoes(Faithful):
    """What it was shown, in a refusal."""

    def tell(self, asked: Asked, told: Told) -> Told:
        if told.status != 403 or not asked.path.endswith("/enrolments"):
            return told
        token = asked.headers.get("authorization", "")
        return told.saying({**told.message, "detail": token})


class HasNoClock(Faithful):
    def tell(self, _asked: Asked, told: Told) -> Told:
        return told.without("date")


class SendsElsewhere(Faithful):
    def tell(self, _asked: Asked, told: Told) -> Told:
        return replace(told, headers={**told.headers, "location": "https://elsewhere.example"})
