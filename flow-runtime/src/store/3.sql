ALTER TABLE store ADD COLUMN held INTEGER NOT NULL DEFAULT 0;   -- 1: put back from a copy, and nobody may run it yet
ALTER TABLE store ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0; -- of what ended before then the log may lack turns
CREATE INDEX execution_ended ON execution (updated) WHERE status = 1;
CREATE INDEX task_over ON task (expires);
