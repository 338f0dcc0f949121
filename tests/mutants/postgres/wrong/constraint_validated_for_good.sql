-- A constraint that was not valid is dropped and comes back valid.
-- verdict: differs
-- why: the schema before was the one of a migration in two steps

-- base
CREATE TABLE orders (id bigint PRIMARY KEY, amount integer);
ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0) NOT VALID;

-- up
ALTER TABLE orders VALIDATE CONSTRAINT positive;

-- down
SELECT 1;
