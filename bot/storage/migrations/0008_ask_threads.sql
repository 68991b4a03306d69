-- Reason: a thread may differ from its channel, which needs a "no" as well as a "yes".

ALTER TABLE open_channels ADD COLUMN is_open INTEGER NOT NULL DEFAULT 1 CHECK (is_open IN (0, 1));
