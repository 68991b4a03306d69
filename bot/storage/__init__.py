"""The only room with SQL: rows in, core values out. Knows nothing of Discord."""
