-- Reason: staff choose the channels in which /ask answers for all to see.

CREATE TABLE open_channels (
    guild_id   INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, channel_id)
) STRICT, WITHOUT ROWID;
