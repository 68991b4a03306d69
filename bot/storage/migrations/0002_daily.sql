-- Reason: the daily question learns to reveal, to pin, to be queued, and to finish what a crash interrupted.

ALTER TABLE schedules ADD COLUMN easiest      TEXT    NOT NULL DEFAULT 'easy';
ALTER TABLE schedules ADD COLUMN hardest      TEXT    NOT NULL DEFAULT 'hard';
ALTER TABLE schedules ADD COLUMN reveal_hours INTEGER;                       -- NULL: with the next question
ALTER TABLE schedules ADD COLUMN with_pin     INTEGER NOT NULL DEFAULT 0;
ALTER TABLE schedules ADD COLUMN created_by   INTEGER;                       -- who is told when something is wrong

ALTER TABLE posts ADD COLUMN local_day     TEXT    NOT NULL DEFAULT '1970-01-01';  -- of the slot, by the schedule's zone
ALTER TABLE posts ADD COLUMN is_extra      INTEGER NOT NULL DEFAULT 0;       -- posted at once, besides the regular ones
ALTER TABLE posts ADD COLUMN last_of_round INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN look_at_s     INTEGER NOT NULL DEFAULT 0;       -- from when on a claim is in doubt
ALTER TABLE posts ADD COLUMN reveal_at_s   INTEGER;                          -- later answers are practice

DROP INDEX posts_in_doubt;
CREATE INDEX posts_in_doubt ON posts (look_at_s) WHERE state = 'claimed';
CREATE INDEX posts_of_day ON posts (guild_id, slot_s);

-- What is left to do for a post once Discord has it; a row goes when it is done.
CREATE TABLE errands (
    errand_id INTEGER PRIMARY KEY,
    guild_id  INTEGER NOT NULL,
    post_id   INTEGER NOT NULL,
    kind      TEXT    NOT NULL CHECK (kind IN ('thread', 'pin', 'unpin', 'reveal', 'paused', 'last')),
    due_s     INTEGER NOT NULL,                   -- moved on by whoever takes it, so that no other does
    tries     INTEGER NOT NULL DEFAULT 0,
    UNIQUE (post_id, kind)
) STRICT;
CREATE INDEX errands_due ON errands (due_s);

-- Questions that staff want next, in this order.
CREATE TABLE queued (
    queue_id    INTEGER PRIMARY KEY,
    guild_id    INTEGER NOT NULL,
    schedule_id INTEGER NOT NULL,
    question_id TEXT    NOT NULL,
    UNIQUE (schedule_id, question_id)
) STRICT;

-- Questions that staff leave out of the present round: they count as asked at that time.
CREATE TABLE left_out (
    guild_id    INTEGER NOT NULL,
    question_id TEXT    NOT NULL,
    at_s        INTEGER NOT NULL,
    PRIMARY KEY (guild_id, question_id)
) STRICT, WITHOUT ROWID;

-- The zone of a member's own days, for streaks.
CREATE TABLE member_zones (
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    zone     TEXT    NOT NULL,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;
