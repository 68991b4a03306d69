BEGIN TRANSACTION;
CREATE TABLE answers (
    answer_id        INTEGER PRIMARY KEY,
    guild_id         INTEGER NOT NULL,
    user_id          INTEGER NOT NULL,
    question_id      TEXT    NOT NULL,
    question_version INTEGER NOT NULL,
    item_id          TEXT    NOT NULL,
    topic            TEXT    NOT NULL,
    play             TEXT    NOT NULL CHECK (play IN ('daily', 'quiz', 'practice')),
    origin_id        INTEGER,                     -- the daily post or the quiz round; NULL for practice
    response         TEXT    NOT NULL,            -- index of the choice in the file's order, or the written text
    verdict          TEXT    NOT NULL CHECK (verdict IN ('right', 'close', 'wrong')),
    points           INTEGER NOT NULL CHECK (points >= 0),
    answered_at_s    INTEGER NOT NULL
) STRICT;
INSERT INTO "answers" VALUES(1,1000,8,'kl-divergence',1,'kl-divergence/first','probability','quiz',1,'1','wrong',0,1767312000);
INSERT INTO "answers" VALUES(2,1000,7,'kl-divergence',1,'kl-divergence/first','probability','practice',NULL,'1','close',5,1767398400);
INSERT INTO "answers" VALUES(3,1000,8,'kl-divergence',1,'kl-divergence/first','probability','daily',3,'1','right',10,1767484800);
INSERT INTO "answers" VALUES(4,1000,7,'kl-divergence',1,'kl-divergence/first','probability','quiz',4,'1','wrong',0,1767571200);
INSERT INTO "answers" VALUES(5,1000,8,'kl-divergence',1,'kl-divergence/first','probability','practice',NULL,'1','close',5,1767657600);
INSERT INTO "answers" VALUES(6,1000,7,'kl-divergence',1,'kl-divergence/first','probability','daily',6,'1','right',10,1767744000);
CREATE TABLE corrections (
    correction_id INTEGER PRIMARY KEY,
    answer_id     INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
    verdict       TEXT    NOT NULL CHECK (verdict IN ('right', 'close', 'wrong', 'void')),
    points        INTEGER NOT NULL CHECK (points >= 0),
    reason        TEXT    NOT NULL,
    by_user_id    INTEGER,                        -- NULL: the self-hoster, on the command line
    corrected_at_s INTEGER NOT NULL
) STRICT;
INSERT INTO "corrections" VALUES(1,2,'void',0,'ambiguous',7,1767900000);
CREATE TABLE facts (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "facts" VALUES('commands','abc');
CREATE TABLE guilds (
    guild_id     INTEGER PRIMARY KEY,
    zone         TEXT    NOT NULL DEFAULT 'UTC',  -- IANA name; day boundaries of rankings and streaks
    joined_at_s  INTEGER NOT NULL,
    left_at_s    INTEGER                          -- set when the bot was removed; the data goes later
) STRICT;
INSERT INTO "guilds" VALUES(1000,'Europe/Berlin',1767225600,NULL);
INSERT INTO "guilds" VALUES(2000,'UTC',1767225600,1767312000);
CREATE TABLE lookups (
    guild_id    INTEGER NOT NULL,
    question_id TEXT    NOT NULL,
    count       INTEGER NOT NULL,
    PRIMARY KEY (guild_id, question_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "lookups" VALUES(1000,'kl-divergence',3);
CREATE TABLE misses (
    guild_id    INTEGER NOT NULL,
    query       TEXT    NOT NULL,
    count       INTEGER NOT NULL,
    last_at_s   INTEGER NOT NULL,
    PRIMARY KEY (guild_id, query)
) STRICT, WITHOUT ROWID;
INSERT INTO "misses" VALUES(1000,'sourdough',2,1767225600);
CREATE TABLE posts (
    post_id      INTEGER PRIMARY KEY,
    schedule_id  INTEGER NOT NULL,
    guild_id     INTEGER NOT NULL,
    channel_id   INTEGER NOT NULL,
    slot_s       INTEGER NOT NULL,                -- when it was due
    question_id  TEXT    NOT NULL,
    item_id      TEXT    NOT NULL,
    seed         INTEGER NOT NULL,                -- order of the choices
    state        TEXT    NOT NULL CHECK (state IN ('claimed', 'sent', 'dropped')),
    claimed_at_s INTEGER NOT NULL,
    message_id   INTEGER,
    thread_id    INTEGER,
    sent_at_s    INTEGER,
    UNIQUE (schedule_id, slot_s)
) STRICT;
INSERT INTO "posts" VALUES(1,1,1000,1001,1767256800,'kl-divergence','kl-divergence/first',5,'sent',1767256800,77,NULL,1767256801);
INSERT INTO "posts" VALUES(2,1,1000,1001,1767343200,'kl-divergence','kl-divergence/first',6,'claimed',1767343200,NULL,NULL,NULL);
CREATE TABLE quizzes (
    quiz_id      INTEGER PRIMARY KEY,
    guild_id     INTEGER NOT NULL,
    channel_id   INTEGER NOT NULL,
    thread_id    INTEGER,
    host_id      INTEGER NOT NULL,
    seed         INTEGER NOT NULL,
    state        TEXT    NOT NULL,                -- the state machine's state as JSON, see core/quiz.py
    shown        INTEGER NOT NULL DEFAULT 0,      -- how many of the state's steps members have seen
    wake_at_s    INTEGER,                         -- when time is the next event; NULL: never
    started_at_s INTEGER NOT NULL,
    ended_at_s   INTEGER
) STRICT;
CREATE TABLE rounds (
    round_id   INTEGER PRIMARY KEY,
    quiz_id    INTEGER NOT NULL REFERENCES quizzes ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    item_id    TEXT    NOT NULL,
    message_id INTEGER,
    UNIQUE (quiz_id, number)
) STRICT;
CREATE TABLE schedules (
    schedule_id   INTEGER PRIMARY KEY,
    guild_id      INTEGER NOT NULL,
    channel_id    INTEGER NOT NULL,
    zone          TEXT    NOT NULL,
    minute        INTEGER NOT NULL CHECK (minute BETWEEN 0 AND 1439),  -- of the local day
    days          TEXT    NOT NULL,               -- 'daily', 'mon,wed,fri' or 'every-3'
    anchor        TEXT    NOT NULL,               -- local date from which 'every-N' counts
    topics        TEXT    NOT NULL,               -- comma-separated ids; empty: all
    role_id       INTEGER,                        -- the only role that a post may mention
    with_thread   INTEGER NOT NULL,
    created_at_s  INTEGER NOT NULL,
    next_due_s    INTEGER NOT NULL,
    paused_at_s   INTEGER,
    pause_reason  TEXT
) STRICT;
INSERT INTO "schedules" VALUES(1,1000,1001,'Europe/Berlin',540,'daily','2026-01-01','',NULL,1,1767225600,1767256800,NULL,NULL);
CREATE TABLE totals (
    guild_id  INTEGER NOT NULL,
    board     TEXT    NOT NULL,                   -- 'all', 'week:2026-W48', 'month:2026-11', 'topic:training'
    user_id   INTEGER NOT NULL,
    points    INTEGER NOT NULL,
    answered  INTEGER NOT NULL,
    correct   INTEGER NOT NULL,
    PRIMARY KEY (guild_id, board, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "totals" VALUES(1000,'all',7,15,3,1);
INSERT INTO "totals" VALUES(1000,'topic:probability',8,10,3,1);
CREATE UNIQUE INDEX one_scored_answer ON answers (play, origin_id, user_id) WHERE origin_id IS NOT NULL;
CREATE INDEX answers_of_member ON answers (guild_id, user_id, answered_at_s);
CREATE INDEX answers_of_question ON answers (guild_id, question_id, answered_at_s);
CREATE INDEX corrections_of_answer ON corrections (answer_id, correction_id);
CREATE INDEX totals_by_points ON totals (guild_id, board, points DESC, user_id);
CREATE INDEX schedules_due ON schedules (next_due_s) WHERE paused_at_s IS NULL;
CREATE INDEX schedules_of_guild ON schedules (guild_id);
CREATE INDEX posts_in_doubt ON posts (claimed_at_s) WHERE state = 'claimed';
CREATE INDEX posts_of_guild ON posts (guild_id, question_id, sent_at_s);
CREATE INDEX quizzes_open ON quizzes (guild_id, wake_at_s) WHERE ended_at_s IS NULL;
CREATE UNIQUE INDEX quiz_of_thread ON quizzes (thread_id) WHERE ended_at_s IS NULL;
COMMIT;
PRAGMA user_version=1;
