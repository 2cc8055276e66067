-- Version 12: messages about what waits to be redeemed, one each time it does. They are of no case,
-- for nothing is wrong.

CREATE TABLE claims (
  number INTEGER PRIMARY KEY,
  key INTEGER NOT NULL REFERENCES keys (number),
  severity TEXT NOT NULL,
  state TEXT NOT NULL,
  text TEXT NOT NULL,
  raised_at INTEGER NOT NULL,
  edited_at INTEGER NOT NULL,
  edits INTEGER NOT NULL,
  seal INTEGER NOT NULL,
  UNIQUE (key, raised_at)
) STRICT;
CREATE INDEX claims_active ON claims (key) WHERE state = 'active';
CREATE TRIGGER claims_never_shrink BEFORE DELETE ON claims
BEGIN SELECT RAISE(ABORT, 'messages are never deleted'); END;
