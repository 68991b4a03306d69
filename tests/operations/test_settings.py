"""Settings from the environment, from .env and from viva.toml."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from bot.core.errors import SettingsError
from bot.settings import KNOBS
from bot.settings_sources import is_open_to_others, read_settings
from tests.operations.conftest import TOKEN


def faults(folder: Path, **environment: str) -> list[str]:
    with pytest.raises(SettingsError) as error:
        read_settings(environment, folder)
    return str(error.value).splitlines()


@pytest.mark.parametrize("token", ["Bot a.b.c", '"a.b.c"', "one-part", "tökén.a.b", "a.b.c d", "..", "a..c"])
def test_a_malformed_token_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings({"DISCORD_TOKEN": token})
    assert token not in str(error.value).replace("`Bot `", "")


def test_all_faults_of_all_places_are_said_at_once(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("VIVA_GRACE_MINUTE=3\nDISCORD_TOCKEN=x\nCOLOUR=red\n")
    (tmp_path / "viva.toml").write_text('VIVA_LOG_LEVEL = "info"\nbackup_hour = 3\nhealth_port = 99999\n')
    lines = faults(tmp_path, VIVA_BACKUP_KEEP="none", VIVA_LOG_FORMAT="xml")
    assert len(lines) == 8
    for word in (
        "mean VIVA_GRACE_MINUTES?",
        "mean DISCORD_TOKEN?",
        "COLOUR",
        "VIVA_BACKUP_KEEP cannot be `none`: give it a whole number from 1 to 1000.",
        "VIVA_LOG_FORMAT",
        f"VIVA_LOG_LEVEL in {tmp_path}/viva.toml is not a setting of Viva: did you mean log_level?",
        "mean backup_hours?",
        f"health_port in {tmp_path}/viva.toml cannot be `99999`: give it a whole number from 0 to 65535.",
    ):
        assert word in "\n".join(lines)


def test_no_file_is_fine(tmp_path: Path) -> None:
    assert read_settings({}, tmp_path) == read_settings({})


def test_an_upper_place_hides_what_stands_in_a_lower_one(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("VIVA_BACKUP_KEEP=3\nVIVA_BACKUP_HOURS=3\n")
    (tmp_path / "viva.toml").write_text('backup_keep = "many"\nbackup_hours = 4\ngrace_minutes = 4\n')
    settings = read_settings({"VIVA_BACKUP_KEEP": "5", "VIVA_BACKUP_HOURS": " "}, tmp_path)
    assert (settings.backup_keep, settings.backup_hours, settings.grace_minutes) == (5, 3, 4)


# ── .env ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_env_file_is_read_as_people_write_it(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "\ufeff# mine\n\nexport VIVA_CONTENT='my bank'  # here\r\nVIVA_BACKUPS=\"a $HOME\"\nVIVA_LOG_LEVEL=\n"
        "DOCKER_HOST=x\n",
        encoding="utf-8",
    )
    settings = read_settings({}, tmp_path)
    assert settings.content == Path("my bank")
    assert settings.backups == Path("a $HOME")
    assert settings.log_level == "info"


def test_a_line_that_says_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# mine\n\nVIVA_LOG_LEVEL=info\n\nVIVA_CONTENT: bank\nVIVA_LOG_FORMAT=json\n")
    assert faults(tmp_path) == [f"line 5 of {tmp_path}/.env cannot be read: write NAME=value, or # before a remark."]


@pytest.mark.parametrize("name", [".env", "viva.toml"])
def test_a_file_that_is_not_text_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xff\xfe\x00D")
    assert "cannot be read" in faults(tmp_path)[0]


# ── viva.toml ─────────────────────────────────────────────────────────────────────────────────────


def test_every_setting_may_stand_in_the_toml_file(tmp_path: Path) -> None:
    chosen = {
        "discord_token": TOKEN, "database": "/srv/viva.db", "content": "bank", "backups": "/srv/backups",
        "log_level": "warning", "log_format": "json", "backup_hours": 1, "backup_keep": 2, "health_port": 8080,
        "health_host": "192.0.2.1", "grace_minutes": 3, "quizzes_per_server": 4, "quiz_cooldown_seconds": 5,
        "schedules_per_server": 6,
    }  # fmt: skip
    assert set(chosen) == {knob.field for knob in KNOBS}
    lines = [f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}" for name, value in chosen.items()]
    (tmp_path / "viva.toml").write_text("# mine\n" + "\n".join(lines))
    settings = read_settings({}, tmp_path)
    for name, value in chosen.items():
        assert getattr(settings, name) == (Path(str(value)) if name in ("database", "content", "backups") else value)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('backup_hours = "7"', "backup_hours in FILE cannot be `7`: give it a whole number, without quotes."),
        ("backup_hours = 7.0", "backup_hours in FILE cannot be `7.0`: give it a whole number, without quotes."),
        ("backup_hours = true", "backup_hours in FILE cannot be `true`: give it a whole number, without quotes."),
        ("backup_hours = -1", "backup_hours in FILE cannot be `-1`: give it a whole number from 0 to 8760."),
        ("log_level = 3", "log_level in FILE cannot be `3`: give it text, in quotes."),
        ('log_level = ["info"]', 'log_level in FILE cannot be `["info"]`: give it text, in quotes.'),
        ("database = 2026-03-01", 'database in FILE cannot be `"2026-03-01"`: give it text, in quotes.'),
        ('[log]\nlevel = "info"', "log in FILE is not a setting of Viva: see the table in docs/operating.md."),
        ('Log-Level = "info"', "Log-Level in FILE is not a setting of Viva: did you mean log_level?"),
        ("discord_token = 5", "discord_token in FILE cannot be what it holds: give it text, in quotes."),
    ],
)
def test_what_is_wrong_in_the_toml_file_is_told_with_its_key(tmp_path: Path, line: str, fault: str) -> None:
    (tmp_path / "viva.toml").write_text(line)
    assert faults(tmp_path) == [fault.replace("FILE", f"{tmp_path}/viva.toml")]


@pytest.mark.parametrize("value", ["9" * 5000, "[" * 5000], ids=["digits", "brackets"])
def test_what_is_absurdly_large_is_no_traceback(tmp_path: Path, value: str) -> None:
    (tmp_path / "viva.toml").write_text(f"backup_hours = {value}")
    assert "is no TOML" in faults(tmp_path)[0]
    assert "a whole number from 0 to 8760" in str(faults(tmp_path, VIVA_BACKUP_HOURS="9" * 5000))


def test_a_fault_of_toml_itself_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "viva.toml").write_text("backup_hours = 7\nlog_level = info\n")
    (line,) = faults(tmp_path)
    assert "is no TOML" in line
    assert "line 2" in line


# ── a token in a file ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "text"), [(".env", f"DISCORD_TOKEN={TOKEN}"), ("viva.toml", f'discord_token = "{TOKEN}"')]
)
def test_a_file_with_the_token_that_others_may_read_is_noticed(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    file.chmod(0o644)
    settings = read_settings({}, tmp_path)
    assert (settings.discord_token, settings.token_file) == (TOKEN, file)
    assert is_open_to_others(file)
    file.chmod(0o600)
    assert not is_open_to_others(file)
    assert read_settings({"DISCORD_TOKEN": TOKEN}, tmp_path).token_file is None


# ── whatever stands there ─────────────────────────────────────────────────────────────────────────

LINES = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.builds("{}={}".format, st.sampled_from([knob.env for knob in KNOBS]), st.text(max_size=20)),
        st.builds("{} = {}".format, st.sampled_from([knob.field for knob in KNOBS]), st.text(max_size=20)),
        st.builds("{} = {}".format, st.sampled_from([knob.field for knob in KNOBS]), st.integers()),
    ),
    max_size=6,
).map("\n".join)


@given(
    env=st.one_of(st.binary(max_size=80), LINES.map(lambda text: text.encode(errors="surrogatepass"))),
    toml=LINES.map(lambda text: text.encode(errors="surrogatepass")),
    value=st.text(),
)
@trying(max_examples=200, deadline=None)
def test_whatever_stands_there_is_read_or_refused_in_words(env: bytes, toml: bytes, value: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / ".env").write_bytes(env)
        (Path(folder) / "viva.toml").write_bytes(toml)
        with suppress(SettingsError):
            read_settings({"VIVA_BACKUP_KEEP": value}, Path(folder))
