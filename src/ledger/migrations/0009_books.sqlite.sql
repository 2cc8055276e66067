-- Version 9: cases of other programs' books are filed under accounts whose venue is 'book'; and what
-- strategies say of a position is theirs, in the journal and as its fold has it.

ALTER TABLE journal ADD COLUMN allocation_strategy TEXT;
ALTER TABLE journal ADD COLUMN allocation_quantity INTEGER;
ALTER TABLE journal ADD COLUMN allocation_life INTEGER;
ALTER TABLE positions ADD COLUMN shares BLOB NOT NULL DEFAULT x'';  -- a list, as those of cases
CREATE INDEX journal_allocations ON journal (key, at) WHERE allocation_life IS NOT NULL;
