ALTER TABLE store ADD COLUMN held INTEGER NOT NULL DEFAULT 0;   -- 1: paused: put back from a copy, and nobody may run it yet
ALTER TABLE store ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0; -- of what ended before then the log may lack turns
CREATE INDEX execution_ended ON execution (updated) WHERE status = 1;
CREATE INDEX effect_conversation ON effect (conversation);

-- Messages in the order in which they came, of whatever chat: a turn that writes two of them writes
-- them to a page that others write to as well. No index leads to them, which would cost a page more:
-- the chat has the row of its last one, and each has the row of the one before it. That a message is
-- there already is told by the turn that brought or sent it, which has an identity of its own.
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  chat INTEGER NOT NULL REFERENCES chat, idx INTEGER NOT NULL,
  previous INTEGER REFERENCES message,               -- null: its chat's first
  sid TEXT NOT NULL,
  author TEXT NOT NULL, body TEXT NOT NULL,
  attributes TEXT NOT NULL, media TEXT NOT NULL,     -- a JSON object, a JSON array
  at INTEGER NOT NULL,
  key TEXT NOT NULL) STRICT;                         -- the event that brought it, or the effect that sent it
INSERT INTO message (id, chat, idx, sid, author, body, attributes, media, at, key)
  SELECT row_number() OVER (ORDER BY at, chat, idx), chat, idx, sid, author, body, attributes, media, at, key
  FROM chat_message;
UPDATE message SET previous = p.previous
  FROM (SELECT id, lag(id) OVER (PARTITION BY chat ORDER BY idx) AS previous FROM message) p
  WHERE p.id = message.id;
DROP TABLE chat_message;
ALTER TABLE message RENAME TO chat_message;
ALTER TABLE chat ADD COLUMN last_message INTEGER REFERENCES chat_message; -- null: no message yet
UPDATE chat SET last_message = m.id
  FROM (SELECT chat, id, max(idx) FROM chat_message GROUP BY chat) m WHERE m.chat = chat.id;

-- A turn is found by its conversation and a tag of its identity, which tells it from most others: an
-- index of the identities themselves is three times as large, and each turn writes a page of it.
ALTER TABLE turn ADD COLUMN tag INTEGER NOT NULL DEFAULT 0;     -- from 0 to 65535: see below
UPDATE turn SET tag =
  (WITH RECURSIVE read (n, tag) AS (
     SELECT 0, 0 UNION ALL
     SELECT n + 1, (tag * 31 + unicode(substr(identity, n + 1, 1))) & 65535 FROM read WHERE n < length(identity))
   SELECT tag FROM read WHERE n = length(identity));
DROP INDEX turn_identity;
CREATE INDEX turn_tag ON turn (conversation, tag);              -- the duplicate check, and a conversation's history

CREATE INDEX task_over ON task (expires);
