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

-- The turns of an address in order, of whatever flow: each has the row of the one before it, and the chat
-- that of the last. An index of them would have each turn write a page more. A row that is named may
-- have been pruned. Whether an identity is there already is told by tags, of four bytes each: the
-- chat has those of its last turns, and each 32nd turn those of the 32 that end with it, with the row of
-- the one before it that has such a block.
ALTER TABLE turn ADD COLUMN previous INTEGER;                   -- null: its address's first
ALTER TABLE turn ADD COLUMN block BLOB;
ALTER TABLE turn ADD COLUMN previous_block INTEGER;
ALTER TABLE chat ADD COLUMN last_turn INTEGER;
ALTER TABLE chat ADD COLUMN last_block INTEGER;
ALTER TABLE chat ADD COLUMN recent BLOB NOT NULL DEFAULT x'';
CREATE TABLE trail AS
  SELECT t.id, c.address, row_number() OVER along - 1 AS n, lag(t.id) OVER along AS previous,
    (WITH RECURSIVE read (bytes, at, tag) AS (                  -- in hex: a text seems to end at a NUL
       SELECT hex(t.identity), 1, 0 UNION ALL
       SELECT bytes, at + 2, (tag * 31 + 16 * instr('123456789ABCDEF', substr(bytes, at, 1))
                                       + instr('123456789ABCDEF', substr(bytes, at + 1, 1))) & 0xFFFFFFFF
       FROM read WHERE at < length(bytes))
     SELECT printf('%08x', tag) FROM read WHERE at > length(bytes)) AS tag
  FROM turn t JOIN conversation c ON c.id = t.conversation
  WINDOW along AS (PARTITION BY c.address ORDER BY t.id);
CREATE TABLE trail_block AS
  SELECT address, n / 32 AS n, count(*) AS turns, max(id) AS last, unhex(group_concat(tag, '' ORDER BY n)) AS tags
  FROM trail GROUP BY address, n / 32;
UPDATE turn SET previous = t.previous FROM trail t WHERE t.id = turn.id;
UPDATE turn SET block = b.tags, previous_block = b.previous
  FROM (SELECT last, turns, tags, lag(last) OVER (PARTITION BY address ORDER BY n) AS previous FROM trail_block) b
  WHERE b.last = turn.id AND b.turns = 32;
UPDATE chat SET last_turn = t.last FROM (SELECT address, max(id) AS last FROM trail GROUP BY address) t
  WHERE t.address = chat.address;
UPDATE chat SET last_block = b.last
  FROM (SELECT address, max(last) AS last FROM trail_block WHERE turns = 32 GROUP BY address) b
  WHERE b.address = chat.address;
UPDATE chat SET recent = b.tags FROM trail_block b WHERE b.address = chat.address AND b.turns < 32;
DROP TABLE trail;
DROP TABLE trail_block;
DROP INDEX turn_identity;

CREATE INDEX task_over ON task (expires);
DROP INDEX task_waiting;                                        -- those that are over are passed by within the index
CREATE INDEX task_waiting ON task (priority DESC, id, expires) WHERE worker IS NULL;
