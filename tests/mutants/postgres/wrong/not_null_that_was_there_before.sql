-- NOT NULL is taken from a column that had it already.
-- verdict: differs
-- why: the up changes nothing, so that its mirror image takes too much

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL DEFAULT '');

-- up
ALTER TABLE users ALTER COLUMN email SET NOT NULL;

-- down
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
