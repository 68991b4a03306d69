"""The bank on disk: reading, checking and exporting what authors write under content/."""

from bot.library.faults import ContentError, Fault, Severity
from bot.library.loader import Reading, load_bank, question_schema, read_bank

__all__ = ["ContentError", "Fault", "Reading", "Severity", "load_bank", "question_schema", "read_bank"]
