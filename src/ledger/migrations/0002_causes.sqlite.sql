-- Version 2: why an entry happened, and a perpetual's funding. What version 1 wrote keeps its hash:
-- the two fields are part of it only where they say something.

ALTER TABLE journal ADD COLUMN cause TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE journal ADD COLUMN funding INTEGER NOT NULL DEFAULT 0;
ALTER TABLE positions ADD COLUMN funding INTEGER NOT NULL DEFAULT 0;
