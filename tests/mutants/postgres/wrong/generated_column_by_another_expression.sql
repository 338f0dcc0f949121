-- A generated column comes back with another expression.
-- verdict: differs
-- why: one column was added on the way

-- base
CREATE TABLE lines (id bigint PRIMARY KEY, price integer, count integer, total integer GENERATED ALWAYS AS (price * count) STORED);
INSERT INTO lines VALUES (1, 5, 2);

-- up
ALTER TABLE lines DROP COLUMN total, ADD COLUMN discount integer NOT NULL DEFAULT 0;
ALTER TABLE lines ADD COLUMN total integer GENERATED ALWAYS AS (price * count - discount) STORED;

-- down
ALTER TABLE lines DROP COLUMN total, DROP COLUMN discount;
ALTER TABLE lines ADD COLUMN total integer GENERATED ALWAYS AS (price * (count - 0)) STORED;
