-- The ledger of Holdfast, version 1.
--
-- Amounts are integers of 10^-9, moments are integers of microseconds since 1970 (UTC), hashes are
-- 32 bytes. `seal` is the first eight bytes of the SHA-256 of the row's content: it finds damage on
-- disk at once. The journal needs none, its hash chain finds tampering too.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta (name, value) VALUES ('ledger_id', lower(hex(randomblob(16))));

CREATE TABLE accounts (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  venue TEXT NOT NULL,
  owner TEXT NOT NULL,
  revision INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  head BLOB NOT NULL CHECK (length(head) = 32),
  watermark INTEGER,
  opened_at INTEGER NOT NULL,
  seal INTEGER NOT NULL
) STRICT;

-- Every position key ever seen, once; other tables name it by its number.
CREATE TABLE keys (
  number INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES accounts (number),
  text TEXT NOT NULL UNIQUE,
  venue TEXT NOT NULL,
  subaccount INTEGER NOT NULL,
  shard INTEGER NOT NULL,
  instrument TEXT NOT NULL,
  margin TEXT NOT NULL
) STRICT;

CREATE TABLE journal (
  number INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES accounts (number),
  sequence INTEGER NOT NULL,
  entry TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  key INTEGER NOT NULL REFERENCES keys (number),
  change INTEGER NOT NULL,
  price INTEGER,
  fee INTEGER NOT NULL,
  at INTEGER NOT NULL,
  evidence_kind TEXT NOT NULL,
  evidence_id TEXT NOT NULL,
  evidence_at INTEGER NOT NULL,
  evidence_text TEXT NOT NULL,
  closing_kind TEXT,
  closing_id TEXT,
  closing_at INTEGER,
  closing_text TEXT,
  supersedes TEXT,
  booked_at INTEGER NOT NULL,
  previous BLOB NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  UNIQUE (account, sequence)
) STRICT;
CREATE INDEX journal_by_key ON journal (key);
CREATE INDEX journal_by_superseded ON journal (supersedes) WHERE supersedes IS NOT NULL;

-- What the journal folds to: one row per key and life. Rebuilt from the journal, never trusted
-- over it.
CREATE TABLE positions (
  key INTEGER NOT NULL REFERENCES keys (number),
  life INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts (number),
  state TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  cost INTEGER,
  realized_pnl INTEGER NOT NULL,
  unpriced INTEGER NOT NULL,
  fees INTEGER NOT NULL,
  origin TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  estimated_at INTEGER,
  closed_at INTEGER,
  closing_kind TEXT,
  closing_id TEXT,
  closing_at INTEGER,
  closing_text TEXT,
  entries INTEGER NOT NULL,
  seal INTEGER NOT NULL,
  PRIMARY KEY (key, life)
) STRICT, WITHOUT ROWID;
CREATE INDEX positions_open ON positions (account) WHERE state = 'open';

CREATE TABLE cases (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account INTEGER NOT NULL REFERENCES accounts (number),
  key INTEGER REFERENCES keys (number),
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  closed_at INTEGER,
  sightings INTEGER NOT NULL,
  ours INTEGER NOT NULL,
  theirs INTEGER,
  at_stake INTEGER,
  confirmed_at INTEGER,
  confirmed_by TEXT NOT NULL,
  text TEXT NOT NULL,
  note TEXT NOT NULL,
  keys BLOB NOT NULL,            -- lists, in the encoding of encoding.hpp
  confirmed_keys BLOB NOT NULL,
  evidence BLOB NOT NULL,
  seal INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_open ON cases (account) WHERE state IN ('suspected', 'confirmed');

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  account INTEGER NOT NULL REFERENCES accounts (number),
  key INTEGER REFERENCES keys (number),
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  reference TEXT NOT NULL,
  seal INTEGER NOT NULL
) STRICT;

CREATE TABLE instruments (
  venue TEXT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  outcome TEXT NOT NULL,
  condition_id TEXT NOT NULL,
  slug TEXT NOT NULL,
  event TEXT NOT NULL,
  opposite TEXT NOT NULL,
  opposite_outcome TEXT NOT NULL,
  end_date TEXT NOT NULL,
  negative_risk INTEGER NOT NULL,
  state TEXT NOT NULL,
  close_time INTEGER,
  price INTEGER,
  payout INTEGER,
  seal INTEGER NOT NULL,
  PRIMARY KEY (venue, id)
) STRICT;

CREATE TABLE snapshots (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  account INTEGER NOT NULL REFERENCES accounts (number),
  venue TEXT NOT NULL,
  as_of INTEGER NOT NULL,
  has_watermark INTEGER NOT NULL,
  content_hash TEXT NOT NULL,
  cash INTEGER,
  pages INTEGER NOT NULL,
  holdings INTEGER NOT NULL,
  booked_at INTEGER NOT NULL,
  seal INTEGER NOT NULL
) STRICT;
CREATE INDEX snapshots_by_account ON snapshots (account);

-- The venue's bytes of one pass: compressed, capped in size and age, an open case's never dropped.
CREATE TABLE raw_passes (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL REFERENCES accounts (number),
  snapshot TEXT,
  booked_at INTEGER NOT NULL,
  stored_bytes INTEGER NOT NULL,
  seal INTEGER NOT NULL
) STRICT;
CREATE INDEX raw_passes_by_snapshot ON raw_passes (snapshot) WHERE snapshot IS NOT NULL;

CREATE TABLE raw_answers (
  pass INTEGER NOT NULL REFERENCES raw_passes (number) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  source TEXT NOT NULL,
  status INTEGER NOT NULL,
  at INTEGER NOT NULL,
  size INTEGER NOT NULL,
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),  -- of the bytes as they came
  body BLOB NOT NULL,                                -- zstd
  seal INTEGER NOT NULL,
  UNIQUE (pass, ordinal)
) STRICT;

CREATE TABLE raw_cases (
  case_number INTEGER NOT NULL REFERENCES cases (number),
  pass INTEGER NOT NULL REFERENCES raw_passes (number) ON DELETE CASCADE,
  PRIMARY KEY (case_number, pass)
) STRICT, WITHOUT ROWID;
CREATE INDEX raw_cases_by_pass ON raw_cases (pass);

CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_never_shrinks BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER keys_never_change BEFORE UPDATE ON keys
BEGIN SELECT RAISE(ABORT, 'keys are append-only'); END;
CREATE TRIGGER keys_never_shrink BEFORE DELETE ON keys
BEGIN SELECT RAISE(ABORT, 'keys are append-only'); END;
CREATE TRIGGER events_never_change BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_never_shrink BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER accounts_stay_bound BEFORE UPDATE OF number, id, venue, owner ON accounts
BEGIN SELECT RAISE(ABORT, 'an account stays bound to its owner'); END;
CREATE TRIGGER accounts_never_shrink BEFORE DELETE ON accounts
BEGIN SELECT RAISE(ABORT, 'accounts are never deleted'); END;
CREATE TRIGGER cases_never_shrink BEFORE DELETE ON cases
BEGIN SELECT RAISE(ABORT, 'cases are never deleted'); END;
