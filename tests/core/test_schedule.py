"""Wall-clock time as laws: over every zone and every year from 2024 to 2030, and a table of the odd cases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import command_line
from bot.core.schedule import Days, Due, Rule, due, instant, parse_minute, parse_zone

FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

Transition = tuple[int, timedelta, timedelta]
"""The UTC second from which on the second offset holds instead of the first."""


def offset(at: int, zone: ZoneInfo) -> timedelta:
    found = datetime.fromtimestamp(at, zone).utcoffset()
    assert found is not None
    return found


def transitions(zone: ZoneInfo) -> tuple[Transition, ...]:
    """Find every clock change of a zone, to the second."""
    week = 7 * 86400
    start, end = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2023, 2032))
    found = []
    for left in range(start, end, week):
        if offset(left, zone) != offset(left + week, zone):
            low, high = left, left + week
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle, zone) == offset(low, zone) else (low, middle)
            found.append((high, offset(low, zone), offset(high, zone)))
    return tuple(found)


@cache
def behaviours() -> dict[tuple[timedelta, tuple[Transition, ...]], str]:
    """Return one zone for each way in which clocks go in these years; together they stand for all zones."""
    start = int(datetime(2023, 1, 1, tzinfo=UTC).timestamp())
    names = sorted(name for name in available_timezones() if name not in ("Factory", "localtime"))
    zones = [ZoneInfo(name) for name in names]
    return {(offset(start, zone), transitions(zone)): zone.key for zone in reversed(zones)}


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def minutes_to_try(changes: tuple[Transition, ...], zone: ZoneInfo) -> list[int]:
    """Return minutes of the day at, before and after each clock change on both clocks, and ordinary ones."""
    edges = set()
    for at, before, after in changes:
        for shift in (before, after):
            local = datetime.fromtimestamp(at, UTC) + shift
            edge = local.hour * 60 + local.minute
            edges |= {(edge + step) % 1440 for step in (-1, 0, 1, 30)}
    return sorted(edges | {0, 1, 9 * 60, 12 * 60, 1439})


def test_a_slot_is_the_first_minute_at_which_the_wall_clock_has_reached_the_time_in_all_zones_and_years() -> None:
    checked = 0
    for (_, changes), name in behaviours().items():
        zone = ZoneInfo(name)
        days = {FIRST, LAST, date(2028, 2, 29)} | {
            datetime.fromtimestamp(at, zone).date() + step * DAY for at, _, _ in changes for step in (-2, -1, 0, 1)
        }
        for day in (day for day in days if FIRST <= day <= LAST):
            midnight = datetime.combine(day, datetime.min.time())
            near = [datetime.fromtimestamp(at, UTC) for at, _, _ in changes]
            near = [change for change in near if abs(change.date() - day) <= 2 * DAY]
            for minute in minutes_to_try(changes, zone):
                wanted = midnight + minute * MINUTE
                slot = instant(day, minute, zone)
                assert slot.second == slot.microsecond == 0
                assert wall(slot, zone) >= wanted
                earlier = [slot - MINUTE, *(change - MINUTE for change in near if change <= slot)]
                assert all(wall(moment, zone) < wanted for moment in earlier), (name, day, minute)
                checked += 1
    assert checked > 10_000


def test_every_day_has_exactly_one_slot_on_its_own_date_in_all_zones_and_years() -> None:
    for (_, changes), name in behaviours().items():
        zone = ZoneInfo(name)
        for minute in (0, 150):
            rule = Rule(minute, zone, Days(), anchor=FIRST)
            years = (LAST - FIRST).days + 1 if changes else 400
            slots = list(islice(rule.slots(FIRST), years))
            assert [slot.astimezone(zone).date() for slot in slots] == [FIRST + n * DAY for n in range(years)]
            assert all(0 < (after - before).total_seconds() < 2 * 86400 for before, after in pairwise(slots))


def test_every_zone_stands_behind_one_of_the_behaviours() -> None:
    assert len(available_timezones()) > 400
    assert 50 < len(behaviours()) < 400


BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


@pytest.mark.parametrize(
    ("zone", "day", "minute", "due_at", "why"),
    [
        (BERLIN, "2026-03-28", "09:00", "2026-03-28T08:00Z", "winter"),
        (BERLIN, "2026-03-29", "09:00", "2026-03-29T07:00Z", "the same hour on the wall in summer"),
        (BERLIN, "2026-03-29", "02:30", "2026-03-29T01:00Z", "a gap: the first minute after it, 03:00"),
        (BERLIN, "2026-10-25", "02:30", "2026-10-25T00:30Z", "twice: the first"),
        (NEW_YORK, "2026-03-08", "02:00", "2026-03-08T07:00Z", "the first minute of a gap"),
        (NEW_YORK, "2026-11-01", "01:59", "2026-11-01T05:59Z", "twice: the first"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30Z", "a gap of half an hour"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45Z", "half an hour twice"),
        ("Antarctica/Troll", "2026-03-29", "02:30", "2026-03-29T01:00Z", "a gap of two hours"),
        ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00Z", "midnight does not exist"),
        ("Asia/Beirut", "2026-03-29", "00:30", "2026-03-28T22:00Z", "half past midnight does not exist"),
        ("Asia/Kathmandu", "2026-01-01", "09:00", "2026-01-01T03:15Z", "an offset of quarters"),
        ("Pacific/Kiritimati", "2026-01-01", "00:00", "2025-12-31T10:00Z", "far ahead"),
        ("Pacific/Apia", "2011-12-30", "09:00", "2011-12-30T10:00Z", "a date that was skipped altogether"),
    ],
)  # fmt: skip
def test_odd_cases(zone: str, day: str, minute: str, due_at: str, why: str) -> None:
    assert instant(date.fromisoformat(day), parse_minute(minute), ZoneInfo(zone)) == datetime.fromisoformat(due_at), why


@given(
    spec=st.sampled_from(["daily", "weekdays", "mon,wed,fri", "sun", "every-2", "every-3", "every-60"]),
    name=st.sampled_from([BERLIN, NEW_YORK, "UTC", "Australia/Lord_Howe", "Pacific/Auckland", "America/Sao_Paulo"]),
    minute=st.integers(0, 1439),
    first=st.dates(FIRST, LAST),
    anchor=st.dates(FIRST, LAST),
)
def test_slots_are_on_or_after_the_first_date_in_order_and_on_days_of_the_rule(
    spec: str, name: str, minute: int, first: date, anchor: date
) -> None:
    rule = Rule(minute, ZoneInfo(name), Days.parse(spec), anchor)
    days = [slot.astimezone(rule.zone).date() for slot in islice(rule.slots(first), 5)]
    assert days[0] >= first
    assert days == sorted(set(days))
    assert all(rule.applies_on(day) for day in days)
    between = {first + n * DAY for n in range((days[-1] - first).days)} - set(days)
    assert not any(rule.applies_on(day) for day in between)
    assert Days.parse(str(rule.days)) == rule.days


moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(
    moment=moments,
    late=st.integers(0, 20 * 86400),
    grace=st.integers(1, 1440),
    spec=st.sampled_from(["daily", "mon,thu", "every-3"]),
)
def test_after_an_outage_at_most_the_latest_slot_is_posted_and_only_within_the_grace_window(
    moment: datetime, late: int, grace: int, spec: str
) -> None:
    rule = Rule(540, ZoneInfo(BERLIN), Days.parse(spec), date(2024, 1, 1))
    waiting_for = rule.next_after(moment)
    now, window = waiting_for + timedelta(seconds=late), timedelta(minutes=grace)
    decision = due(rule, waiting_for, now, window)
    assert decision.next_slot > now
    assert decision.next_slot == rule.next_after(now)
    passed = list(takewhile(lambda slot: slot <= now, rule.slots(waiting_for.astimezone(rule.zone).date())))
    assert decision.slot == (passed[-1] if now - passed[-1] <= window else None)
    assert decision.skipped == (len(passed) > 1 or decision.slot is None)


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        ("--zone Europe/Berlin --time 02:30 --days daily --from 2026-03-28 --count 3",
         ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]),
        ("--zone Asia/Tokyo --time 08:00 --days every-3 --from 2026-01-01 --count 2",
         ["2025-12-31T23:00:00Z", "2026-01-03T23:00:00Z"]),
        ("--zone America/New_York --time 09:00 --days mon,wed,fri --from 2026-11-01 --count 2",
         ["2026-11-02T14:00:00Z", "2026-11-04T14:00:00Z"]),
    ],
)  # fmt: skip
def test_the_command_prints_instants_on_or_after_the_local_date(
    capsys: pytest.CaptureFixture[str], arguments: str, lines: list[str]
) -> None:
    assert command_line(["schedule", *arguments.split()], {}) == 0
    assert capsys.readouterr().out.splitlines() == lines


def test_the_command_refuses_what_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = ["schedule", "--zone", "Mars/Olympus", "--time", "09:00", "--from", "2026-01-01"]
    assert command_line(wrong, {}) == 2
    assert "IANA name" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("--from 2026-02-30", "exists in the calendar"),
        ("--from 20260301", "YYYY-MM-DD"),
        ("--from 0001-01-01", "from 1900 on"),
        ("--count 0", "a whole number from 1"),
        ("--days every-0", "from 1 to 365"),
        ("--days mon;tue", "Days are"),
        ("--time 24:00", "A time is written like"),
        ("--zone Berlin", "IANA name"),
    ],
)
def test_the_command_says_what_is_wrong_and_how_it_is_written(
    capsys: pytest.CaptureFixture[str], wrong: str, said: str
) -> None:
    options = ["--zone", "Europe/Berlin", "--time", "09:00", "--from", "2026-03-01", "--count", "2"]
    try:
        code = command_line(["schedule", *options, *wrong.split()], {})
    except SystemExit as end:  # argparse's way for a single argument
        code = end.code
    assert code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "UTC"])
def test_the_command_ends_with_the_calendar(capsys: pytest.CaptureFixture[str], zone: str) -> None:
    options = ["--zone", zone, "--time", "23:00", "--from", "9999-12-29", "--count", "9"]
    assert command_line(["schedule", *options], {}) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_every_zone_of_this_system_can_be_chosen() -> None:
    names = available_timezones() - {"localtime"}
    assert {parse_zone(name).key for name in names} == names


@pytest.mark.parametrize("name", ["europe/berlin", "EUROPE/BERLIN", " Europe/Berlin "])
def test_a_zone_is_known_in_capitals_or_not(name: str) -> None:
    assert parse_zone(name).key == "Europe/Berlin"


def test_before_its_time_nothing_is_due() -> None:
    rule = Rule(540, ZoneInfo("UTC"), Days(), date(2026, 1, 1))
    slot = datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert due(rule, slot, slot - MINUTE, timedelta(hours=2)) == Due(slot=None, skipped=False, next_slot=slot)


@pytest.mark.parametrize(
    ("text", "minute"),
    [("09:00", 540), ("9:30", 570), ("21.15", 1275), ("9am", 540), ("12 am", 0), ("12 pm", 720), ("23:59", 1439)],
)
def test_times_are_read_as_people_write_them(text: str, minute: int) -> None:
    assert parse_minute(text) == minute


@pytest.mark.parametrize("text", ["", "9", "24:00", "12:60", "13 pm", "0 am", "noon", "-1:00", "9:5", "١٢:٠٠"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a time is written like"):
        parse_minute(text)


@pytest.mark.parametrize("name", ["", "Berlin", "Europe", "Europe/Atlantis", "../etc/passwd", "right/UTC", "localtime"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="a time zone is an IANA name"):
        parse_zone(name)


@pytest.mark.parametrize("spec", ["", "someday", "every-0", "every-366", "mon;tue", "every-x", ","])
def test_what_are_no_days_is_refused(spec: str) -> None:
    with pytest.raises(ValueError, match=r"days are|every-N"):
        Days.parse(spec)
