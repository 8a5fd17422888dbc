"""Write the demo events: eight weeks of a fictional shop's support assistant.

The file is a plain example of the event contract with known truths in it; the
constants below are those truths, docs/demo.md explains them. Only the standard
library is used, and of the random generator only ``random()``, the one method
whose sequence is the same on every machine and Python version. No set order and no
printed float reaches the file, so it is the same byte for byte everywhere.

    python scripts/generate_demo_events.py
    python scripts/generate_demo_events.py --output some/other/file.csv
"""

import argparse
import csv
import hashlib
import heapq
import io
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase, digits
from typing import Any, TypeVar

Row = dict[str, str]
Facts = dict[str, Any]
T = TypeVar("T")
Weighted = Sequence[tuple[T, int]]

# --------------------------------------------------------------------------- truths

SEED = 20260831
DAY = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def at(text: str) -> int:
    """Seconds since 1970 of a UTC time such as 2026-09-15T14:00:00."""
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return int((moment - EPOCH).total_seconds())


FIRST_DAY = "2026-08-31"  # a Monday
LAST_DAY = "2026-10-25"  # a Sunday
DAYS = 56
START = at(FIRST_DAY)
LAST_START = at("2026-10-25T22:30:00")  # no session begins later
LAST_RECEIPT = at("2026-10-26T06:00:00")  # no row is received later

MAIN_SOURCE = "assistant"
VOICE_SOURCE = "voice_ivr"  # has no clock: sequence numbers only, nightly batches

# 1. A model rollout that hurts one intent.
OLD_MODEL = "2.3.1"
NEW_MODEL = "2.4.0"
ROLLOUT_START = at("2026-10-01")  # a Thursday: half of the users
ROLLOUT_COMPLETE = at("2026-10-08")  # everyone
MODEL_RELEASES = ((at(FIRST_DAY), "2.3.0"), (at("2026-09-07"), OLD_MODEL))
HURT_INTENT = "refund_request"
# Of every 50 sessions of an intent, how many end how (dealt like cards, so that the
# shares hold for each intent and do not only tend to); and of how many that were
# resolved the user comes back within 24 hours. Expected resolution rate = resolved *
# (1 - reopened) + escalated * CONFIRMED_AFTER_ESCALATION (see resolution_rate).
NORMAL_ENDING = {"resolved": 44, "escalated": 3, "abandoned": 2, "unresolved": 1}
HURT_ENDING = {"resolved": 27, "escalated": 8, "abandoned": 2, "unresolved": 13}
NORMAL_REOPENED = {"yes": 1, "no": 39}
HURT_REOPENED = {"yes": 1, "no": 9}
CONFIRMED_AFTER_ESCALATION = 0.10

# 2. An outage of one hour.
OUTAGE_START = at("2026-09-15T14:00:00")
OUTAGE_END = at("2026-09-15T15:00:00")
OUTAGE_EXTRA_SESSIONS = 30  # on top of the usual traffic of the hour
OUTAGE_ERROR = 0.93  # chance that a turn fails; a failed turn has no answer
OUTAGE_RETRY = 0.40  # chance that the user sends the same again
OUTAGE_ESCALATION = 0.12  # chance that a user who got nothing asks for a human

# 3. Two experiments, by user, half and half, from their start to the end of the data.
REAL_EXPERIMENT = "concise_answers"
NULL_EXPERIMENT = "greeting_tone"
EXPERIMENT_START = {
    REAL_EXPERIMENT: at("2026-09-14"),
    NULL_EXPERIMENT: at("2026-09-07"),
}
VARIANTS = ("control", "treatment")
# Chance of one more turn after each turn (at most MAX_TURNS): the only difference.
MORE_TURNS = {"control": 0.60, "treatment": 0.36}
MAX_TURNS = 6
REPEATED_EXPOSURE = 0.25  # chance that a later session shows the variant again

# 4. An intent that the assistant cannot serve, and its sessions by ISO week.
UNHANDLED_INTENT = "subscription_pause"
UNHANDLED_SESSIONS_BY_WEEK = (4, 6, 8, 11, 14, 18, 22, 27)
UNHANDLED_ENDING = {"escalated": 13, "abandoned": 7, "unresolved": 4, "resolved": 1}

# 5. The deliveries.
LATE_EVENTS = 150  # accepted events received 2 to 72 hours after they occurred
LATE_SECONDS = (2 * 3600, 72 * 3600)
LATE_THRESHOLD_SECONDS = 3600  # nothing else arrives later than this
IDENTICAL_REDELIVERIES = 180
CONFLICTING_REDELIVERIES = 24

# 6. The actors.
ANONYMOUS_ACTORS = 205
VOICE_CALLERS = 40
VOICE_CALLS = 64
NEW_USERS_BY_WEEK = (205, 145, 138, 138, 142, 145, 147, 149)

# ----------------------------------------------------------------------- vocabulary

COLUMNS = (
    "source_name",
    "event_id",
    "event_name",
    "occurred_at",
    "received_at",
    "sequence_number",
    "user_id",
    "anonymous_id",
    "conversation_id",
    "session_id",
    "turn_id",
    "message_id",
    "role",
    "model_name",
    "model_version",
    "prompt_version",
    "app_version",
    "channel",
    "locale",
    "intent_name",
    "intent_confidence",
    "is_intent_handled",
    "latency_ms",
    "time_to_first_token_ms",
    "input_tokens",
    "output_tokens",
    "cost_usd",
    "is_error",
    "error_type",
    "feedback_kind",
    "feedback_value",
    "feedback_scale_min",
    "feedback_scale_max",
    "feedback_target",
    "feedback_source",
    "goal_name",
    "experiment_key",
    "variant_key",
    "text",
    "text_length",
    "text_fingerprint",
    "properties",
)

INTENT_WEIGHTS = (
    ("order_status", 19),
    (HURT_INTENT, 19),
    ("delivery_delay", 12),
    ("product_question", 10),
    ("cancel_order", 8),
    ("change_address", 7),
    ("invoice_copy", 7),
    ("reset_password", 7),
    ("warranty_claim", 4),
    ("gift_card", 3),
    ("speak_other", 4),
)
INTENTS = (*(name for name, _ in INTENT_WEIGHTS), UNHANDLED_INTENT)
TOOLS = {
    "order_status": "order_lookup",
    "refund_request": "refund_api",
    "delivery_delay": "carrier_api",
    "cancel_order": "order_update",
    "change_address": "order_update",
    "invoice_copy": "invoice_api",
    "reset_password": "account_api",
    "gift_card": "gift_card_api",
}
CHANNEL_WEIGHTS = (("web", 50), ("ios", 29), ("whatsapp", 21))
LOCALE_WEIGHTS = (("en-US", 40), ("de-DE", 26), ("en-GB", 20), ("fr-FR", 14))
APP_RELEASES = (
    (at(FIRST_DAY), "5.0.0"),
    (at("2026-09-09"), "5.1.0"),
    (at("2026-09-24"), "5.2.0"),
    (at("2026-10-06"), "5.2.1"),
    (at("2026-10-14"), "5.3.0"),
)
PROMPT_RELEASES = ((at(FIRST_DAY), "p7"), (at("2026-09-21"), "p8"))
SUMMER_TIME_END = at("2026-10-25T01:00:00")

