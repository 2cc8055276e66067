-- Version 13: since when a case says what it says. Of cases from before, it is not known; they keep
-- their seals.

ALTER TABLE cases ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
