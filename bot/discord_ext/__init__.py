"""Our answers to the traps of discord.py, each once."""
