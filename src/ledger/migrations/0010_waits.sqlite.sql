-- Version 10: what a case waits for. Of cases from before, it follows from their reason; they keep
-- their seals.

ALTER TABLE cases ADD COLUMN waits_for TEXT NOT NULL DEFAULT 'nothing';
ALTER TABLE cases ADD COLUMN waits_text TEXT NOT NULL DEFAULT '';
