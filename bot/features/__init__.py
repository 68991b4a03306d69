"""Thin Discord: parse, ask one use case, render, respond. A file per feature."""
