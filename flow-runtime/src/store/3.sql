ALTER TABLE store ADD COLUMN held INTEGER NOT NULL DEFAULT 0;   -- 1: put back from a copy, and nobody may run it yet
ALTER TABLE store ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0; -- of what ended before then the log may lack turns
CREATE INDEX execution_ended ON execution (updated) WHERE status = 1;
CREATE INDEX effect_conversation ON effect (conversation);

-- Messages in the order in which they came, of whatever chat: a turn that writes two of them writes
-- them to a page that others write to as well. No index has their keys: the turn that brought or
-- sent a message is known by its own identity, and says at which `idx` the message stands.
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  chat INTEGER NOT NULL REFERENCES chat, idx INTEGER NOT NULL,
  sid TEXT NOT NULL,
  author TEXT NOT NULL, body TEXT NOT NULL,
  attributes TEXT NOT NULL, media TEXT NOT NULL,     -- a JSON object, a JSON array
  at INTEGER NOT NULL,
  key TEXT NOT NULL) STRICT;                         -- the event that brought it, or the effect that sent it
INSERT INTO message (chat, idx, sid, author, body, attributes, media, at, key)
  SELECT chat, idx, sid, author, body, attributes, media, at, key FROM chat_message ORDER BY at, chat, idx;
DROP TABLE chat_message;
ALTER TABLE message RENAME TO chat_message;
CREATE UNIQUE INDEX chat_message_idx ON chat_message (chat, idx);
CREATE INDEX task_over ON task (expires);
