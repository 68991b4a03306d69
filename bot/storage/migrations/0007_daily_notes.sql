-- Reason: staff are told of a pause also where no post was made, so an errand names its schedule and perhaps no post;
-- and a question that staff delete is found by its message.

CREATE TABLE errands_anew (
    errand_id   INTEGER PRIMARY KEY,
    guild_id    INTEGER NOT NULL,
    schedule_id INTEGER NOT NULL,
    post_id     INTEGER,                          -- NULL: about the schedule itself
    kind        TEXT    NOT NULL CHECK (kind IN ('thread', 'pin', 'unpin', 'reveal', 'paused', 'last')),
    due_s       INTEGER NOT NULL,                 -- moved on by whoever takes it, so that no other does
    tries       INTEGER NOT NULL DEFAULT 0,
    UNIQUE (post_id, kind)
) STRICT;
INSERT INTO errands_anew
    SELECT errand_id, errands.guild_id, schedule_id, post_id, kind, due_s, tries FROM errands JOIN posts USING (post_id);
DROP TABLE errands;
ALTER TABLE errands_anew RENAME TO errands;
CREATE INDEX errands_due ON errands (due_s);
CREATE INDEX errands_of_schedule ON errands (schedule_id);

CREATE INDEX posts_of_message ON posts (message_id) WHERE state = 'sent';
