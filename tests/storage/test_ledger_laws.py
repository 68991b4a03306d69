"""Random histories of a server: what is summed as it happens, what is rebuilt, and a naive model agree."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.bank import ItemId, QuestionId
from bot.core.scoring import Play, Verdict, month_of, week_of
from bot.storage import corrections, ledger, members, seasons, totals
from bot.storage.connection import Connection
from bot.storage.corrections import Correction
from bot.storage.database import Database
from bot.storage.ledger import Entry
from bot.storage.members import Wishes
from bot.storage.migrations import MIGRATIONS

START = int(datetime(2026, 12, 26, 20, 0, tzinfo=UTC).timestamp())
"""Shortly before a year of 53 ISO weeks ends."""

ZONES = [ZoneInfo(name) for name in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu")]
MEMBERS, GUILDS = (11, 12, 13, 14), (1, 2)


@dataclass
class Model:
    """The ledger as one would write it down by hand."""

    answers: list[dict] = field(default_factory=list)
    seasons: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    hidden: dict[tuple[int, int], dict[str, bool]] = field(default_factory=lambda: defaultdict(dict))
    first_week: str = ""
    first_month: str = ""

    def won(
        self, guild: int, user: int, question: str, play: Play, solo: bool, worth: int, at: int, day: date
    ) -> tuple:
        own = [a for a in self.answers if a["guild"] == guild and a["user"] == user and at - a["at"] < 7 * 86400]
        today = [a for a in own if a["day"] == day]
        seen = any(a["question"] == question and a["play"] != "practice" and a["verdict"] != "void" for a in own)
        if play == "practice" or seen:
            return "practice", max(
                0, min(1 if worth else 0, 10 - sum(a["raw"] for a in today if a["as"] == "practice"))
            )
        if solo:
            return "solo", max(0, min(worth, 60 - sum(a["raw"] for a in today if a["as"] == "solo")))
        return "full", worth

    def totals(self) -> dict[tuple[int, str, int], tuple[int, int, int]]:
        found: dict[tuple[int, str, int], list[int]] = defaultdict(lambda: [0, 0, 0])
        for a in self.answers:
            if a["verdict"] == "void":
                continue
            year, week, _ = a["day"].isocalendar()
            season = sum(start < a["at"] for start in self.seasons[a["guild"]])
            boards = {"all", f"topic:{a['topic']}", *([f"season:{season}"] if season else [])}
            boards |= {week for week in [f"week:{year}-W{week:02}"] if week >= self.first_week}
            boards |= {month for month in [f"month:{a['day']:%Y-%m}"] if month >= self.first_month}
            for board in boards:
                row = found[a["guild"], board, a["user"]]
                row[0] += a["points"]
                row[1] += 1
                row[2] += a["verdict"] == "right"
        return {key: tuple(row) for key, row in found.items()}

    def is_hidden(self, guild: int, user: int) -> bool:
        return any(self.hidden[guild, user].values())


moments = st.integers(0, 3 * 86400)
answers = st.fixed_dictionaries(
    {
        "do": st.just("answer"),
        "guild": st.sampled_from(GUILDS),
        "user": st.sampled_from(MEMBERS),
        "question": st.sampled_from("abcdefgh"),
        "play": st.sampled_from(list(Play)),
        "origin": st.integers(1, 6),
        "verdict": st.sampled_from(list(Verdict)),
        "worth": st.integers(0, 700),
        "solo": st.booleans(),
        "later": moments,
    }
)
events = st.one_of(
    answers,
    answers,
    answers,
    st.fixed_dictionaries(
        {"do": st.just("void"), "play": st.sampled_from([Play.DAILY, Play.QUIZ]), "origin": st.integers(1, 6)}
    ),
    st.fixed_dictionaries(
        {
            "do": st.just("correct"),
            "which": st.integers(0, 50),
            "verdict": st.sampled_from([*Verdict, "void"]),
            "points": st.integers(0, 300),
        }
    ),
    st.fixed_dictionaries({"do": st.just("zone"), "guild": st.sampled_from(GUILDS), "zone": st.sampled_from(ZONES)}),
    st.fixed_dictionaries({"do": st.just("season"), "guild": st.sampled_from(GUILDS)}),
    st.fixed_dictionaries({"do": st.just("prune"), "days": st.integers(0, 20)}),
    st.fixed_dictionaries(
        {
            "do": st.just("hide"),
            "guild": st.sampled_from(GUILDS),
            "user": st.sampled_from(MEMBERS),
            "why": st.sampled_from(["opted_out", "left", "excluded"]),
            "on": st.booleans(),
        }
    ),
)


class Undo(Exception):
    """Ends an example without keeping it."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[asyncio.Runner, Database]]:
    with asyncio.Runner() as runner:
        path: Path = tmp_path_factory.mktemp("ledger") / "viva.db"
        database = runner.run(Database.open(path))
        yield runner, database
        runner.run(database.close())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(events, max_size=60))
