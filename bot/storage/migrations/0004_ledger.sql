-- Reason: exact ranks for any number of members, one definition of what counts, seasons, who is shown, reports.

-- The local day on which an answer was given, by the server's zone of that time: when staff change the zone
-- later, no past answer moves to another day, week or month.
ALTER TABLE answers ADD COLUMN day TEXT NOT NULL DEFAULT '';
ALTER TABLE answers ADD COLUMN counts_as TEXT NOT NULL DEFAULT 'full' CHECK (counts_as IN ('full', 'solo', 'practice'));
ALTER TABLE answers ADD COLUMN taken_s INTEGER;  -- seconds from the question to the answer, where that was measured
UPDATE answers SET day = date(answered_at_s, 'unixepoch'), counts_as = iif(play = 'practice', 'practice', 'full');

DROP INDEX answers_of_member;
CREATE INDEX answers_of_member
    ON answers (guild_id, user_id, answered_at_s, question_id, play, counts_as, points, day);
DROP INDEX answers_of_question;
CREATE INDEX answers_of_item ON answers (item_id, guild_id);

-- Each answer with what its latest correction says.
CREATE VIEW graded AS
SELECT answers.*, coalesce(latest.verdict, answers.verdict) AS final_verdict,
       coalesce(latest.points, answers.points) AS final_points
FROM answers LEFT JOIN corrections AS latest ON latest.correction_id =
    (SELECT max(correction_id) FROM corrections WHERE corrections.answer_id = answers.answer_id);

CREATE VIEW counted AS SELECT * FROM graded WHERE final_verdict <> 'void';

-- Season n of a server begins after `started_at_s` of its n-th row; before the first one it is season 0.
CREATE TABLE seasons (
    guild_id     INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    started_at_s INTEGER NOT NULL,
    PRIMARY KEY (guild_id, number)
) STRICT, WITHOUT ROWID;

-- What `totals` must hold, by its definition. ISO weeks belong to the year of their Thursday.
CREATE VIEW sums AS
WITH placed AS (
    SELECT *, date(day, '-3 days', 'weekday 4') AS thursday,
           (SELECT count(*) FROM seasons
            WHERE seasons.guild_id = counted.guild_id AND started_at_s < answered_at_s) AS season
    FROM counted
), boarded AS (
    SELECT 'all' AS board, * FROM placed
    UNION ALL
    SELECT 'week:' || strftime('%Y', thursday) || '-W' || printf('%02d', (strftime('%j', thursday) - 1) / 7 + 1), *
    FROM placed
    UNION ALL
    SELECT 'month:' || substr(day, 1, 7), * FROM placed
    UNION ALL
    SELECT 'season:' || season, * FROM placed
    UNION ALL
    SELECT 'topic:' || topic, * FROM placed
)
SELECT guild_id, board, user_id, sum(final_points) AS points, count(*) AS answered,
       sum(final_verdict = 'right') AS correct
FROM boarded GROUP BY guild_id, board, user_id;

