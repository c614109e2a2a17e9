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
    printf('%08x', tag(t.identity)) AS tag                     -- a function of ours
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
DROP INDEX turn_tag;
ALTER TABLE turn DROP COLUMN tag;

DROP INDEX task_waiting;                                        -- those that are over are passed by within the index
CREATE INDEX task_waiting ON task (priority DESC, id, expires) WHERE worker IS NULL;
