-- A deferrable constraint is checked at once again.
-- verdict: differs
-- why: DEFERRABLE alone is INITIALLY IMMEDIATE

-- base
CREATE TABLE slots (id bigint PRIMARY KEY, position integer, CONSTRAINT slots_position UNIQUE (position) DEFERRABLE INITIALLY DEFERRED);

-- up
ALTER TABLE slots DROP CONSTRAINT slots_position;

-- down
ALTER TABLE slots ADD CONSTRAINT slots_position UNIQUE (position) DEFERRABLE;
