-- Reason: a schedule that was moved on by a clock that ran ahead is told from one whose date staff left out.

ALTER TABLE schedules ADD COLUMN moved_at_s INTEGER NOT NULL DEFAULT 0;
