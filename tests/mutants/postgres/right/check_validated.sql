-- A check comes back in two steps.
-- verdict: restored
-- why: NOT VALID and VALIDATE are the check in the end

-- base
CREATE TABLE orders (id bigint PRIMARY KEY, amount integer, CONSTRAINT positive CHECK (amount > 0));
INSERT INTO orders VALUES (1, 5);

-- up
ALTER TABLE orders DROP CONSTRAINT positive;

-- down
ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT positive;
