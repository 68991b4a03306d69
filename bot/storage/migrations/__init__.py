"""The schema, step by step: one SQL file each, with its reason, never edited once released."""