-- What a member chose for themselves in a server, and why they may not be shown there.
CREATE TABLE members (
    guild_id   INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,
    opted_out  INTEGER NOT NULL DEFAULT 0,        -- not on leaderboards, by their own wish
    is_open    INTEGER NOT NULL DEFAULT 0,        -- others may see their details in /stats
    left_at_s  INTEGER,                           -- when it was noticed that they had left
    excluded   INTEGER NOT NULL DEFAULT 0,        -- has a role that staff keep off the boards
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE totals ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;
CREATE INDEX totals_of_member ON totals (guild_id, user_id);
DROP INDEX totals_by_points;
CREATE INDEX totals_shown ON totals (guild_id, board, points DESC, user_id) WHERE hidden = 0;

-- How many shown members have a number of points (size 1) or a block of 256 of them (size 256):
-- a rank is a sum over few rows, however many members there are. The triggers keep it true.
CREATE TABLE tallies (
    guild_id INTEGER NOT NULL,
    board    TEXT    NOT NULL,
    size     INTEGER NOT NULL,
    bucket   INTEGER NOT NULL,                    -- points / size
    members  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, board, size, bucket)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER tally_new AFTER INSERT ON totals WHEN NEW.hidden = 0 AND NEW.points > 0
BEGIN
    INSERT INTO tallies VALUES (NEW.guild_id, NEW.board, 1, NEW.points, 1),
                               (NEW.guild_id, NEW.board, 256, NEW.points / 256, 1)
    ON CONFLICT DO UPDATE SET members = members + 1;
END;

CREATE TRIGGER tally_from AFTER UPDATE OF points, hidden ON totals
WHEN OLD.hidden = 0 AND OLD.points > 0 AND (OLD.points <> NEW.points OR OLD.hidden <> NEW.hidden)
BEGIN
    UPDATE tallies SET members = members - 1
    WHERE guild_id = OLD.guild_id AND board = OLD.board AND size = 1 AND bucket = OLD.points;
    UPDATE tallies SET members = members - 1
    WHERE guild_id = OLD.guild_id AND board = OLD.board AND size = 256 AND bucket = OLD.points / 256;
END;

CREATE TRIGGER tally_to AFTER UPDATE OF points, hidden ON totals
WHEN NEW.hidden = 0 AND NEW.points > 0 AND (OLD.points <> NEW.points OR OLD.hidden <> NEW.hidden)
BEGIN
    INSERT INTO tallies VALUES (NEW.guild_id, NEW.board, 1, NEW.points, 1),
                               (NEW.guild_id, NEW.board, 256, NEW.points / 256, 1)
    ON CONFLICT DO UPDATE SET members = members + 1;
END;

CREATE TRIGGER tally_gone AFTER DELETE ON totals WHEN OLD.hidden = 0 AND OLD.points > 0
BEGIN
    UPDATE tallies SET members = members - 1
    WHERE guild_id = OLD.guild_id AND board = OLD.board AND size = 1 AND bucket = OLD.points;
    UPDATE tallies SET members = members - 1
    WHERE guild_id = OLD.guild_id AND board = OLD.board AND size = 256 AND bucket = OLD.points / 256;
END;

-- How staff run the leaderboard of their server.
CREATE TABLE boards (
    guild_id          INTEGER PRIMARY KEY,
    weekly_channel_id INTEGER,                    -- where last week's standings are posted; NULL: nowhere
    weekly_due_s      INTEGER                     -- when they are next
) STRICT;
CREATE INDEX boards_due ON boards (weekly_due_s) WHERE weekly_channel_id IS NOT NULL;

CREATE TABLE excluded_roles (
    guild_id INTEGER NOT NULL,
    role_id  INTEGER NOT NULL,
    PRIMARY KEY (guild_id, role_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE prizes (
    guild_id INTEGER NOT NULL,
    role_id  INTEGER NOT NULL,
    points   INTEGER NOT NULL CHECK (points > 0), -- of all time, from which a member gets the role
    PRIMARY KEY (guild_id, role_id)
) STRICT, WITHOUT ROWID;

-- Prizes that were given, or that Discord refused: neither is tried again.
CREATE TABLE awards (
    guild_id     INTEGER NOT NULL,
    user_id      INTEGER NOT NULL,
    role_id      INTEGER NOT NULL,
    awarded_at_s INTEGER NOT NULL,
    PRIMARY KEY (guild_id, user_id, role_id)
) STRICT, WITHOUT ROWID;

-- Members say that a question is wrong; one open report per member and item.
CREATE TABLE reports (
    report_id     INTEGER PRIMARY KEY,
    guild_id      INTEGER NOT NULL,
    user_id       INTEGER NOT NULL,
    item_id       TEXT    NOT NULL,
    reason        TEXT    NOT NULL,
    reported_at_s INTEGER NOT NULL,
    settled_at_s  INTEGER
) STRICT;
CREATE INDEX reports_open ON reports (guild_id, item_id) WHERE settled_at_s IS NULL;
CREATE INDEX reports_of_member ON reports (guild_id, user_id, reported_at_s);

-- Sums that were kept before this version follow the new definition from the start.
DELETE FROM totals;
INSERT INTO totals (guild_id, board, user_id, points, answered, correct)
SELECT guild_id, board, user_id, points, answered, correct FROM sums;
