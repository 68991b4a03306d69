"""The numbers of a running Viva in the form that Prometheus reads.

Counted as it happens: interactions, errors, transactions, rate limits. Read when somebody asks:
servers, shards, open quizzes, daily posts. Names of members, servers and questions never appear.
"""

from __future__ import annotations

import logging

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 10.0)
"""Seconds; Discord waits three for a first answer."""

_GAUGES = {
    "servers": "Servers that the bot is in",
    "shards_connected": "Gateway connections that are up",
    "gateway_seconds": "Round trip of the gateway's heartbeat",
    "questions": "Questions in the bank",
    "quizzes_open": "Quizzes that have not ended",
    "answers": "Answers in the ledger",
    "schedules": "Daily schedules",
    "schedules_paused": "Daily schedules that are paused",
    "posts_due": "Daily questions that are due and not yet posted",
    "posts_in_doubt": "Daily questions that were sent without an answer from Discord so far",
    "posts_sent": "Daily questions that were posted",
    "posts_late": "Daily questions that were posted over five minutes late",
    "posts_dropped": "Daily questions that could not be posted",
    "last_backup_timestamp_seconds": "When the newest automatic backup was made; 0 where there is none",
}


_REQUESTS = {"discord.http", "discord.webhook.async_"}
"""The loggers of discord.py that tell of a 429: of the API, and of answers to interactions."""


class Metrics:
    """All numbers of one bot, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)  # memory, processor time, open files; on Linux
        self._interactions = Counter(
            "viva_interactions", "Interactions answered", ["name", "outcome"], registry=self.registry
        )
        self._seconds = Histogram(
            "viva_interaction_seconds", "From dispatch to the end", ["name"], buckets=_QUICK, registry=self.registry
        )
        self._transactions = Histogram(
            "viva_transaction_seconds",
            "Database transactions, waiting included",
            buckets=_QUICK,
            registry=self.registry,
        )
        self._errors = Counter("viva_errors", "Errors in the log", ["logger"], registry=self.registry)
        self._limits = Counter("viva_rate_limits", "Times that Discord said 429", registry=self.registry)
        self._limited = Counter("viva_rate_limit_seconds", "Waited because of them", registry=self.registry)
        self._gauges = {name: Gauge(f"viva_{name}", about, registry=self.registry) for name, about in _GAUGES.items()}

    def interaction(self, name: str, seconds: float, failed: bool) -> None:
        """Count an interaction that was answered; `name` is a command or a button's route."""
        self._interactions.labels(name, "failed" if failed else "ok").inc()
        self._seconds.labels(name).observe(seconds)

    def transaction(self, seconds: float) -> None:
        """Count a transaction."""
        self._transactions.observe(seconds)

    def logged(self, record: logging.LogRecord) -> None:
        """Count a log record where it is an error or tells of a rate limit."""
        if record.levelno >= logging.ERROR:
            self._errors.labels(record.name).inc()
        elif record.name in _REQUESTS and "rate limited" in str(record.msg):
            self._limits.inc()
            seconds = [value for value in _arguments(record) if isinstance(value, float)]
            self._limited.inc(seconds[-1] if seconds else 0.0)

    def page(self, now: dict[str, float]) -> bytes:
        """Write the page that Prometheus reads; `now` holds what is true at this moment, by gauge."""
        for name, value in now.items():
            self._gauges[name].set(value)
        return generate_latest(self.registry)


class Listener(logging.Handler):
    """Shows each log record to the metrics."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__(logging.WARNING)
        self._metrics = metrics

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record."""
        self._metrics.logged(record)


def _arguments(record: logging.LogRecord) -> tuple[object, ...]:
    return record.args if isinstance(record.args, tuple) else ()
