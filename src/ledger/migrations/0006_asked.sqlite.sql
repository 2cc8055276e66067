-- When a pass began to ask, so that it can be run again from its bytes. Null of what was kept before.

ALTER TABLE raw_passes ADD COLUMN asked_at INTEGER;
