CREATE TABLE store (                                 -- one row
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch INTEGER NOT NULL,                            -- + 1 at each open; a writer that finds another has lost the store
  opened_by TEXT NOT NULL) STRICT;                   -- program, version, pid: for messages

CREATE TABLE conversation (
  id INTEGER PRIMARY KEY,
  flow TEXT NOT NULL, address TEXT NOT NULL,         -- address: channel, then the channel's own id
  handed_over INTEGER, closed INTEGER,               -- times
  UNIQUE (address, flow)) STRICT;

CREATE TABLE flow_version (
  id INTEGER PRIMARY KEY,
  flow TEXT NOT NULL, digest TEXT NOT NULL, first_seen INTEGER NOT NULL,
  definition TEXT NOT NULL,                          -- names and shapes of its tables: to carry over, to draw
  UNIQUE (flow, digest)) STRICT;

CREATE TABLE execution (
  id INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation,
  sid TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL REFERENCES flow_version,
  status INTEGER NOT NULL,                           -- 0 active, 1 ended
  held TEXT,                                         -- why this program may not run it
  started INTEGER NOT NULL, updated INTEGER NOT NULL,
  turns INTEGER NOT NULL,                            -- commits so far = number of the wait; every UPDATE names the old value
  due INTEGER,                                       -- null: ended or held
  state TEXT NOT NULL) STRICT;                       -- JSON, ≤ 1 MiB, has its own format number
CREATE UNIQUE INDEX execution_active ON execution (conversation) WHERE status = 0;
CREATE INDEX execution_due     ON execution (due)     WHERE due IS NOT NULL;
CREATE INDEX execution_version ON execution (version) WHERE status = 0;
CREATE INDEX execution_held    ON execution (id)      WHERE held IS NOT NULL;

CREATE TABLE turn (                                  -- append only, in order of time
  id INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation,
  execution INTEGER REFERENCES execution,            -- null: the event moved none
  identity TEXT NOT NULL,
  at INTEGER NOT NULL,
  position INTEGER,                                  -- Index of the message it brought, or that our own message got
  outcome TEXT NOT NULL,                             -- moved | queued | done | ignored: … | ended: …
  event TEXT NOT NULL,                               -- JSON, so that a conversation can be replayed
  steps TEXT NOT NULL) STRICT;                       -- JSON array, one object a step
CREATE UNIQUE INDEX turn_identity ON turn (conversation, identity);   -- the duplicate check, and a conversation's history

CREATE TABLE effect (                                -- what is still to be done, and nothing else
  id INTEGER PRIMARY KEY,                            -- order of emission
  conversation INTEGER NOT NULL REFERENCES conversation,
  execution INTEGER REFERENCES execution,
  key TEXT NOT NULL, kind TEXT NOT NULL, request TEXT NOT NULL,
  awaited INTEGER, after_index INTEGER,              -- number of the wait; highest Index known
  created INTEGER NOT NULL, attempts INTEGER NOT NULL, not_before INTEGER NOT NULL) STRICT;

CREATE TABLE queue (
  conversation INTEGER NOT NULL REFERENCES conversation,
  position INTEGER NOT NULL, turn INTEGER NOT NULL REFERENCES turn,   -- the turn that queued it has the event
  hold_until INTEGER,
  PRIMARY KEY (conversation, position, turn)) STRICT, WITHOUT ROWID;

-- The embedded conversations: what a channel of its own would keep elsewhere.
CREATE TABLE chat (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE, sid TEXT NOT NULL,
  state INTEGER NOT NULL,                            -- 0 active, 1 inactive, 2 closed
  attributes TEXT NOT NULL,                          -- a JSON object
  last_index INTEGER NOT NULL) STRICT;               -- -1: no message yet; every UPDATE names the old value

CREATE TABLE chat_participant (
  id INTEGER PRIMARY KEY,                            -- order of joining
  chat INTEGER NOT NULL REFERENCES chat,
  sid TEXT NOT NULL,
  identity TEXT, address TEXT, proxy_address TEXT,   -- an identity, or an address
  joined INTEGER NOT NULL, left INTEGER,             -- times
  since INTEGER NOT NULL,                            -- idx of the first message that reached them
  key TEXT NOT NULL) STRICT;                         -- who added them: an effect's key, or drawn
CREATE UNIQUE INDEX chat_participant_key ON chat_participant (chat, key);

CREATE TABLE chat_message (
  chat INTEGER NOT NULL REFERENCES chat, idx INTEGER NOT NULL,
  sid TEXT NOT NULL,
  author TEXT NOT NULL, body TEXT NOT NULL,
  attributes TEXT NOT NULL, media TEXT NOT NULL,     -- a JSON object, a JSON array
  at INTEGER NOT NULL,
  key TEXT NOT NULL,                                 -- the event that brought it, or the effect that sent it
  PRIMARY KEY (chat, idx)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX chat_message_key ON chat_message (chat, key);
