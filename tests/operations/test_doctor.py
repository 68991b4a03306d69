"""The doctor looks at everything, changes nothing, and says what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.discord_ext.permissions import INVITE
from bot.operations.account import PURPOSES
from bot.operations.doctor import examine
from bot.operations.findings import State
from bot.settings import Settings
from bot.storage.hold import hold
from tests.library import banks
from tests.operations.conftest import TOKEN, Start
from tests.operations.discord_stub import Stub


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    content = banks.write(tmp_path / "content", {"probability/fair-coin.yaml": banks.COIN})
    return Settings(discord_token=TOKEN, content=content, database=tmp_path / "data" / "viva.db")


def said(settings: Settings) -> str:
    return "\n".join(map(str, examine(settings, ask_discord=False)))


def test_all_is_well_and_nothing_was_touched(settings: Settings, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    report = said(settings)
    assert "BAD" not in report
    assert sorted(tmp_path.rglob("*")) == before
    for what in ("token", "bank", "database", "backup", "disk", "fonts", "intents", "permission", "invite"):
        assert f" {what}: " in report
    assert f"client_id=100000000000000000&scope=bot+applications.commands&permissions={INVITE.value}" in report
    assert TOKEN not in report


def test_a_token_that_everyone_on_the_machine_can_read_is_noted(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.touch(0o644)
    assert f"note  token: every user of this machine can read it: chmod 600 {file}" in said(
        replace(settings, token_file=file)
    )
    file.chmod(0o600)
    assert "every user" not in said(replace(settings, token_file=file))


def test_every_permission_that_is_asked_for_has_a_purpose() -> None:
    assert {name for name, wanted in INVITE if wanted} == set(PURPOSES)


def test_each_trouble_is_named(settings: Settings, tmp_path: Path) -> None:
    settings.database.parent.mkdir()
    settings.database.write_text("x" * 5000)
    (settings.content / "topics.yaml").write_text("- id: [\n")
    findings = examine(Settings(content=settings.content, database=settings.database), ask_discord=False)
    assert {finding.what for finding in findings if finding.state is State.BAD} == {"bank", "database", "token"}


def test_a_database_that_is_gone_is_no_new_beginning(settings: Settings) -> None:
    settings.backup_folder.mkdir(parents=True)
    (settings.backup_folder / "viva-20260301T000000Z.db").touch()
    assert "BAD   database: " in said(settings)


def test_a_running_viva_is_no_trouble(settings: Settings) -> None:
    with hold(settings.database):
        findings = [finding for finding in examine(settings, ask_discord=False) if finding.what == "database"]
    assert findings[-1].state is State.NOTE
    assert "a running Viva holds it" in findings[-1].says


async def test_a_folder_that_may_not_be_written_is_named(start: Start, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o555)
    ended = await (await start("doctor", "--offline", humble=True)).end()
    assert ended.code == 1
    assert "may not write" in ended.out


async def test_as_a_command_it_asks_discord(start: Start, stub: Stub) -> None:
    ended = await (await start("doctor")).end()
    assert ended.code == 0, ended.out
    assert "accepts the token; the bot is viva" in ended.out
    assert " clock: " in ended.out
    assert "ok    servers: it has these permissions in all 1" in ended.out
    assert ended.out.count(" intents: ") == 1
    stub.permissions, stub.flags = "19456", 1 << 15 | 1 << 18  # view, send, embed
    ended = await (await start("doctor")).end()
    assert ended.code == 0, ended.out
    assert "note  servers: in Study 1 it lacks Attach Files, Read Message History, Create Public Threads" in ended.out
    assert "note  intents: Server Members and Message Content switched on in the Developer Portal" in ended.out
    stub.permissions = "8"
    ended = await (await start("doctor")).end()
    assert "ok    servers: it has these permissions in all 1" in ended.out
    stub.guilds = []
    ended = await (await start("doctor")).end()
    assert "note  servers: it is in none yet" in ended.out
    stub.login_status = 401
    ended = await (await start("doctor")).end()
    assert ended.code == 1
    assert "refuses the token" in ended.out
