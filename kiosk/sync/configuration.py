"""What the programme may change: the newest configuration that the centre signed.

Before the first one there is no key to seal for, and nothing is invented in its place.
"""

import logging

from pydantic import ValidationError

from kiosk.domain.assessment import Question, QuestionSet
from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.eligibility import EligibilityRules
from kiosk.store.settings import StoredConfig
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.backoff import DEFAULT_PACE
from kiosk.sync.central import Central, CentralUnavailableError, UnavailableReason
from kiosk.sync.protocol import AssessmentSet, ConfigBundle, RetryAdvice, Signed
from kiosk.sync.signing import SignatureError, SigningContext, verify

_log = logging.getLogger(__name__)


class ConfigurationError(Exception):
    """Not a configuration of our centre, or an older or incomplete one."""


class Configuration:
    """Holds the newest bundle; any thread may read it."""

    def __init__(self, store: StoreThread) -> None:
        self._store = store
        self._bundle: ConfigBundle | None = None

    @property
    def bundle(self) -> ConfigBundle | None:
        """The newest verified bundle; None before the first."""
        return self._bundle

    @property
    def pace(self) -> RetryAdvice:
        """How to pace what is tried again."""
        return DEFAULT_PACE if self._bundle is None else self._bundle.retry

    def load(self) -> None:
        """Take up the bundle that is stored, after verifying it again."""
        self._bundle = self._store.call(_stored_bundle)

    def refresh(self, central: Central) -> bool:
        """Fetch the bundle if it is new; returns whether it was.

        Raises CentralUnavailableError for a bundle that is not signed by the centre, or older, or
        that leaves out something to agree to.
        """
        stored = self._store.call(lambda s: s.settings.config())
        answer = central.config(stored.etag if stored is not None and self._bundle else None)
        if answer is None:
            return False
        try:
            self._bundle = self._store.call(lambda s: _keep(s, answer.signed, answer.etag))
        except ConfigurationError as error:
            reason = UnavailableReason.WRONG_SIGNATURE
            raise CentralUnavailableError(reason, str(error)) from error
        _log.info("configuration %d", self._bundle.sequence)
        return True

    def take(self, signed: Signed) -> bool:
        """Take up a bundle that came by hand; False where it cannot be used, or is no news."""
        try:
            self._bundle = self._store.call(lambda s: _keep(s, signed, None))
        except ConfigurationError as error:
            _log.warning("the configuration that was carried here is not used: %s", error)
            return False
        return True


def verified_bundle(signed: Signed, config_key: bytes) -> ConfigBundle:
    """Return the bundle if our centre signed it and it is complete; raise ConfigurationError."""
    try:
        payload = verify(signed, SigningContext.CONFIG, config_key)
        bundle = ConfigBundle.model_validate_json(payload)
    except (SignatureError, ValidationError) as error:
        raise ConfigurationError("not signed by our centre, or of another form") from error
    missing = set(ConsentPurpose) - {consent.purpose for consent in bundle.consents}
    if missing:
        raise ConfigurationError(f"no words to agree to for: {', '.join(sorted(missing))}")
    return bundle


def _stored_bundle(store: Store) -> ConfigBundle | None:
    stored, enrolment = store.settings.config(), store.settings.enrolment()
    if stored is None or enrolment is None:
        return None
    try:
        return verified_bundle(Signed.model_validate_json(stored.signed), enrolment.config_key)
    except (ConfigurationError, ValidationError):
        _log.warning("the stored configuration is of another centre or version: not used")
        return None


def _keep(store: Store, signed: Signed, etag: str | None) -> ConfigBundle:
    enrolment = store.settings.enrolment()
    if enrolment is None:
        raise ConfigurationError("not enrolled")
    bundle = verified_bundle(signed, enrolment.config_key)
    kept = StoredConfig(bundle.sequence, etag, signed.model_dump_json().encode())
    if not store.settings.save_config(kept):
        raise ConfigurationError(f"sequence {bundle.sequence} is older than what is known")
    return bundle


def rules_of(config: ConfigBundle) -> EligibilityRules:
    """The centre's rules as the domain reads them."""
    rules = config.eligibility
    return EligibilityRules(
        version=rules.version,
        minimum_age=rules.minimum_age,
        maximum_age=rules.maximum_age,
        social_aid_excluded=rules.social_aid_excluded,
    )


def question_set(wire: AssessmentSet) -> QuestionSet:
    """The centre's questions as the domain knows them, without their words."""
    return QuestionSet(
        wire.version,
        wire.minutes,
        tuple(
            Question(each.question_id, tuple(choice.choice_id for choice in each.choices))
            for each in wire.questions
        ),
    )
