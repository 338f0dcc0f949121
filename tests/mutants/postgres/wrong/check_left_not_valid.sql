-- A check comes back NOT VALID.
-- verdict: differs
-- why: the short lock is bought with a check that was never made

-- base
CREATE TABLE orders (id bigint PRIMARY KEY, amount integer, CONSTRAINT positive CHECK (amount > 0));
INSERT INTO orders VALUES (1, 5);

-- up
ALTER TABLE orders DROP CONSTRAINT positive;

-- down
ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0) NOT VALID;
