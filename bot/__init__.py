"""Viva, a Discord bot that tutors a study group for deep-learning interviews."""

__version__ = "0.1.0"
