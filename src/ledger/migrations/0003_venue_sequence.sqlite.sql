-- Version 3: a venue's own order of its states, where it numbers them (Pacifica's last_order_id).
-- Null where a venue numbers nothing; rows without one keep their seals.

ALTER TABLE accounts ADD COLUMN venue_sequence INTEGER;
ALTER TABLE snapshots ADD COLUMN venue_sequence INTEGER;
