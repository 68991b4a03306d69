-- Reason: exams take place without a thread, presets belong to a server, the quizzes that go on are found fast,
-- and a click need not wait until a whole question is in the ledger.

ALTER TABLE quizzes ADD COLUMN private INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quizzes ADD COLUMN step INTEGER NOT NULL DEFAULT 1;  -- of the state; what members have to be shown
CREATE INDEX quizzes_going ON quizzes (quiz_id) WHERE private = 0 AND (wake_at_s IS NOT NULL OR shown < step);
CREATE INDEX quizzes_of_host ON quizzes (guild_id, host_id, started_at_s);
CREATE INDEX quizzes_of_thread ON quizzes (thread_id);

-- What was answered when a question closed, and whether the ledger has it: entering it may come a moment later.
ALTER TABLE rounds ADD COLUMN given TEXT;                       -- JSON, see core/quiz_json.py
ALTER TABLE rounds ADD COLUMN opened_at REAL;                   -- UTC seconds; from when an answer's time counts
ALTER TABLE rounds ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
CREATE INDEX rounds_to_enter ON rounds (quiz_id) WHERE given IS NOT NULL AND entered = 0;

CREATE TABLE quiz_presets (
    guild_id   INTEGER NOT NULL,
    name       TEXT    NOT NULL COLLATE NOCASE,
    options    TEXT    NOT NULL,                  -- JSON, see core/quiz_json.py
    saved_at_s INTEGER NOT NULL,
    PRIMARY KEY (guild_id, name)
) STRICT, WITHOUT ROWID;
