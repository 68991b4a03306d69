"""When a daily question is due: wall-clock time, clock changes and missed runs.

A rule names a local minute of the day, a zone and the days. The local time is kept across clock
changes: 09:00 stays 09:00 on the wall. A local time that does not exist on a day (the clocks go
forward over it) is due at the first minute after the gap; one that occurs twice is due once, at
the first. Nothing here reads a clock.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_INTERVAL_DAYS = 365
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NOT_ZONES = ("posix", "right/", "localtime")
"""Names under which a system keeps other things than zones beside its zones."""
_EVERY = re.compile(r"every-([0-9]{1,3})$")


@dataclass(frozen=True, slots=True)
class Days:
    """On which local days: on these weekdays (0 is Monday), or every `interval` days from an anchor."""

    weekdays: frozenset[int] = frozenset(range(7))
    interval: int = 1

    @classmethod
    def parse(cls, spec: str) -> Days:
        """Read `daily`, `weekdays`, `mon,wed,fri` or `every-3`. Raises ValueError that says what is accepted."""
        text = spec.strip().lower()
        if text == "daily":
            return cls()
        if text == "weekdays":
            return cls(weekdays=frozenset(range(5)))
        if match := _EVERY.match(text):
            interval = int(match[1])
            if 1 <= interval <= MAX_INTERVAL_DAYS:
                return cls(interval=interval)
            raise ValueError(f"every-N takes a number from 1 to {MAX_INTERVAL_DAYS}")
        names = [name for name in re.split(r"[,\s]+", text) if name]
        known = {**{n: i for i, n in enumerate(WEEKDAYS)}, **{n: i for i, n in enumerate(_FULL_NAMES)}}
        if not names or any(name not in known for name in names):
            raise ValueError("days are `daily`, weekdays such as `mon,wed,fri`, or `every-3`")
        return cls(weekdays=frozenset(known[name] for name in names))

    def __str__(self) -> str:
        if self.interval > 1:
            return f"every-{self.interval}"
        if len(self.weekdays) == 7:
            return "daily"
        return ",".join(WEEKDAYS[day] for day in sorted(self.weekdays))


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurring wall-clock time. `minute` counts from local midnight, 0 to 1439."""

    minute: int
    zone: ZoneInfo
    days: Days
    anchor: date
    """The local date from which `every-N` counts; it is itself such a day."""

    def applies_on(self, day: date) -> bool:
        """Tell whether the rule names this local date."""
        if self.days.interval > 1:
            return (day - self.anchor).days % self.days.interval == 0
        return day.weekday() in self.days.weekdays

    def local_day(self, slot_s: int) -> date:
        """Return the local date of a slot (UTC seconds)."""
        return datetime.fromtimestamp(slot_s, self.zone).date()

    def slots(self, first: date) -> Iterator[datetime]:
        """Yield the instants (aware, UTC) due on or after a local date, in order, to the end of the calendar."""
        last = None
        for number in range(first.toordinal(), date.max.toordinal()):
            day = date.fromordinal(number)
            if self.applies_on(day):
                slot = instant(day, self.minute, self.zone)
                # A day that a zone skipped altogether must not bring the next one forward.
                if last is None or slot > last:
                    yield slot
                    last = slot

    def next_after(self, moment: datetime) -> datetime:
        """Return the first slot strictly after an aware moment (UTC)."""
        yesterday = moment.astimezone(self.zone).date() - timedelta(days=1)
        return next(slot for slot in self.slots(yesterday) if slot > moment)

    def latest_until(self, moment: datetime, not_before: datetime) -> datetime | None:
        """Return the last slot in [not_before, moment], or None where there is none."""
        latest = None
        for slot in self.slots(not_before.astimezone(self.zone).date() - timedelta(days=1)):
            if slot > moment:
                break
            if slot >= not_before:
                latest = slot
        return latest


@dataclass(frozen=True, slots=True)
class Due:
    """What to do with a schedule whose time has come: post for `slot`, or nothing where it is None."""

    slot: datetime | None
    skipped: bool
    """Whether slots passed that are not made up for."""
    next_slot: datetime


def due(rule: Rule, next_slot: datetime, now: datetime, grace: timedelta) -> Due:
    """Decide at `now` about a schedule that waits for `next_slot` (both aware, UTC).

    Only the latest missed slot is posted, and only within the grace window; earlier ones are
    skipped, so that nothing piles up after the bot was down.
    """
    latest = rule.latest_until(now, next_slot)
    following = rule.next_after(max(now, next_slot - timedelta(microseconds=1)))
    if latest is None:
        return Due(slot=None, skipped=False, next_slot=following)
    in_time = now - latest <= grace
    return Due(slot=latest if in_time else None, skipped=latest > next_slot or not in_time, next_slot=following)


def instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the UTC instant at which a local minute of a date occurs for the first time.

    Where the minute is skipped by a clock change, the first whole minute after the gap.
    """
    local = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    # In a gap fold=0 reads the clock as before the change and fold=1 as after it (PEP 495),
    # so the change lies between the two; bisect to the second.
    early = local.replace(fold=1).astimezone(UTC)
    low, high = int(early.timestamp()), int(moment.timestamp())
    after = moment.astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    change = datetime.fromtimestamp(high, UTC)
    wall = change.astimezone(zone)
    return change + timedelta(seconds=math.ceil(wall.second / 60) * 60 - wall.second)


def parse_minute(text: str) -> int:
    """Read a local time as a minute of the day: `09:00`, `9:30`, `21.15`, `9am`, `9:30 pm`.

    Raises ValueError that says what is accepted.
    """
    match = re.fullmatch(r"\s*([0-9]{1,2})(?:[:.h]([0-9]{2}))?\s*(am|pm)?\s*", text.lower())
    if match and (match[2] or match[3]):
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif half:
            hour = 24
        if hour < 24 and minute < 60:
            return hour * 60 + minute
    raise ValueError("a time is written like 09:00, 21:15 or 9 am")


def parse_zone(name: str) -> ZoneInfo:
    """Return the IANA zone of this name, such as Europe/Berlin, in capitals or not.

    Raises ValueError where there is none.
    """
    wanted = name.strip().replace(" ", "_")
    if not wanted.startswith(_NOT_ZONES):
        try:
            return ZoneInfo(wanted)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            for known in available_timezones():
                if known.casefold() == wanted.casefold():
                    return ZoneInfo(known)
    raise ValueError("a time zone is an IANA name such as Europe/Berlin or America/New_York")


def zone_or_utc(name: str) -> ZoneInfo:
    """Return a zone that was stored by its name; UTC where this system's data knows it no more."""
    try:
        return parse_zone(name)
    except ValueError:
        return ZoneInfo("UTC")


def show_minute(minute: int) -> str:
    """Write a minute of the day as HH:MM."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
