"""Chapter 6: the signed bundle of everything that a programme may change."""

from kiosk.conformance.bench import Bench, answered
from kiosk.conformance.rules import Chapter, require
from kiosk.domain.batch import BatchState
from kiosk.domain.consent import ConsentPurpose
from kiosk.sync.protocol import ConfigBundle, Signed
from kiosk.sync.signing import SigningContext

CONFIGURATION = Chapter(6, "Configuration and the calendar of batches")


def _fetched(bench: Bench) -> ConfigBundle:
    answer = bench.device.call("GET", "config")
    answered(answer, 200)
    return bench.device.verified(answer.read(Signed), SigningContext.CONFIG, ConfigBundle)


@CONFIGURATION.rule("the bundle is signed with the configuration key")
def _(bench: Bench) -> None:
    _fetched(bench)


@CONFIGURATION.rule("it has an ETag, and 304 answers whoever has it")
def _(bench: Bench) -> None:
    tag = bench.device.call("GET", "config").headers.get("ETag", "")
    require(bool(tag), "no ETag")
    again = bench.device.call("GET", "config", headers={"If-None-Match": tag})
    answered(again, 304)
    require(not again.body, "304 with a body")


@CONFIGURATION.rule("whoever has another one gets the whole bundle")
def _(bench: Bench) -> None:
    for tag in ('"never-was-one"', "nonsense"):
        answer = bench.device.call("GET", "config", headers={"If-None-Match": tag})
        answered(answer, 200)


@CONFIGURATION.rule("its sequence does not fall")
def _(bench: Bench) -> None:
    before, after = _fetched(bench), _fetched(bench)
    require(before.sequence <= after.sequence, f"{after.sequence} after {before.sequence}")


@CONFIGURATION.rule("it has words for each of the four consents")
def _(bench: Bench) -> None:
    there = {one.purpose for one in bench.device.config.consents if any(one.text.values())}
    missing = ", ".join(sorted(set(ConsentPurpose) - there))
    require(not missing, f"none for {missing}")


@CONFIGURATION.rule("each sealing key has a name of its own")
def _(bench: Bench) -> None:
    names = [one.key_id for one in bench.device.config.sealing_keys]
    require(len(names) == len(set(names)), "two have the same")


@CONFIGURATION.rule("a batch closes after it opens, and none is open before or after")
def _(bench: Bench) -> None:
    bundle, now = _fetched(bench), bench.device.now()
    for batch in bundle.batches:
        require(batch.opens_at < batch.closes_at, f"{batch.batch_id} closes before it opens")
        is_there = batch.opens_at <= now < batch.closes_at
        require(batch.state is not BatchState.OPEN or is_there, f"{batch.batch_id} is open")
