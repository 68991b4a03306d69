"""A small bot that uses every part of Discord which the demo's page must show."""

from __future__ import annotations

import asyncio
import io
import re
import struct
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import discord
from discord import app_commands, ui
from discord.ext import tasks

WORDS = ("entropy", "cross entropy", "dropout", "batch norm", "attention", "adam")
ALL_MARKDOWN = """# Heading
## Second
-# small print
**bold** *italic* __under__ ~~gone~~ `code` ||secret||
> a quote
- one
  - nested
1. first
```python
print("hi")
```
[docs](https://example.org/docs) https://example.org <t:1790000000:R> :wave:
<img src=x onerror=window.hacked=1> [bad](javascript:window.hacked=1) \\*escaped\\*"""


def png(width: int = 240, height: int = 90) -> bytes:
    """Return a picture with a gradient, made by hand."""
    rows = b"".join(
        b"\0" + b"".join(bytes((40 + x * 200 // width, 90, 220 - y)) for x in range(width)) for y in range(height)
    )

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def picture() -> discord.File:
    return discord.File(io.BytesIO(png()), "curve.png", description="A curve that falls")


class Answer(ui.DynamicItem[ui.Button[ui.LayoutView]], template=r"mini:answer:(?P<key>[abc])"):
    """A button that works after a restart; each click is one line in the tally file."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(
            ui.Button(label=key.upper(), style=discord.ButtonStyle.primary, custom_id=f"mini:answer:{key}")
        )

    @classmethod
    async def from_custom_id(cls, _interaction: object, _item: object, match: re.Match[str]) -> Answer:
        return cls(match["key"])

    async def callback(self, interaction: discord.Interaction) -> None:
        bot = interaction.client
        assert isinstance(bot, MiniBot)
        total = bot.count(f"{interaction.user.name}:{self.key}")
        await interaction.response.send_message(f"You chose **{self.key.upper()}**, answer {total}", ephemeral=True)


class Board(ui.LayoutView):
    def __init__(self) -> None:
        super().__init__(timeout=None)
        box: ui.Container[Board] = ui.Container(accent_colour=discord.Colour(0x5B8DEF))
        thumb: ui.Thumbnail[Board] = ui.Thumbnail("attachment://curve.png", description="A curve that falls")
        box.add_item(ui.Section("## Round 1 of 3", "Which loss does a classifier minimise?", accessory=thumb))
        box.add_item(ui.Separator())
        box.add_item(ui.TextDisplay("**A** cross entropy\n**B** hinge\n**C** accuracy\n-# closes <t:1790000000:R>"))
        box.add_item(ui.ActionRow(*(Answer(key) for key in "abc")))
        self.add_item(box)


class Form(ui.Modal, title="Your answer"):
    note: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay("Write as you would say it in an **interview**.")
    short: ui.Label[Form] = ui.Label(text="Keyword", description="One word", component=ui.TextInput(max_length=20))
    text: ui.Label[Form] = ui.Label(
        text="Answer",
        component=ui.TextInput(style=discord.TextStyle.paragraph, min_length=3, placeholder="Because ..."),
    )
    level: ui.Label[Form] = ui.Label(
        text="How sure are you?",
        component=ui.Select(options=[discord.SelectOption(label=label) for label in ("Guess", "Sure")]),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.short.component, ui.TextInput)
        assert isinstance(self.level.component, ui.Select)
        await interaction.response.send_message(
            f"Received {self.short.component.value} ({self.level.component.values[0]})", ephemeral=True
        )


class Controls(ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.Button(label="Docs", url="https://example.org/docs"))
        self.add_item(ui.Button(label="Locked", disabled=True, emoji="🔒", custom_id="mini:locked"))

    @ui.button(label="Answer", style=discord.ButtonStyle.success, custom_id="mini:form")
    async def form(self, interaction: discord.Interaction, _button: object) -> None:
        await interaction.response.send_modal(Form())

    @ui.button(label="Nothing", style=discord.ButtonStyle.danger, custom_id="mini:mute")
    async def mute(self, interaction: discord.Interaction, _button: object) -> None:
        pass

    @ui.select(
        placeholder="Topics",
        min_values=1,
        max_values=2,
        custom_id="mini:topics",
        options=[discord.SelectOption(label=word, description=f"About {word}") for word in WORDS[:4]],
    )
    async def topics(self, interaction: discord.Interaction, select: ui.Select[Controls]) -> None:
        await interaction.response.send_message("Topics: " + ", ".join(select.values), ephemeral=True)

    @ui.select(cls=ui.UserSelect, placeholder="Pick a rival", custom_id="mini:rival")
    async def rival(self, interaction: discord.Interaction, select: ui.UserSelect[Controls]) -> None:
        await interaction.response.edit_message(content=f"{interaction.user.mention} meets {select.values[0].mention}")


class MiniBot(discord.Client):
    def __init__(self, clock: Callable[[], datetime], store: Path) -> None:
        super().__init__(intents=discord.Intents.default())
        self.tree = app_commands.CommandTree(self)
        self._clock = clock
        self._store = store
        self._daily: int | None = None
        self._last_post = clock()

    def count(self, line: str) -> int:
        """Append a line to the store and return how many there are."""
        with self._store.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        return len(self._store.read_text(encoding="utf-8").splitlines())

    async def setup_hook(self) -> None:
        if self._store.with_name("fail").exists():
            raise RuntimeError("the bot refuses to start")
        self.add_view(Controls())
        self.add_dynamic_items(Answer)
        register(self)
        await self.tree.sync()
        self.tick.start()

    async def on_message(self, message: discord.Message) -> None:
        if self.user in message.mentions and not message.author.bot:
            await message.reply(f"Hello {message.author.mention}!")

    async def next_daily_at(self, _guild_id: int) -> datetime | None:
        now = self._clock()
        nine = datetime.combine(now.date(), time(9), tzinfo=UTC)
        return None if self._daily is None else nine + timedelta(days=now >= nine)

    @tasks.loop(seconds=60)
    async def tick(self) -> None:
        now = self._clock()
        due = datetime.combine(now.date(), time(9), tzinfo=UTC)
        if self._daily and self._last_post < due <= now:
            self._last_post = now
            await self.get_partial_messageable(self._daily).send("☀️ The daily question", file=picture())


async def complete(_interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    if typed.startswith("slow"):
        await asyncio.sleep(2)
    return [app_commands.Choice(name=word.title(), value=word) for word in WORDS if typed.casefold() in word]


def register(bot: MiniBot) -> None:
    tree = bot.tree

    @tree.command(description="Look up a question")
    @app_commands.describe(question="What you want to know", public="Show everybody")
    @app_commands.autocomplete(question=complete)
    async def ask(interaction: discord.Interaction, question: str, public: bool = False) -> None:
        embed = discord.Embed(title=question.title(), description="The **mean** surprise.", colour=0x5B8DEF)
        embed.url = "https://example.org/entropy"
        embed.set_author(name="Information theory")
        embed.add_field(name="Formula", value="`H = -Σ p log p`").add_field(name="Level", value="easy")
        embed.set_image(url="attachment://curve.png").set_footer(text="1 source")
        embed.timestamp = bot._clock()
        await interaction.response.send_message(embed=embed, file=picture(), ephemeral=not public)

    @tree.command(description="Start a round")
    @app_commands.choices(topic=[app_commands.Choice(name=word.title(), value=word) for word in WORDS])
    async def quiz(
        interaction: discord.Interaction,
        topic: app_commands.Choice[str],
        rounds: app_commands.Range[int, 1, 10] = 3,
        channel: discord.TextChannel | None = None,
        role: discord.Role | None = None,
    ) -> None:
        del topic, rounds, channel, role
        await interaction.response.send_message(view=Board(), file=picture())

    @tree.command(description="Buttons, selects and a form")
    async def controls(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Try **these**:", view=Controls())

    @tree.command(description="Think for a while")
    async def think(interaction: discord.Interaction) -> None:
        await interaction.response.defer(thinking=True)
        await asyncio.sleep(1)
        await interaction.followup.send("Done thinking.")

    @tree.command(description="Open a thread")
    async def thread(interaction: discord.Interaction) -> None:
        assert isinstance(interaction.channel, discord.TextChannel)
        await interaction.response.send_message("Opened.", ephemeral=True)
        start = await interaction.channel.send("Let us talk about it.")
        opened = await start.create_thread(name="Talk about entropy")
        await opened.send("Welcome to the thread.")

    @tree.command(description="Close this thread")
    async def close(interaction: discord.Interaction) -> None:
        assert isinstance(interaction.channel, discord.Thread)
        await interaction.response.send_message("Closed.")
        await interaction.channel.edit(archived=True, locked=True)

    @tree.command(description="All the Markdown")
    async def markdown(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(ALL_MARKDOWN)

    @tree.command(description="Raise an error")
    async def broken(interaction: discord.Interaction) -> None:
        raise RuntimeError("broken on purpose")

    daily = app_commands.Group(
        name="daily", description="Daily question", default_permissions=discord.Permissions(manage_guild=True)
    )

    @daily.command(description="Post every morning")
    async def setup(interaction: discord.Interaction, channel: discord.TextChannel) -> None:
        bot._daily = channel.id
        await interaction.response.send_message(f"Daily in {channel.mention}", ephemeral=True)

    tree.add_command(daily)

    @tree.context_menu(name="Explain this")
    async def explain(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"It says: {message.content[:80]}", ephemeral=True)