WEEKDAY_WEIGHTS = ((0, 19), (1, 17), (2, 16), (3, 15), (4, 14), (5, 10), (6, 9))
SESSIONS_BY_HOUR = "3 2 1 1 1 2 4 8 13 17 19 18 16 16 17 17 16 16 17 18 17 13 8 5"
HOUR_WEIGHTS = tuple(enumerate(int(weight) for weight in SESSIONS_BY_HOUR.split()))
# Latency in milliseconds at each quantile: lognormal in the middle, heavy at the end.
LATENCY_QUANTILES = (
    (0.00, 380),
    (0.05, 620),
    (0.25, 1010),
    (0.50, 1420),
    (0.75, 2010),
    (0.90, 2900),
    (0.95, 3900),
    (0.98, 6800),
    (0.995, 12500),
    (1.00, 26000),
)
GOOD_CSAT = {"5": 12, "4": 7, "3": 1}
BAD_CSAT = {"1": 6, "2": 6, "3": 5, "4": 3}
GOOD_CES = (("7", 36), ("6", 32), ("5", 20), ("4", 12))
BAD_CES = (("1", 25), ("2", 30), ("3", 25), ("4", 20))
GOOD_NPS = (("10", 32), ("9", 28), ("8", 20), ("7", 12), ("6", 8))
BAD_NPS = (("0", 25), ("2", 25), ("4", 25), ("6", 15), ("7", 10))
VOICE_ENDING = (("resolved", 88), ("escalated", 8), ("abandoned", 4))
UNRESOLVED_SIGNS = (
    ("stated", 32),
    ("corrected", 24),
    ("thumbs_down", 20),
    ("regenerated", 14),
    ("low_csat", 10),
)

OPENERS = {
    "en": {
        "order_status": ("Where is my order?", "Track my parcel", "Order status pls"),
        "refund_request": ("I want a refund", "Refund please", "Money back for this"),
        "delivery_delay": ("My parcel is late", "Delivery delayed?", "Still waiting"),
        "product_question": ("Is it waterproof?", "Does it fit a 15in?", "Which size?"),
        "cancel_order": ("Cancel my order", "Stop my last order", "Cancel it pls"),
        "change_address": ("Change my address", "I moved, new address", "Ship to work"),
        "invoice_copy": ("Send me the invoice", "Invoice copy pls", "Need a receipt"),
        "reset_password": ("Reset my password", "Can't log in", "Forgot password"),
        "warranty_claim": ("It broke, warranty?", "Warranty claim", "Screen is broken"),
        "gift_card": ("Gift card balance?", "Use my gift card", "Gift card expired"),
        "speak_other": ("Hi there", "How are you?", "Are you a robot?"),
        "subscription_pause": ("Pause my subscription", "Skip a month", "Hold my plan"),
    },
    "de": {
        "order_status": ("Wo ist mein Paket?", "Status Bestellung", "Paket verfolgen"),
        "refund_request": ("Geld zurück bitte", "Erstattung", "Ich will mein Geld"),
        "delivery_delay": ("Paket kommt zu spät", "Lieferung spät?", "Warte noch"),
        "product_question": ("Ist es wasserdicht?", "Welche Größe?", "Passt das?"),
        "cancel_order": ("Bitte stornieren", "Bestellung stoppen", "Storno bitte"),
        "change_address": ("Adresse ändern", "Bin umgezogen", "Neue Anschrift"),
        "invoice_copy": ("Rechnung bitte", "Kopie der Rechnung", "Brauche Beleg"),
        "reset_password": ("Passwort vergessen", "Login geht nicht", "Neues Passwort"),
        "warranty_claim": ("Garantiefall", "Gerät ist kaputt", "Garantie melden"),
        "gift_card": ("Gutschein einlösen", "Guthaben Karte?", "Gutschein alt"),
        "speak_other": ("Hallo", "Wie geht's?", "Bist du ein Bot?"),
        "subscription_pause": ("Abo pausieren", "Monat aussetzen", "Abo anhalten"),
    },
    "fr": {
        "order_status": ("Où est mon colis ?", "Suivi commande", "Ma commande ?"),
        "refund_request": ("Remboursement svp", "Je veux être remboursé", "Rembourser"),
        "delivery_delay": ("Colis en retard", "Livraison tardive", "J'attends encore"),
        "product_question": ("C'est étanche ?", "Quelle taille ?", "Compatible ?"),
        "cancel_order": ("Annuler commande", "Annulez svp", "Stop commande"),
        "change_address": ("Changer d'adresse", "J'ai déménagé", "Autre adresse"),
        "invoice_copy": ("Ma facture svp", "Copie de facture", "Un reçu svp"),
        "reset_password": ("Mot de passe perdu", "Connexion bloquée", "Nouveau code"),
        "warranty_claim": ("Garantie svp", "Appareil cassé", "Demande garantie"),
        "gift_card": ("Carte cadeau ?", "Solde de ma carte", "Utiliser ma carte"),
        "speak_other": ("Bonjour", "Ça va ?", "Un robot ?"),
        "subscription_pause": ("Pause abonnement", "Sauter un mois", "Suspendre"),
    },
}
FOLLOW_UPS = {
    "en": ("And how long?", "Order A{}", "Ok, what next?", "By card {}", "For item {}"),
    "de": ("Und wie lange?", "Auftrag A{}", "Ok, und nun?", "Karte {}", "Artikel {}"),
    "fr": ("Combien de temps ?", "Commande A{}", "Et ensuite ?", "Carte {}", "Ref {}"),
}
CORRECTIONS = {
    "en": ("That's not what I asked", "That is wrong"),
    "de": ("Das ist falsch", "Das habe ich nicht gefragt"),
    "fr": ("C'est faux", "Ce n'est pas ma question"),
}
COMMENTS = ("very quick", "nice", "too long", "did the job", "hard to find")
IS_CORRECTION = json.dumps({"is_correction": True})


def received_later(row: Row, seconds: int) -> str:
    """The occurrence time that lies so long after the receipt of the row."""
    return stamp(at(row["received_at"].rstrip("Z")) + seconds)


