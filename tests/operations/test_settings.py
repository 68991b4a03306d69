"""Settings from the environment and from a .env file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import SettingsError
from bot.settings import from_environment


@pytest.mark.parametrize("token", ["Bot a.b.c", '"a.b.c"', "one-part", "tökén.a.b", "a.b.c d", "..", "a..c"])
def test_a_malformed_token_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(SettingsError) as error:
        from_environment({"DISCORD_TOKEN": token})
    assert token not in str(error.value).replace("`Bot `", "")


def test_all_faults_of_both_are_said_at_once(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("VIVA_GRACE_MINUTE=3\nDISCORD_TOCKEN=x\nCOLOUR=red\n")
    with pytest.raises(SettingsError) as error:
        from_environment({"VIVA_BACKUP_KEEP": "none", "VIVA_LOG_FORMAT": "xml"}, file)
    lines = str(error.value).splitlines()
    assert len(lines) == 5
    for word in ("mean VIVA_GRACE_MINUTES?", "mean DISCORD_TOKEN?", "COLOUR", "VIVA_BACKUP_KEEP", "VIVA_LOG_FORMAT"):
        assert word in str(error.value)


def test_the_file_is_read_as_people_write_it(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# mine\nexport VIVA_CONTENT='my bank'  # here\nVIVA_BACKUPS=\"a $HOME\"\nVIVA_LOG_LEVEL=\n")
    settings = from_environment({}, file)
    assert settings.content == Path("my bank")
    assert settings.backups == Path("a $HOME")
    assert settings.log_level == "info"


def test_the_environment_outranks_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("VIVA_BACKUP_KEEP=3\nVIVA_BACKUP_HOURS=3\n")
    settings = from_environment({"VIVA_BACKUP_KEEP": "5", "VIVA_BACKUP_HOURS": ""}, file)
    assert (settings.backup_keep, settings.backup_hours) == (5, 3)


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"\xff\xfe\x00D")
    with pytest.raises(SettingsError, match="cannot be read"):
        from_environment({}, file)


def test_no_file_is_fine(tmp_path: Path) -> None:
    assert from_environment({}, tmp_path / ".env") == from_environment({})