def test_incremental_rebuilt_and_naive_sums_are_equal(
    opened: tuple[asyncio.Runner, Database], history: list[dict]
) -> None:
    runner, database = opened

    async def example() -> None:
        async with database.transaction() as tx:
            model = await live(tx, history)
            expected = model.totals()
            await agree(tx, model, expected)
            await totals.rebuild(tx)
            await agree(tx, model, expected)
            raise Undo

    with pytest.raises(Undo):
        runner.run(example())


async def live(tx: Connection, history: list[dict]) -> Model:
    """Let a history happen in the ledger and in the model."""
    model, now = Model(), START
    zones = dict.fromkeys(GUILDS, ZONES[0])
    for event in history:
        match event["do"]:
            case "answer":
                now += event["later"]
                await answer(tx, model, event, zones[event["guild"]], now)
            case "void":
                # Posts and rounds belong to one server: their ids are unique over all of them.
                await ledger.void_origin(tx, event["play"], event["origin"], reason="test", by=None, at_s=now)
                for a in model.answers:
                    if (a["play"], a["origin"]) == (event["play"], event["origin"]):
                        a.update(verdict="void", points=0)
            case "correct" if model.answers:
                a = model.answers[event["which"] % len(model.answers)]
                correction = Correction(a["id"], event["verdict"], event["points"])
                await corrections.correct(tx, [correction], reason="test", by=None, at_s=now)
                a.update(verdict=event["verdict"], points=event["points"])
            case "zone":
                zones[event["guild"]] = event["zone"]
            case "season":
                model.seasons[event["guild"]].append((await seasons.start(tx, event["guild"], "new", now)).started_at_s)
            case "prune":
                day = datetime.fromtimestamp(now, UTC).date() - timedelta(days=event["days"])
                await totals.keep_from(tx, day)
                while await totals.prune(tx, 3):
                    pass
                model.first_week = max(model.first_week, week_of(day))
                model.first_month = max(model.first_month, month_of(day))
            case "hide":
                await hide(tx, model, event)
    return model


async def answer(tx: Connection, model: Model, event: dict, zone: ZoneInfo, now: int) -> None:
    play, origin = event["play"], None if event["play"] is Play.PRACTICE else event["origin"]
    guild, user, question = event["guild"], event["user"], event["question"]
    topic = "early" if question < "d" else "late"
    entry = Entry(
        guild_id=guild, user_id=user, question_id=QuestionId(question), question_version=1,
        item_id=ItemId(f"{question}/1"), topic=topic, play=play, origin_id=origin, response="0",
        verdict=event["verdict"], points=event["worth"], answered_at_s=now, solo=event["solo"],
    )  # fmt: skip
    is_new = origin is None or not any(
        (a["play"], a["origin"], a["user"]) == (play, origin, user) for a in model.answers
    )
    brought = await ledger.record(tx, entry, zone)
    assert (brought is not None) is is_new
    if is_new:
        model.hidden[guild, user]["left"] = False  # who answers is there
        day = datetime.fromtimestamp(now, UTC).astimezone(zone).date()
        rate, won = model.won(guild, user, question, play, event["solo"], event["worth"], now, day)
        assert brought == won
        (row,) = await tx.execute_fetchall("SELECT max(answer_id) FROM answers")
        model.answers.append(
            {
                "id": row[0], "guild": guild, "user": user, "question": question, "topic": topic, "play": play,
                "origin": origin, "verdict": event["verdict"], "points": won, "raw": won, "as": rate, "at": now,
                "day": day,
            }
        )  # fmt: skip


async def hide(tx: Connection, model: Model, event: dict) -> None:
    guild, user = event["guild"], event["user"]
    state = model.hidden[guild, user]
    state[event["why"]] = event["on"]
    if event["why"] == "opted_out":
        await members.wish(tx, guild, user, Wishes(opted_out=event["on"]))
    else:
        left_at_s = START if state.get("left") else None
        await members.notice(tx, guild, user, left_at_s=left_at_s, excluded=state.get("excluded", False))