# One defect per row (the last missing_event_id row has two: the first reason counts).
# reason, event name to start from, columns to overwrite
QUARANTINE_CASES = (
    ("missing_event_id", "message_sent", {"event_id": ""}),
    ("missing_event_id", "message_sent", {"event_id": ""}),
    ("missing_event_id", "response_generated", {"event_id": ""}),
    ("missing_event_id", "session_ended", {"event_id": ""}),
    ("missing_event_id", "tool_called", {"event_id": "", "latency_ms": "slow"}),
    ("malformed_event_id", "message_sent", {"event_id": "e 90011"}),
    ("malformed_event_id", "message_sent", {"event_id": "e\t90012"}),
    ("malformed_event_id", "response_generated", {"event_id": "e90013" + "x" * 195}),
    ("malformed_event_id", "goal_completed", {"event_id": "order done 7"}),
    ("missing_time", "message_sent", {"received_at": ""}),
    ("missing_time", "response_generated", {"received_at": ""}),
    ("missing_time", "message_sent", {"occurred_at": "", "sequence_number": ""}),
    ("missing_time", "intent_recognized", {"occurred_at": "", "sequence_number": ""}),
    ("missing_time", "tool_called", {"occurred_at": "", "sequence_number": "first"}),
    ("unparseable_time", "message_sent", {"occurred_at": "yesterday"}),
    ("unparseable_time", "response_generated", {"occurred_at": "2026-13-40T25:61:00Z"}),
    ("unparseable_time", "message_sent", {"occurred_at": "2026-02-30T10:00:00Z"}),
    ("unparseable_time", "intent_recognized", {"received_at": "soon"}),
    ("unknown_event_name", "message_sent", {"event_name": ""}),
    ("unknown_event_name", "message_sent", {"event_name": "typing_started"}),
    ("unknown_event_name", "message_sent", {"event_name": "typing_started"}),
    ("unknown_event_name", "message_sent", {"event_name": "typing_started"}),
    ("unknown_event_name", "session_started", {"event_name": "page_viewed"}),
    ("unknown_event_name", "session_started", {"event_name": "page_viewed"}),
    ("unknown_event_name", "session_ended", {"event_name": "widget_minimised"}),
    ("unknown_event_name", "feedback_given", {"event_name": "stars_given"}),
    ("occurred_after_receipt", "message_sent", {"occurred_at": 601}),
    ("occurred_after_receipt", "message_sent", {"occurred_at": 3600}),
    ("occurred_after_receipt", "response_generated", {"occurred_at": 7200}),
    ("occurred_after_receipt", "tool_called", {"occurred_at": 7200}),
    ("occurred_after_receipt", "feedback_given", {"occurred_at": 2 * DAY}),
    ("occurred_after_receipt", "session_started", {"occurred_at": 365 * DAY}),
    ("before_horizon", "session_started", {"occurred_at": "1970-01-01T00:00:00Z"}),
    ("before_horizon", "message_sent", {"occurred_at": "1970-01-01T00:00:00Z"}),
    ("before_horizon", "message_sent", {"occurred_at": "2014-12-31T23:59:59Z"}),
    ("before_horizon", "session_ended", {"occurred_at": "2001-09-09T01:46:40Z"}),
    ("no_actor", "message_sent", {"user_id": "", "anonymous_id": ""}),
    ("no_actor", "message_sent", {"user_id": "", "anonymous_id": ""}),
    ("no_actor", "message_sent", {"user_id": "", "anonymous_id": ""}),
    ("no_actor", "response_generated", {"user_id": "", "anonymous_id": ""}),
    ("no_actor", "response_generated", {"user_id": "", "anonymous_id": ""}),
    ("no_actor", "error_raised", {"user_id": "", "anonymous_id": ""}),
    ("no_actor", "session_started", {"user_id": "", "anonymous_id": ""}),
    ("unreadable_value", "response_generated", {"latency_ms": "fast"}),
    ("unreadable_value", "response_generated", {"input_tokens": "many"}),
    ("unreadable_value", "response_generated", {"is_error": "maybe"}),
    ("unreadable_value", "message_sent", {"role": "robot"}),
    ("unknown_feedback_kind", "feedback_given", {"feedback_kind": "stars"}),
    ("unreadable_value", "feedback_given", {"feedback_kind": ""}),
    ("unreadable_value", "feedback_given", {"feedback_value": ""}),
    ("value_out_of_scale", "response_generated", {"latency_ms": "-5"}),
    ("value_out_of_scale", "response_generated", {"cost_usd": "-0.01"}),
    ("value_out_of_scale", "intent_recognized", {"intent_confidence": "1.4"}),
    ("value_out_of_scale", "feedback_given", {"feedback_value": "9"}),
    (
        "value_out_of_scale",
        "feedback_given",
        {"feedback_kind": "nps", "feedback_value": "11", "message_id": ""},
    ),
    (
        "value_out_of_scale",
        "feedback_given",
        {"feedback_kind": "csat", "feedback_value": "0", "message_id": ""},
    ),
    ("malformed_json", "message_sent", {"properties": '{"is_correction": tru'}),
    ("malformed_json", "message_sent", {"properties": "[1, 2]"}),
    ("malformed_json", "response_generated", {"properties": "beta=1"}),
    ("malformed_json", "tool_called", {"properties": '"order_lookup"'}),
)

# ------------------------------------------------------------------- random helpers


def chance(rng: random.Random, probability: float) -> bool:
    return rng.random() < probability


