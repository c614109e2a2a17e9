ALTER TABLE store ADD COLUMN held INTEGER;            -- since when nothing is done, because a copy was put back
ALTER TABLE store ADD COLUMN pruned INTEGER;          -- of what ended before then the log may lack turns
CREATE INDEX execution_ended ON execution (updated) WHERE status = 1;
