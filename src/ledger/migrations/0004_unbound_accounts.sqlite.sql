-- Version 4: an account that was registered while nobody knew whose it is, and of which nothing was
-- booked, may be given its owner once.

DROP TRIGGER accounts_stay_bound;
CREATE TRIGGER accounts_stay_bound BEFORE UPDATE OF number, id, venue, owner ON accounts
WHEN OLD.owner <> '' OR OLD.sequence <> 0 OR NEW.number <> OLD.number OR NEW.id <> OLD.id
  OR NEW.venue <> OLD.venue
BEGIN SELECT RAISE(ABORT, 'an account stays bound to its owner'); END;
