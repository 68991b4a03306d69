-- Reason: an answer touches fewer pages, triggers keep all sums, and those of weeks and months long past go.

-- Weeks and months before these have no sums of their own any more; see usecases/standings.py.
CREATE TABLE kept_boards (
    only_row    INTEGER PRIMARY KEY CHECK (only_row = 1),
    first_week  TEXT NOT NULL,
    first_month TEXT NOT NULL
) STRICT;
INSERT INTO kept_boards VALUES (1, '', '');

-- Each answer, as it counts now, with what its boards follow from. ISO weeks belong to the year of their Thursday.
CREATE VIEW dated AS
SELECT answer_id, guild_id, user_id, final_verdict, final_points, topic, 'month:' || substr(day, 1, 7) AS month,
       date(day, '-3 days', 'weekday 4') AS thursday,
       (SELECT count(*) FROM seasons
        WHERE seasons.guild_id = graded.guild_id AND started_at_s < answered_at_s) AS season
FROM graded;

-- The boards that each answer counts for. What came before the first season stands in 'all' and nowhere else.
CREATE VIEW placed AS
SELECT answer_id, guild_id, user_id, final_verdict, final_points, 'all' AS board FROM dated
UNION ALL
SELECT answer_id, guild_id, user_id, final_verdict, final_points, 'topic:' || topic FROM dated
UNION ALL
SELECT answer_id, guild_id, user_id, final_verdict, final_points, 'season:' || season FROM dated WHERE season > 0
UNION ALL
SELECT answer_id, guild_id, user_id, final_verdict, final_points, month
FROM dated WHERE month >= (SELECT first_month FROM kept_boards)
UNION ALL
SELECT answer_id, guild_id, user_id, final_verdict, final_points, week FROM (
    SELECT *, 'week:' || strftime('%Y', thursday) || '-W' || printf('%02d', (strftime('%j', thursday) - 1) / 7 + 1)
              AS week
    FROM dated
) WHERE week >= (SELECT first_week FROM kept_boards);

-- What `totals` must hold, by its definition.
DROP VIEW sums;
CREATE VIEW sums AS
SELECT guild_id, board, user_id, sum(final_points) AS points, count(*) AS answered,
       sum(final_verdict = 'right') AS correct
FROM placed WHERE final_verdict <> 'void' GROUP BY guild_id, user_id, board;

-- A member's sums lie side by side, since an answer changes all of them.
CREATE TABLE sums_of_members (
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    board    TEXT    NOT NULL,                    -- 'all', 'week:2026-W48', 'month:2026-11', 'season:2', 'topic:training'
    points   INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    correct  INTEGER NOT NULL,
    hidden   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild_id, user_id, board)
) STRICT, WITHOUT ROWID;
INSERT INTO sums_of_members
SELECT guild_id, user_id, board, points, answered, correct, hidden FROM totals
WHERE board <> 'season:0' ORDER BY guild_id, user_id, board;
DROP TABLE totals;
ALTER TABLE sums_of_members RENAME TO totals;
CREATE INDEX totals_by_points ON totals (guild_id, board, hidden, points DESC, user_id);
DELETE FROM tallies WHERE board = 'season:0' OR members = 0;

CREATE TRIGGER sum_new AFTER INSERT ON answers
BEGIN
    INSERT INTO totals
    SELECT guild_id, user_id, board, NEW.points, 1, NEW.verdict = 'right',
           coalesce((SELECT opted_out OR excluded OR left_at_s IS NOT NULL FROM members
                     WHERE members.guild_id = NEW.guild_id AND members.user_id = NEW.user_id), 0)
    FROM placed WHERE answer_id = NEW.answer_id
    ON CONFLICT DO UPDATE SET points = points + excluded.points, answered = answered + excluded.answered,
                              correct = correct + excluded.correct;
END;