def whole(rng: random.Random, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + int(rng.random() * (high - low + 1))


def choose(rng: random.Random, options: Sequence[T]) -> T:
    return options[int(rng.random() * len(options))]


def pick(rng: random.Random, weighted: Weighted[T]) -> T:
    """One value of ((value, weight), ...)."""
    left = rng.random() * sum(weight for _, weight in weighted)
    for value, weight in weighted:
        left -= weight
        if left < 0:
            return value
    return weighted[-1][0]


def sample(rng: random.Random, options: Sequence[T], size: int) -> list[T]:
    """So many different options, in random order."""
    pool = list(options)
    for index in range(size):
        other = whole(rng, index, len(pool) - 1)
        pool[index], pool[other] = pool[other], pool[index]
    return pool[:size]


class Dealer:
    """Deals from shuffled decks, one for each name; an empty deck is made anew."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.decks: dict[str, list[str]] = {}

    def deal(self, name: str, cards: dict[str, int]) -> str:
        if not self.decks.get(name):
            deck = [card for card, count in cards.items() for _ in range(count)]
            self.decks[name] = sample(self.rng, deck, len(deck))
        return self.decks[name].pop()


def from_quantiles(rng: random.Random, table: tuple) -> int:
    share = rng.random()
    for (left, low), (right, high) in pairwise(table):
        if share <= right:
            return int(low + (share - left) * (high - low) / (right - left))
    return table[-1][1]


# --------------------------------------------------------------------------- values


def stamp(seconds: int, offset_hours: int = 0) -> str:
    moment = EPOCH + timedelta(seconds=seconds + offset_hours * 3600)
    zone = f"+{offset_hours:02d}:00" if offset_hours else "Z"
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + zone


def date_of(seconds: int) -> str:
    return stamp(seconds)[:10]


def hundredths(number: int) -> str:
    return f"{number // 100}.{number % 100:02d}"


def release_at(releases: tuple, seconds: int) -> str:
    return [name for start, name in releases if start <= seconds][-1]


def in_outage(seconds: int) -> bool:
    return OUTAGE_START <= seconds < OUTAGE_END


def fingerprint(text: str) -> str:
    kept = "".join(c for c in text.lower() if c in ascii_lowercase + digits)
    return hashlib.md5(kept.encode(), usedforsecurity=False).hexdigest() if kept else ""


# --------------------------------------------------------------------------- actors


@dataclass
class Actor:
    user_id: str
    anonymous_id: str
    channel: str
    locale: str
    upgrade_lag_days: int
    is_early: bool  # gets the new model in the first week of its rollout
    variant: Row  # experiment key -> variant
    is_exposed: dict = field(default_factory=dict)  # experiment key -> True
    first_day: int = 0

    @property
    def language(self) -> str:
        return self.locale[:2]

    def offset_hours(self, seconds: int) -> int:
        """The ios app writes local time with its offset on the continent."""
        if self.channel != "ios" or self.locale not in ("de-DE", "fr-FR"):
            return 0
        return 2 if seconds < SUMMER_TIME_END else 1

    def app_version(self, seconds: int) -> str:
        lag = self.upgrade_lag_days * DAY
        return release_at(APP_RELEASES, max(seconds - lag, START))

    def model_version(self, seconds: int) -> str:
        if seconds >= ROLLOUT_COMPLETE or (seconds >= ROLLOUT_START and self.is_early):
            return NEW_MODEL
        return release_at(MODEL_RELEASES, seconds)


def new_actor(
    rng: random.Random, user_id: str = "", anonymous_id: str = "", first_day: int = 0
) -> Actor:
    return Actor(
        user_id=user_id,
        anonymous_id=anonymous_id,
        channel=pick(rng, CHANNEL_WEIGHTS),
        locale=pick(rng, LOCALE_WEIGHTS),
        upgrade_lag_days=int(18 * rng.random() * rng.random()),
        is_early=chance(rng, 0.5),
        variant={key: choose(rng, VARIANTS) for key in EXPERIMENT_START},
        first_day=first_day,
    )


# ------------------------------------------------------------------------- schedule


@dataclass
class Visit:
    start: int
    actor: Actor
    conversation: str = ""
    intent: str = ""
    is_return: bool = False  # of a user whose problem came back

    @property
    def is_outage(self) -> bool:
        return in_outage(self.start)


def moment_of(rng: random.Random, day: int) -> int:
    """A time on the day; not so close to the outage that a visit could run into it."""
    hour = pick(rng, HOUR_WEIGHTS)
    start = START + day * DAY + hour * 3600 + whole(rng, 0, 3599)
    if OUTAGE_START - 2700 <= start < OUTAGE_START:
        start -= 7200
    if OUTAGE_END - 600 <= start < OUTAGE_END:
        start -= 900
    return min(start, LAST_START)


def return_days(rng: random.Random, first_day: int) -> list[int]:
    """The later days of a user: one-off, occasional or regular, until churn."""
    habit = pick(rng, (("once", 48), ("sometimes", 35), ("often", 17)))
    stay, gaps = {
        "once": (0.0, (1, 1)),
        "sometimes": (0.48, (2, 24)),
        "often": (0.86, (1, 12)),
    }[habit]
    day = first_day
    days = []
    while chance(rng, stay):
        day += whole(rng, *gaps)
        if day % 7 > 4 and chance(rng, 0.4):  # weekends are quiet
            day += 7 - day % 7
        days.append(day)
    return [day for day in days if day < DAYS]


def identified_visits(rng: random.Random) -> tuple[list[Actor], list[Visit]]:
    actors, visits = [], []
    for week, count in enumerate(NEW_USERS_BY_WEEK):
        for _ in range(count):
            first_day = week * 7 + pick(rng, WEEKDAY_WEIGHTS)
            user_id = f"u{len(actors) + 1:04d}"
            actor = new_actor(rng, user_id=user_id, first_day=first_day)
            actors.append(actor)
            days = [first_day, *return_days(rng, first_day)]
            visits += [Visit(moment_of(rng, day), actor) for day in days]
    return actors, visits


def anonymous_visits(rng: random.Random) -> list[Visit]:
    visits = []
    for number in range(1, ANONYMOUS_ACTORS + 1):
        actor = new_actor(rng, anonymous_id=f"a{number:03d}")
        first_day = 7 * whole(rng, 0, 7) + pick(rng, WEEKDAY_WEIGHTS)
        days = [first_day]
        if chance(rng, 0.15):
            days.append(first_day + whole(rng, 1, 6))
        visits += [Visit(moment_of(rng, day), actor) for day in days if day < DAYS]
    return visits


def outage_visits(rng: random.Random, actors: list[Actor]) -> list[Visit]:
    """A newsletter went out that hour: more users than usual, all of them known."""
    outage_day = (OUTAGE_START - START) // DAY
    known = [actor for actor in actors if actor.first_day < outage_day]
    return [
        Visit(OUTAGE_START + whole(rng, 0, 3000), actor)
        for actor in sample(rng, known, OUTAGE_EXTRA_SESSIONS)
    ]


def assign_intents(rng: random.Random, visits: list[Visit]) -> None:
    """The unhandled intent by its exact weekly number, the others by weight."""
    for visit in visits:
        visit.intent = pick(rng, INTENT_WEIGHTS)
    for week, count in enumerate(UNHANDLED_SESSIONS_BY_WEEK):
        usual = [
            visit
            for visit in visits
            if (visit.start - START) // (7 * DAY) == week and not visit.is_outage
        ]
        for visit in sample(rng, usual, count):
            visit.intent = UNHANDLED_INTENT


def schedule(rng: random.Random) -> list[Visit]:
    actors, visits = identified_visits(rng)
    visits += anonymous_visits(rng)
    visits += outage_visits(rng, actors)
    visits.sort(key=lambda v: (v.start, v.actor.user_id, v.actor.anonymous_id))
    for number, visit in enumerate(visits, start=1):
        visit.conversation = f"c{number:04d}"
    assign_intents(rng, visits)
    return visits


# ----------------------------------------------------------------------------- plan


@dataclass
class Plan:
    ending: str  # resolved, escalated, abandoned, unresolved, unengaged
    turns: int
    sign: str = ""  # by what an unresolved session is known
    has_goal: bool = False
    statement: str = ""  # the user's own word: 1, 0 or none
    verdict: str = ""  # the verified outcome: 1, 0 or none
    is_reopened: bool = False

    @property
    def is_clean(self) -> bool:
        return self.ending == "resolved" and not (self.has_goal or self.statement)


def is_hurt(visit: Visit) -> bool:
    model = visit.actor.model_version(visit.start)
    return visit.intent == HURT_INTENT and model == NEW_MODEL


def ending_of(dealer: Dealer, visit: Visit) -> str:
    if visit.intent == UNHANDLED_INTENT:
        return dealer.deal("unhandled", UNHANDLED_ENDING)
    if not visit.is_return and chance(dealer.rng, 0.025):
        return "unengaged"
    if is_hurt(visit):
        return dealer.deal("hurt", HURT_ENDING)
    return dealer.deal(visit.intent, NORMAL_ENDING)


def is_treated(visit: Visit, key: str) -> bool:
    actor = visit.actor
    return actor.user_id != "" and visit.start >= EXPERIMENT_START[key]


def turns_of(rng: random.Random, visit: Visit) -> int:
    variant = "control"
    if is_treated(visit, REAL_EXPERIMENT):
        variant = visit.actor.variant[REAL_EXPERIMENT]
    turns = 1
    while turns < MAX_TURNS and chance(rng, MORE_TURNS[variant]):
        turns += 1
    return turns


def returns(dealer: Dealer, visit: Visit) -> bool:
    if visit.is_return or visit.intent == UNHANDLED_INTENT:
        return False
    if visit.start > LAST_START - DAY:
        return False
    if is_hurt(visit):
        return dealer.deal("hurt, again", HURT_REOPENED) == "yes"
    return dealer.deal("again", NORMAL_REOPENED) == "yes"


def plan_visit(dealer: Dealer, visit: Visit) -> Plan:
    rng = dealer.rng
    ending = ending_of(dealer, visit)
    plan = Plan(ending, turns_of(rng, visit))
    if ending == "unengaged":
        plan.turns = 0
    elif ending == "resolved":
        plan.has_goal = visit.intent in TOOLS and chance(rng, 0.45)
        plan.statement = "1" if chance(rng, 0.05) else ""
        plan.verdict = "1" if chance(rng, 0.04) else ""
        plan.is_reopened = returns(dealer, visit)
    elif ending == "escalated":
        confirmed = chance(rng, CONFIRMED_AFTER_ESCALATION)
        plan.statement = "1" if confirmed else ("0" if chance(rng, 0.12) else "")
    elif ending == "unresolved":
        plan.sign = pick(rng, UNRESOLVED_SIGNS)
        plan.statement = "0" if plan.sign == "stated" else ""
        plan.verdict = "0" if chance(rng, 0.08) else ""
        if plan.sign == "corrected":
            plan.turns = max(plan.turns, 2)
    return plan


# --------------------------------------------------------------------------- events


class Stream:
    """Collects the rows of one source and numbers its ids."""

    def __init__(self, rng: random.Random, source_name: str) -> None:
        self.rng = rng
        self.dealer = Dealer(rng)
        self.source_name = source_name
        self.rows = []
        self.messages = 0

    def message_id(self) -> str:
        self.messages += 1
        return f"m{self.messages:05d}"

    def add(self, event_name: str, **columns: str) -> Row:
        row = dict.fromkeys(COLUMNS, "")
        row["source_name"] = self.source_name
        row["event_id"] = f"e{len(self.rows) + 1:05d}"
        row["event_name"] = event_name
        row.update(columns)
        self.rows.append(row)
        return row


def delivery_delay(rng: random.Random) -> int:
    return whole(rng, 1, 20) if chance(rng, 0.97) else whole(rng, 60, 480)


@dataclass
class Scene:
    """One visit while it is played."""

    stream: Stream
    visit: Visit
    plan: Plan
    session_id: str
    now: int
    sequence: int = 0
    turn: int = 0
    text: str = ""
    question: str = ""  # message ids of the running turn
    answer: str = ""
    user_messages: list = field(default_factory=list)  # (message id, intent)
    tally: dict = field(default_factory=dict)

    @property
    def rng(self) -> random.Random:
        return self.stream.rng

    @property
    def actor(self) -> Actor:
        return self.visit.actor

    def add(self, event_name: str, when: int | None = None, **columns: str) -> Row:
        """Add an event now, or at the given time; the whatsapp app numbers all."""
        when = self.now if when is None else when
        if self.session_id:
            self.sequence += 1
            columns["sequence_number"] = str(self.sequence)
        return self.put(event_name, when, **columns)

    def put(self, event_name: str, when: int | None, **columns: str) -> Row:
        return self.stream.add(
            event_name,
            occurred_at=stamp(when, self.actor.offset_hours(when)),
            received_at=stamp(when + delivery_delay(self.rng)),
            user_id=self.actor.user_id,
            anonymous_id=self.actor.anonymous_id,
            conversation_id=self.visit.conversation,
            session_id=self.session_id,
            **columns,
        )

    def in_turn(self, event_name: str, **columns: str) -> Row:
        turn_id = f"t{self.turn}" if self.session_id else ""
        return self.add(event_name, turn_id=turn_id, **columns)

    def count(self, name: str) -> None:
        self.tally[name] = self.tally.get(name, 0) + 1


def client_columns(scene: Scene) -> Row:
    return {
        "app_version": scene.actor.app_version(scene.visit.start),
        "channel": scene.actor.channel,
        "locale": scene.actor.locale,
    }


def text_columns(scene: Scene, text: str) -> Row:
    """The whatsapp app sends no text, only its length and fingerprint."""
    if scene.session_id:
        return {"text_length": str(len(text)), "text_fingerprint": fingerprint(text)}
    return {"text": text}


def expose(scene: Scene) -> None:
    for key in EXPERIMENT_START:
        if not is_treated(scene.visit, key):
            continue
        seen = key in scene.actor.is_exposed
        if seen and not chance(scene.rng, REPEATED_EXPOSURE):
            continue
        scene.actor.is_exposed[key] = True
        variant = scene.actor.variant[key]
        scene.add("experiment_exposed", experiment_key=key, variant_key=variant)


def new_text(scene: Scene, intent: str) -> str:
    language = scene.actor.language
    while True:
        if scene.turn == 1:
            text = choose(scene.rng, OPENERS[language][intent])
        else:
            follow_up = choose(scene.rng, FOLLOW_UPS[language])
            text = follow_up.format(whole(scene.rng, 100, 999))
        if fingerprint(text) != fingerprint(scene.text):
            return text


def ask(scene: Scene, intent: str, text: str, **columns: str) -> None:
    scene.text = text
    scene.question = scene.stream.message_id()
    scene.user_messages.append((scene.question, intent))
    scene.count("turns")
    scene.in_turn(
        "message_sent",
        message_id=scene.question,
        **client_columns(scene),
        **text_columns(scene, text),
        **columns,
    )


def recognize(scene: Scene, intent: str) -> None:
    low = 55 if intent in (UNHANDLED_INTENT, "speak_other") else 74
    scene.in_turn(
        "intent_recognized",
        intent_name=intent,
        intent_confidence=hundredths(whole(scene.rng, low, 99)),
        is_intent_handled="false" if intent == UNHANDLED_INTENT else "true",
    )


def model_columns(scene: Scene) -> Row:
    start = scene.visit.start
    return {
        "model_name": "aria",
        "model_version": scene.actor.model_version(start),
        "prompt_version": release_at(PROMPT_RELEASES, start),
    }


def respond(scene: Scene, **columns: str) -> None:
    rng = scene.rng
    latency = from_quantiles(rng, LATENCY_QUANTILES)
    tokens_in = whole(rng, 240, 900)
    tokens_out = whole(rng, 30, 180)
    scene.now += max(1, latency // 1000)
    scene.answer = scene.stream.message_id()
    scene.in_turn(
        "response_generated",
        message_id=scene.answer,
        latency_ms=str(latency),
        time_to_first_token_ms=str(latency * whole(rng, 22, 38) // 100),
        input_tokens=str(tokens_in),
        output_tokens=str(tokens_out),
        cost_usd=f"0.{(tokens_in * 25 + tokens_out * 100) // 100:05d}",
        **model_columns(scene),
        **columns,
    )


def fail(scene: Scene, with_response: bool = False) -> None:
    """The turn gets no answer: an error, with or without a failed response."""
    error_type = pick(scene.rng, (("timeout", 6), ("upstream", 3), ("rate_limit", 1)))
    scene.now += whole(scene.rng, 5, 20)
    scene.in_turn("error_raised", is_error="true", error_type=error_type)
    if with_response:
        scene.in_turn(
            "response_generated",
            message_id=scene.stream.message_id(),
            is_error="true",
            error_type=error_type,
            **model_columns(scene),
        )


def rate(
    scene: Scene, kind: str, value: str, old_value: str = "", **columns: str
) -> None:
    """A rating some seconds from now, and its change of mind a little later."""
    when = scene.now + whole(scene.rng, 4, 12)
    values = [old_value, value] if old_value and old_value != value else [value]
    if len(values) > 1:
        scene.count("changed_ratings")
    for step, given in enumerate(values):
        scene.add(
            "feedback_given",
            when + 9 * step,
            feedback_kind=kind,
            feedback_value=given,
            **columns,
        )


def thumb(scene: Scene, is_last: bool) -> None:
    rng, plan = scene.rng, scene.plan
    if is_last and plan.sign == "thumbs_down":
        rate(scene, "thumbs", "0", message_id=scene.answer)
        return
    if not chance(rng, 0.11):
        return
    is_bad = is_last and plan.ending in ("unresolved", "escalated")
    value = "1" if chance(rng, 0.30 if is_bad else 0.86) else "0"
    if is_last and (plan.is_clean or plan.is_reopened):
        value = "1"
    old_value = choose(rng, ("0", "1")) if chance(rng, 0.2) else ""
    rate(scene, "thumbs", value, old_value, message_id=scene.answer)


def use_tool(scene: Scene, intent: str) -> None:
    if intent in TOOLS and chance(scene.rng, 0.42):
        properties = json.dumps({"tool": TOOLS[intent]})
        scene.in_turn("tool_called", properties=properties)


def after_answer(scene: Scene, is_last: bool) -> None:
    """What users do with an answer."""
    rng, plan = scene.rng, scene.plan
    must_redo = is_last and plan.sign == "regenerated"
    if must_redo or (not is_last and chance(rng, 0.04)):
        scene.now += whole(rng, 4, 15)
        scene.in_turn("regenerate_requested", message_id=scene.answer)
        respond(scene)
    if chance(rng, 0.10):
        scene.now += whole(rng, 3, 12)
        scene.in_turn("response_copied", message_id=scene.answer)
    if chance(rng, 0.02):
        scene.now += whole(rng, 3, 12)
        scene.in_turn("help_requested")
    thumb(scene, is_last)


def turn_intent(scene: Scene) -> str:
    intent = scene.visit.intent
    if scene.turn > 1 and intent != UNHANDLED_INTENT and chance(scene.rng, 0.07):
        return "speak_other"
    return intent


def speak(scene: Scene, intent: str, is_last: bool) -> None:
    """The user's message: new, the same again, or a correction."""
    rng, plan = scene.rng, scene.plan
    corrections = CORRECTIONS[scene.actor.language]
    is_later = scene.turn > 1
    wrong = is_last and plan.sign == "corrected"
    if wrong or (is_later and not is_last and chance(rng, 0.05)):
        ask(scene, intent, choose(rng, corrections), properties=IS_CORRECTION)
    elif is_later and scene.text not in corrections and chance(rng, 0.07):
        ask(scene, intent, scene.text.rstrip("?. ").lower())
    else:
        ask(scene, intent, new_text(scene, intent))
    if chance(rng, 0.015):
        scene.now += whole(rng, 2, 6)
        scene.in_turn("message_edited", message_id=scene.question)


def play_turn(scene: Scene, is_last: bool) -> None:
    rng = scene.rng
    scene.turn += 1
    intent = turn_intent(scene)
    speak(scene, intent, is_last)
    recognize(scene, intent)
    if is_last and scene.plan.ending == "abandoned":
        how = pick(rng, (("silence", 40), ("error", 25), ("failed", 35)))
        if how != "silence":
            fail(scene, with_response=how == "failed")
        return
    use_tool(scene, intent)
    if not is_last and chance(rng, 0.03):
        fail(scene)
        if chance(rng, 0.4):
            return
    respond(scene)
    after_answer(scene, is_last)


def hand_over(scene: Scene) -> None:
    """To a human, who usually accepts and often answers in the same session."""
    rng = scene.rng
    scene.now += whole(rng, 5, 30)
    scene.in_turn("escalation_requested")
    if not chance(rng, 0.88):
        return
    scene.now += whole(rng, 20, 180)
    scene.add("escalation_accepted")
    if chance(rng, 0.6):
        scene.now += whole(rng, 20, 240)
        message_id = scene.stream.message_id()
        scene.in_turn("response_generated", message_id=message_id, role="human_agent")


def survey(scene: Scene) -> None:
    rng, plan = scene.rng, scene.plan
    must_rate = plan.sign == "low_csat"
    if not must_rate and not chance(rng, 0.55):
        return
    scene.now += whole(rng, 2, 10)
    scene.add("survey_shown")
    is_good = plan.ending == "resolved"
    if must_rate:
        rate(scene, "csat", choose(rng, ("1", "2")))
    elif chance(rng, 0.52 if is_good else 0.38):
        cards = GOOD_CSAT if is_good else BAD_CSAT
        value = scene.stream.dealer.deal(f"csat {is_good}", cards)
        old_value = choose(rng, ("1", "2", "3")) if chance(rng, 0.07) else ""
        rate(scene, "csat", value, old_value)
    if chance(rng, 0.11):
        rate(scene, "ces", pick(rng, GOOD_CES if is_good else BAD_CES))
    if chance(rng, 0.10):
        rate(scene, "nps", pick(rng, GOOD_NPS if is_good else BAD_NPS))
    if chance(rng, 0.04):
        scene.add("feedback_given", feedback_kind="free", text=choose(rng, COMMENTS))


def close(scene: Scene) -> None:
    rng, plan = scene.rng, scene.plan
    if plan.has_goal:
        scene.now += whole(rng, 1, 5)
        scene.add("goal_completed", goal_name=f"{scene.visit.intent}_done")
    survey(scene)
    if plan.statement:
        rate(scene, "resolution", plan.statement)
    if chance(rng, 0.30):
        scene.add("session_ended", scene.now + whole(rng, 30, 90))


def evaluate(scene: Scene) -> None:
    """The next morning: reviewers' labels, a judge's scores, verified outcomes."""
    rng, plan = scene.rng, scene.plan
    midnight = (scene.now // DAY + 1) * DAY
    for message_id, intent in scene.user_messages:
        if chance(rng, 0.07):
            label = intent if chance(rng, 0.91) else choose(rng, INTENTS)
            scene.put(
                "evaluation_recorded",
                midnight + whole(rng, 10_000, 20_000),
                message_id=message_id,
                intent_name=label,
                feedback_source="reviewer",
            )
    if chance(rng, 0.05) and scene.answer:
        scene.put(
            "evaluation_recorded",
            midnight + whole(rng, 3_000, 9_000),
            message_id=scene.answer,
            feedback_kind="free",
            feedback_value=hundredths(whole(rng, 40, 100)),
            feedback_scale_min="0",
            feedback_scale_max="1",
            feedback_source="llm_judge",
        )
    if plan.verdict:
        scene.put(
            "evaluation_recorded",
            midnight + whole(rng, 3_000, 9_000),
            message_id=scene.user_messages[-1][0],
            feedback_kind="resolution",
            feedback_value=plan.verdict,
            feedback_target="session",
            feedback_source="code",
        )


def play_usual(scene: Scene) -> None:
    rng, plan = scene.rng, scene.plan
    for turn in range(plan.turns):
        if turn:
            scene.now += whole(rng, 15, 150)
        play_turn(scene, is_last=turn == plan.turns - 1)
    if plan.ending == "escalated":
        hand_over(scene)
    if plan.turns:
        close(scene)
        evaluate(scene)


def play_outage(scene: Scene) -> None:
    """Ask, fail, perhaps ask again; then leave, or ask for a human."""
    rng, intent = scene.rng, scene.visit.intent
    while True:
        scene.turn += 1
        ask(scene, intent, scene.text or new_text(scene, intent))
        if chance(rng, 0.6):
            recognize(scene, intent)
        if not chance(rng, OUTAGE_ERROR):
            respond(scene)
            scene.plan.ending = "resolved"
            return
        scene.count("error_turns")
        fail(scene, with_response=chance(rng, 0.5))
        if scene.turn == 3 or not chance(rng, OUTAGE_RETRY):
            break
        scene.now += whole(rng, 15, 60)
    if chance(rng, OUTAGE_ESCALATION):
        scene.plan.ending = "escalated"
        scene.now += whole(rng, 5, 30)
        scene.in_turn("escalation_requested")


def play(stream: Stream, visit: Visit, session_number: int) -> Scene:
    """Play one visit and say what became of it."""
    rng = stream.rng
    plan = Plan("abandoned", 0) if visit.is_outage else plan_visit(stream.dealer, visit)
    session_id = f"s{session_number:04d}" if visit.actor.channel == "whatsapp" else ""
    scene = Scene(stream, visit, plan, session_id, visit.start)
    is_opened = plan.ending == "unengaged" or chance(rng, 0.45)
    if is_opened:
        scene.add("session_started", **client_columns(scene))
    expose(scene)
    if is_opened:
        scene.now += whole(rng, 3, 12)
    if visit.is_outage:
        play_outage(scene)
    else:
        play_usual(scene)
    return scene


def play_all(rng: random.Random) -> tuple[list[Row], list[Scene]]:
    """All visits in order of time, with the returns of users along the way."""
    stream = Stream(rng, MAIN_SOURCE)
    visits = schedule(rng)
    queue = [(visit.start, number, visit) for number, visit in enumerate(visits)]
    heapq.heapify(queue)
    scenes = []
    while queue:
        _, _, visit = heapq.heappop(queue)
        scene = play(stream, visit, len(scenes) + 1)
        scenes.append(scene)
        if scene.plan.is_reopened:
            start = scene.now + whole(rng, 2 * 3600, 20 * 3600)
            if OUTAGE_START - 2700 <= start < OUTAGE_END:
                start = OUTAGE_END + 600
            again = Visit(
                start, visit.actor, visit.conversation, visit.intent, is_return=True
            )
            heapq.heappush(queue, (start, len(visits) + len(scenes), again))
    return stream.rows, scenes


# ---------------------------------------------------------------------- second source


def voice_rating(rng: random.Random, ending: str) -> Row:
    value = whole(rng, 7, 10) if ending == "resolved" else whole(rng, 1, 6)
    return {
        "feedback_kind": "csat",
        "feedback_value": str(value),
        "feedback_scale_min": "1",
        "feedback_scale_max": "10",
    }


def voice_script(
    rng: random.Random, stream: Stream, ending: str
) -> list[tuple[str, Row]]:
    """The events of one call, by name: the telephone system has names of its own."""
    intent = choose(rng, ("order_status", "delivery_delay", "invoice_copy"))
    turns = whole(rng, 1, 3)
    script = [("conversation_started", {"channel": "phone", "locale": "en-US"})]
    for turn in range(1, turns + 1):
        client = {"channel": "phone", "locale": "en-US"}
        script.append(("user_message", {**client, "message_id": stream.message_id()}))
        handled = {"intent_name": intent, "is_intent_handled": "true"}
        script.append(("intent_recognized", handled))
        if turn == turns and ending == "abandoned":
            break
        answer = {"model_name": "aria-voice", "model_version": "1.2.0"}
        answer["message_id"] = stream.message_id()
        script.append(("assistant_message", answer))
    if ending == "escalated":
        script += [("handoff_requested", {}), ("handoff_accepted", {})]
    if chance(rng, 0.4):
        script.append(("rating_submitted", voice_rating(rng, ending)))
    script.append(("conversation_ended", {}))
    return script


def play_voice(rng: random.Random) -> tuple[list[Row], list[str]]:
    """Calls without a clock; each day's are received in one batch before midnight."""
    stream = Stream(rng, VOICE_SOURCE)
    endings = []
    days = sorted(pick(rng, WEEKDAY_WEIGHTS) + 7 * (i % 8) for i in range(VOICE_CALLS))
    callers = list(range(1, VOICE_CALLERS + 1))
    callers += sample(rng, callers, VOICE_CALLS - VOICE_CALLERS)
    for call, (day, caller) in enumerate(zip(days, callers, strict=True), start=1):
        batch = START + day * DAY + 23 * 3600 + 2400
        endings.append(pick(rng, VOICE_ENDING))
        script = voice_script(rng, stream, endings[-1])
        for sequence, (name, columns) in enumerate(script, start=1):
            stream.add(
                name,
                received_at=stamp(batch + whole(rng, 0, 59)),
                sequence_number=str(sequence),
                user_id=f"v{caller:02d}",
                session_id=f"call{call:02d}",
                **columns,
            )
    return stream.rows, endings


# ------------------------------------------------------------------------- deliveries


def seconds_of(text: str) -> int:
    """Seconds since 1970 of a time as this script writes it."""
    return int(datetime.fromisoformat(text).timestamp())


def delay_some(rng: random.Random, rows: list[Row]) -> list[Row]:
    """Hold some events back for hours or days; nothing else about them changes."""
    horizon = LAST_RECEIPT - LATE_SECONDS[1] - 1
    early = [row for row in rows if seconds_of(row["occurred_at"]) < horizon]
    late = sample(rng, early, LATE_EVENTS)
    for row in late:
        lateness = whole(rng, *LATE_SECONDS)
        row["received_at"] = stamp(seconds_of(row["occurred_at"]) + lateness)
    return late


def redelivery(rng: random.Random, row: Row) -> Row:
    """The same event once more, received a little or a day later."""
    wait = whole(rng, 30, 3000) if chance(rng, 0.85) else whole(rng, DAY, 2 * DAY)
    copy = dict(row)
    received = min(seconds_of(row["received_at"]) + wait, LAST_RECEIPT)
    copy["received_at"] = stamp(received)
    return copy


def contradict(number: int, copy: Row) -> Row:
    """Change what the event says, never who or when."""
    if copy["event_name"] == "response_generated":
        copy["latency_ms"] = str(int(copy["latency_ms"] or 0) + 1000 + number)
    else:
        copy["app_version"] = "5.9.9"
    return copy


def redeliver_some(rng: random.Random, rows: list[Row]) -> list[Row]:
    """Copies of events that were accepted already; an event at most once."""
    usable = [
        row
        for row in rows
        if row["event_name"] in ("message_sent", "response_generated", "user_message")
        and seconds_of(row["received_at"]) < LAST_RECEIPT - 4000
    ]
    chosen = sample(rng, usable, IDENTICAL_REDELIVERIES + CONFLICTING_REDELIVERIES)
    copies = [redelivery(rng, row) for row in chosen]
    conflicting = copies[:CONFLICTING_REDELIVERIES]
    for number, copy in enumerate(conflicting):
        contradict(number, copy)
    return copies


def base_rows(rows: list[Row]) -> dict[str, list[Row]]:
    """By event name: rows of the middle weeks that a broken row can start from."""
    usable = {}
    for row in rows:
        is_plain = row["is_error"] == "" and row["role"] == ""
        is_thumb = row["feedback_kind"] in ("", "thumbs")
        is_usual = is_plain and is_thumb and row["source_name"] == MAIN_SOURCE
        if is_usual or row["event_name"] == "error_raised":
            usable.setdefault(row["event_name"], []).append(row)
    return usable


def break_some(rng: random.Random, rows: list[Row]) -> list[Row]:
    """Rows that cannot be used, each for one known reason."""
    usable = base_rows(rows)
    broken = []
    for number, (_, event_name, changes) in enumerate(QUARANTINE_CASES, start=1):
        row = dict(choose(rng, usable[event_name]))
        row["event_id"] = f"e9{number:04d}"
        for column, value in changes.items():
            is_shift = isinstance(value, int)
            row[column] = received_later(row, value) if is_shift else value
        broken.append(row)
    return broken


def by_receipt(row: Row) -> tuple[str, str]:
    received = row["received_at"]
    is_time = received[:4].isdigit()
    return (received if is_time else "2026-10-01T00:00:00Z", row["source_name"])


# ------------------------------------------------------------------------------ facts


def count_by(values: Iterable[str]) -> dict[str, int]:
    counts = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return {key: counts[key] for key in sorted(counts)}


def week_of(seconds: int) -> int:
    return (seconds - START) // (7 * DAY)


def unhandled_facts(scenes: list[Scene]) -> list[int]:
    counts = [0] * len(UNHANDLED_SESSIONS_BY_WEEK)
    for scene in scenes:
        if scene.visit.intent == UNHANDLED_INTENT:
            counts[week_of(scene.visit.start)] += 1
    return counts


def outage_facts(scenes: list[Scene]) -> Facts:
    hit = [scene for scene in scenes if scene.visit.is_outage]
    return {
        "sessions": len(hit),
        "turns": sum(scene.tally.get("turns", 0) for scene in hit),
        "error_turns": sum(scene.tally.get("error_turns", 0) for scene in hit),
        "abandoned_sessions": sum(scene.plan.ending == "abandoned" for scene in hit),
    }


def resolution_rate(ending: dict[str, int], reopened: dict[str, int]) -> float:
    """The rate that the chances of an ending amount to."""
    kept = reopened["no"] / sum(reopened.values())
    confirmed = ending["escalated"] * CONFIRMED_AFTER_ESCALATION
    return (ending["resolved"] * kept + confirmed) / sum(ending.values())


def is_success(plan: Plan) -> bool:
    """Whether the definitions call it resolved."""
    if plan.ending == "resolved":
        return not plan.is_reopened
    return plan.ending == "escalated" and plan.statement == "1"


def hurt_facts(scenes: list[Scene]) -> Facts:
    """Engaged sessions of the hurt intent by the model that served them."""
    facts = {}
    for scene in scenes:
        visit, plan = scene.visit, scene.plan
        if visit.intent != HURT_INTENT or plan.ending == "unengaged" or visit.is_outage:
            continue
        model = visit.actor.model_version(visit.start)
        entry = facts.setdefault(model, {"engaged_sessions": 0, "resolved_sessions": 0})
        entry["engaged_sessions"] += 1
        entry["resolved_sessions"] += is_success(plan)
    return {model: facts[model] for model in sorted(facts)}


def experiment_facts(rows: list[Row]) -> Facts:
    shown = [row for row in rows if row["experiment_key"]]
    users = sorted(
        {(row["experiment_key"], row["variant_key"], row["user_id"]) for row in shown}
    )
    facts = {}
    for key in EXPERIMENT_START:
        counts = count_by(variant for name, variant, _ in users if name == key)
        events = sum(row["experiment_key"] == key for row in shown)
        facts[key] = {"exposed_users": counts, "exposure_events": events}
    return facts


def event_facts(main_rows: list[Row], voice_rows: list[Row]) -> Facts:
    accepted = main_rows + voice_rows
    identified = {row["user_id"] for row in accepted if row["user_id"]}
    anonymous = {row["anonymous_id"] for row in accepted if not row["user_id"]}
    shared = {r["event_id"] for r in main_rows} & {r["event_id"] for r in voice_rows}
    return {
        "accepted": len(accepted),
        "accepted_by_source": count_by(row["source_name"] for row in accepted),
        "accepted_by_name": count_by(row["event_name"] for row in accepted),
        "unclocked": sum(row["occurred_at"] == "" for row in accepted),
        "ratings_on_another_scale": sum(
            row["feedback_kind"] == "csat" and row["feedback_scale_max"] == "10"
            for row in accepted
        ),
        "identified_actors": len(identified),
        "anonymous_actors": len(anonymous),
        "event_ids_in_both_sources": len(shared),
    }


def delivery_facts(
    rows: list[Row], late: list[Row], copies: list[Row], broken: list[Row]
) -> Facts:
    return {
        "raw": len(rows),
        "late": len(late),
        "duplicates": len(copies),
        "identical": len(copies) - CONFLICTING_REDELIVERIES,
        "conflicting": CONFLICTING_REDELIVERIES,
        "quarantined": len(broken),
        "quarantined_by_reason": count_by(case[0] for case in QUARANTINE_CASES),
    }


def session_facts(scenes: list[Scene]) -> Facts:
    tallies = [scene.tally for scene in scenes]
    return {
        "sessions": len(scenes) + VOICE_CALLS,
        "sessions_by_source": {
            MAIN_SOURCE: len(scenes),
            VOICE_SOURCE: VOICE_CALLS,
        },
        "main_turns": sum(tally.get("turns", 0) for tally in tallies),
        "changed_ratings": sum(tally.get("changed_ratings", 0) for tally in tallies),
        "unhandled_sessions_by_week": unhandled_facts(scenes),
        "outage": outage_facts(scenes),
        "hurt_intent_by_model": hurt_facts(scenes),
    }


def outcome_facts(scenes: list[Scene], voice_endings: list[str]) -> Facts:
    """What the definitions make of all sessions of both sources."""
    plans = [scene.plan for scene in scenes]
    endings = count_by([plan.ending for plan in plans] + voice_endings)
    resolved = sum(is_success(plan) for plan in plans)
    return {
        "engaged_sessions": sum(endings.values()) - endings["unengaged"],
        "resolved_sessions": resolved + voice_endings.count("resolved"),
        "escalated_sessions": endings["escalated"],
        "abandoned_sessions": endings["abandoned"],
        "reopened_sessions": sum(plan.is_reopened for plan in plans),
    }


def generate(seed: int = SEED) -> tuple[list[Row], Facts]:
    """All raw rows in order of receipt, and the exact counts of what is in them."""
    rng = random.Random(seed)
    main_rows, scenes = play_all(rng)
    voice_rows, voice_endings = play_voice(rng)
    late = delay_some(rng, main_rows)
    copies = redeliver_some(rng, main_rows + voice_rows)
    broken = break_some(rng, main_rows)
    rows = sorted(main_rows + voice_rows + copies + broken, key=by_receipt)
    facts = {
        **event_facts(main_rows, voice_rows),
        **delivery_facts(rows, late, copies, broken),
        **session_facts(scenes),
        **outcome_facts(scenes, voice_endings),
        "experiments": experiment_facts(main_rows),
        "as_of": max(row["received_at"] for row in main_rows + voice_rows),
    }
    return rows, facts


# ------------------------------------------------------------------------------ output


def to_csv(rows: list[Row]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def default_output() -> Path:
    root = Path(__file__).resolve().parent.parent
    return root / "seeds" / "demo" / "demo_interaction_events.csv"


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the demo events.")
    parser.add_argument("--output", type=Path, default=default_output())
    output = parser.parse_args().output
    rows, facts = generate()
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(to_csv(rows).encode("utf-8"))
    print(json.dumps(facts, indent=2))


if __name__ == "__main__":
    main()
