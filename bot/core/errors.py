"""The exceptions of Viva.

    VivaError
    ├── SettingsError        the environment asks for something that cannot be
    ├── DatabaseError        the database cannot be used as it is
    │   ├── DatabaseTooNew   it was written by a newer Viva
    │   └── DatabaseUnusable it cannot be opened, read or written
    ├── ContentError         the question bank cannot be loaded (bot.library)
    └── StartError           Discord refused the bot

Each message says to the self-hoster what to do, in one sentence or a line per fault. What members may
run into is no exception but a value of the use case.
"""


class VivaError(Exception):
    """Something that the self-hoster must mend before Viva can run."""


class SettingsError(VivaError):
    """The environment asks for something that cannot be; the message lists every fault."""


class DatabaseError(VivaError):
    """The database cannot be used as it is."""


class DatabaseTooNew(DatabaseError):
    """The database was written by a newer version of Viva."""


class DatabaseUnusable(DatabaseError):
    """The database file cannot be opened, read or written."""


class StartError(VivaError):
    """Discord refused the bot."""
