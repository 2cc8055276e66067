-- Version 7: what cases have to say to people, one message each, written with its case; and cases
-- that were dismissed while what they are about lasts, which the engine still follows.

CREATE TABLE outbox (
  case_number INTEGER PRIMARY KEY REFERENCES cases (number),
  severity TEXT NOT NULL,
  state TEXT NOT NULL,
  text TEXT NOT NULL,
  raised_at INTEGER NOT NULL,
  edited_at INTEGER NOT NULL,
  edits INTEGER NOT NULL,
  seal INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_active ON outbox (edited_at) WHERE state = 'active';
CREATE TRIGGER outbox_never_shrinks BEFORE DELETE ON outbox
BEGIN SELECT RAISE(ABORT, 'messages are never deleted'); END;

DROP INDEX cases_open;
CREATE INDEX cases_lasting ON cases (account) WHERE closed_at IS NULL;
