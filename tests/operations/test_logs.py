"""What the log may hold, and what it may not."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from bot.operations.logs import HumanFormatter, JsonFormatter
from bot.operations.metrics import Listener, Metrics
from tests.operations.conftest import TOKEN


def record(message: str, *args: object, exc: BaseException | None = None, name: str = "viva") -> logging.LogRecord:
    info = (type(exc), exc, exc.__traceback__) if exc else None
    return logging.LogRecord(name, logging.ERROR if exc else logging.INFO, __file__, 1, message, args, info)


@pytest.mark.parametrize("secret", [TOKEN, ""], ids=["as it is set", "by its form"])
@pytest.mark.parametrize("formatter", [HumanFormatter, JsonFormatter])
def test_a_token_is_never_written(formatter: type[HumanFormatter | JsonFormatter], secret: str) -> None:
    try:
        raise RuntimeError(f"cannot open https://discord.com/x?auth={TOKEN}")
    except RuntimeError as error:
        line = formatter(secret).format(record("login with %s", f"Bot {TOKEN}", exc=error))
    assert TOKEN not in line
    assert "RuntimeError" in line
    assert line.count("[token]") >= 2


def test_neither_is_the_token_of_an_interaction() -> None:
    address = "https://discord.com/api/v10/interactions/123/aW50ZXJhY3Rpb246MTIzNDU2/callback"
    line = HumanFormatter().format(record("We are being rate limited. POST %s responded with 429.", address))
    assert "aW50ZXJhY3Rpb246" not in line
    assert "/interactions/123/[token]/callback" in line


def test_json_is_one_line_an_event() -> None:
    try:
        raise RuntimeError("first\nsecond")
    except RuntimeError:
        line = JsonFormatter().format(record("error %s", "3fa9c1", exc=sys.exc_info()[1]))
    assert "\n" not in line
    event = json.loads(line)
    assert event["message"] == "error 3fa9c1"
    assert "second" in event["traceback"]


def test_errors_and_rate_limits_are_counted() -> None:
    metrics = Metrics()
    listener = Listener(metrics)
    listener.handle(record("error", exc=RuntimeError("x")))
    limit = "We are being rate limited. %s %s responded with 429. Retrying in %.2f seconds."
    listener.handle(record(limit, "POST", "https://discord.com", 2.5, name="discord.http"))
    page = metrics.page({}).decode()
    assert 'viva_errors_total{logger="viva"} 1.0' in page
    assert "viva_rate_limits_total 1.0" in page
    assert "viva_rate_limit_seconds_total 2.5" in page
