-- A check stays when its column goes back.
-- verdict: differs
-- why: it was added by itself

-- base
CREATE TABLE orders (id bigint PRIMARY KEY, amount int);

-- up
ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0), ADD COLUMN note text;

-- down
ALTER TABLE orders DROP COLUMN note;