-- The difference to what counted before; sums over no answers are not kept.
CREATE TRIGGER sum_corrected AFTER INSERT ON corrections
BEGIN
    INSERT INTO totals
    SELECT guild_id, user_id, board,
           iif(NEW.verdict = 'void', 0, NEW.points) - iif(earlier.verdict = 'void', 0, earlier.points),
           (NEW.verdict <> 'void') - (earlier.verdict <> 'void'),
           (NEW.verdict = 'right') - (earlier.verdict = 'right'),
           coalesce((SELECT opted_out OR excluded OR left_at_s IS NOT NULL FROM members
                     WHERE members.guild_id = placed.guild_id AND members.user_id = placed.user_id), 0)
    FROM placed, (
        SELECT verdict, points FROM (
            SELECT correction_id, verdict, points FROM corrections
            WHERE answer_id = NEW.answer_id AND correction_id < NEW.correction_id
            UNION ALL
            SELECT 0, verdict, points FROM answers WHERE answer_id = NEW.answer_id
        ) ORDER BY correction_id DESC LIMIT 1
    ) AS earlier
    WHERE placed.answer_id = NEW.answer_id
    ON CONFLICT DO UPDATE SET points = points + excluded.points, answered = answered + excluded.answered,
                              correct = correct + excluded.correct;
    DELETE FROM totals WHERE answered = 0 AND (guild_id, user_id) =
        (SELECT guild_id, user_id FROM answers WHERE answer_id = NEW.answer_id);
END;

-- Dropped with the table; a block is only touched where a member moves to another one.
CREATE TRIGGER tally_new AFTER INSERT ON totals WHEN NEW.hidden = 0 AND NEW.points > 0
BEGIN
    INSERT INTO tallies VALUES (NEW.guild_id, NEW.board, 1, NEW.points, 1),
                               (NEW.guild_id, NEW.board, 256, NEW.points / 256, 1)
    ON CONFLICT DO UPDATE SET members = members + 1;
END;

CREATE TRIGGER tally_moved AFTER UPDATE OF points, hidden ON totals
WHEN iif(OLD.hidden, 0, OLD.points) <> iif(NEW.hidden, 0, NEW.points)
BEGIN
    INSERT INTO tallies
    SELECT NEW.guild_id, NEW.board, size, bucket, sum(more) FROM (
        SELECT 1 AS size, OLD.points AS bucket, -1 AS more WHERE OLD.hidden = 0 AND OLD.points > 0
        UNION ALL SELECT 1, NEW.points, 1 WHERE NEW.hidden = 0 AND NEW.points > 0
        UNION ALL SELECT 256, OLD.points / 256, -1 WHERE OLD.hidden = 0 AND OLD.points > 0
        UNION ALL SELECT 256, NEW.points / 256, 1 WHERE NEW.hidden = 0 AND NEW.points > 0
    ) GROUP BY size, bucket HAVING sum(more) <> 0
    ON CONFLICT DO UPDATE SET members = members + excluded.members;
END;

CREATE TRIGGER tally_gone AFTER DELETE ON totals WHEN OLD.hidden = 0 AND OLD.points > 0
BEGIN
    UPDATE tallies SET members = members - 1
    WHERE guild_id = OLD.guild_id AND board = OLD.board
    AND (size, bucket) IN (VALUES (1, OLD.points), (256, OLD.points / 256));
END;

-- Weekly standings are claimed before they are posted, so that each week has one post, also after a crash.
CREATE TABLE weekly_posts (
    guild_id   INTEGER NOT NULL,
    week       TEXT    NOT NULL,                  -- the board whose standings are posted: 'week:2026-W48'
    channel_id INTEGER NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('open', 'done')),
    due_s      INTEGER NOT NULL,                  -- moved on by whoever takes it, so that no other does
    tries      INTEGER NOT NULL DEFAULT 0,
    claimed_at_s INTEGER NOT NULL,
    PRIMARY KEY (guild_id, week)
) STRICT, WITHOUT ROWID;
CREATE INDEX weekly_posts_open ON weekly_posts (due_s) WHERE state = 'open';
ALTER TABLE boards ADD COLUMN created_by INTEGER; -- who is told when the standings cannot be posted
ALTER TABLE boards ADD COLUMN trouble TEXT;       -- why they are posted no longer; NULL: nothing is wrong

-- Whether members may have earned a prize who were not looked at: it is new, or could not be given for a while.
ALTER TABLE prizes ADD COLUMN behind INTEGER NOT NULL DEFAULT 1;
