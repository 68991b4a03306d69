"""What Viva knows and decides, without Discord, SQL, files, clocks or chance of its own.

Time and randomness come in as arguments; nothing in here imports from outside this package
except the standard library, rapidfuzz and other small pure libraries.
"""