async def agree(tx: Connection, model: Model, expected: dict[tuple[int, str, int], tuple[int, int, int]]) -> None:
    rows = await tx.execute_fetchall("SELECT guild_id, board, user_id, points, answered, correct FROM totals")
    assert {tuple(row)[:3]: tuple(row)[3:] for row in rows} == expected
    await tallies_agree(tx, model, expected)
    for guild, board in {(guild, board) for guild, board, _ in expected}:
        shown = [
            (user, sums[0])
            for (g, b, user), sums in expected.items()
            if (g, b) == (guild, board) and sums[0] > 0 and not model.is_hidden(guild, user)
        ]
        shown.sort(key=lambda row: (-row[1], row[0]))
        naive = [(1 + sum(other > points for _, other in shown), user, points) for user, points in shown]
        assert await totals.members_on(tx, guild, board) == len(shown)
        for offset in range(len(shown) + 1):
            page = await totals.page(tx, guild, board, offset=offset, size=2)
            assert [(row.rank, row.user_id, row.points) for row in page] == naive[offset : offset + 2]
        for at, (rank, user, points) in enumerate(naive):
            own, above = await totals.own(tx, guild, board, user)
            assert own is not None
            assert own.rank == rank
            assert above == min((other for _, other in shown if other > points), default=None)
            assert await totals.position(tx, guild, board, own) == at


async def tallies_agree(tx: Connection, model: Model, expected: dict) -> None:
    naive: Counter = Counter()
    for (guild, board, user), sums in expected.items():
        if sums[0] > 0 and not model.is_hidden(guild, user):
            naive[guild, board, 1, sums[0]] += 1
            naive[guild, board, 256, sums[0] // 256] += 1
    rows = await tx.execute_fetchall("SELECT guild_id, board, size, bucket, members FROM tallies WHERE members <> 0")
    assert {tuple(row)[:4]: row["members"] for row in rows} == dict(naive)


@pytest.mark.parametrize("days", range(0, 800, 97))
def test_weeks_of_the_database_are_iso_weeks(opened: tuple[asyncio.Runner, Database], days: int) -> None:
    runner, database = opened
    day = date(2024, 12, 25) + timedelta(days=days)

    async def example() -> None:
        async with database.transaction() as tx:
            model = await live(tx, [])
            await answer(tx, model, {"guild": 1, "user": 11, "question": "a", "play": Play.DAILY, "origin": 1,
                         "verdict": Verdict.RIGHT, "worth": 10, "solo": False}, ZONES[0],
                         int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()))  # fmt: skip
            rows = await tx.execute_fetchall("SELECT board FROM sums")
            assert {row["board"] for row in rows} == {board for _, board, _ in model.totals()}
            raise Undo

    with pytest.raises(Undo):
        runner.run(example())


async def test_sums_of_an_earlier_schema_are_those_of_the_present_one(tmp_path: Path) -> None:
    """With a hidden member, a season, a correction, and points on both sides of a block of tallies."""
    with closing(sqlite3.connect(tmp_path / "old.db")) as db:
        for number, script in MIGRATIONS:
            if number <= 5:
                db.executescript(script)
        db.execute("INSERT INTO seasons VALUES (1, 1, 'Spring', 150)")
        for n, (user, points) in enumerate([(11, 20), (11, 300), (12, 20), (13, 700)]):
            db.execute(
                "INSERT INTO answers (guild_id, user_id, question_id, question_version, item_id, topic, play,"
                " origin_id, response, verdict, points, answered_at_s, day)"
                " VALUES (1, ?, 'q', 1, 'q/1', 'early', 'quiz', ?, '1', 'right', ?, ?, '2026-03-02')",
                (user, n, points, 100 * (n + 1)),
            )
        db.execute("INSERT INTO corrections VALUES (1, 1, 'void', 0, 'wrong key', NULL, 500)")
        db.execute("INSERT INTO members (guild_id, user_id, opted_out) VALUES (1, 13, 1)")
        db.execute("INSERT INTO totals SELECT *, user_id = 13 FROM sums")
        db.execute("PRAGMA user_version=5")
        db.commit()
    database = await Database.open(tmp_path / "old.db")
    async with database.transaction() as tx:
        shown = [await dump(tx, table) for table in ("totals", "tallies")]
        assert {row[2] for row in shown[0]} == {"all", "topic:early", "week:2026-W10", "month:2026-03", "season:1"}
        await totals.rebuild(tx)
        assert shown == [await dump(tx, table) for table in ("totals", "tallies")]
    await database.close()


async def dump(tx: Connection, table: str) -> list[tuple]:
    return sorted(tuple(row) for row in await tx.execute_fetchall(f"SELECT * FROM {table}"))
