-- What an owner's own book said of a found position's cost (`import`).

ALTER TABLE journal ADD COLUMN seed_quantity INTEGER;
ALTER TABLE journal ADD COLUMN seed_cost INTEGER;
ALTER TABLE journal ADD COLUMN seed_opened_at INTEGER;
