"""Starts Viva's command line against a stub of Discord: launch.py PORT COMMAND…"""

from __future__ import annotations

import sys

import discord
import yarl

port = sys.argv.pop(1)
discord.http.Route.BASE = f"http://127.0.0.1:{port}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://127.0.0.1:{port}/gw")

from bot.__main__ import main  # noqa: E402 (the address must stand before)

sys.exit(main())
