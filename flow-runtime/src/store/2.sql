CREATE TABLE task (                                  -- what a flow handed to people
  id INTEGER PRIMARY KEY,                            -- order of hand-over
  conversation INTEGER NOT NULL REFERENCES conversation,
  execution TEXT NOT NULL,                           -- its SID
  sid TEXT NOT NULL UNIQUE,
  workflow TEXT NOT NULL, channel TEXT NOT NULL,
  attributes TEXT NOT NULL,                          -- a JSON object
  priority INTEGER NOT NULL,
  created INTEGER NOT NULL, expires INTEGER NOT NULL,
  worker TEXT, taken INTEGER) STRICT;                -- who took it and when; null: nobody yet
CREATE INDEX task_waiting ON task (priority DESC, id) WHERE worker IS NULL;
