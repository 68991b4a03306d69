"""Core values as Discord messages; plain functions, no decisions."""
