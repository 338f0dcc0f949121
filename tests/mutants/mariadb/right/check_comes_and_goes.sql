-- A check is added and dropped by its name.
-- verdict: restored
-- why: MariaDB drops it with DROP CONSTRAINT

-- base
CREATE TABLE orders (id bigint PRIMARY KEY, amount int);
INSERT INTO orders VALUES (1, 5);

-- up
ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0);

-- down
ALTER TABLE orders DROP CONSTRAINT positive;
