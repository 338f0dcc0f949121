-- A generated column is dropped and comes back last.
-- verdict: note
-- why: nothing but SELECT * sees it

-- base
CREATE TABLE lines (id bigint PRIMARY KEY, total integer GENERATED ALWAYS AS (price * count) STORED, price integer, count integer);
INSERT INTO lines (id, price, count) VALUES (1, 5, 2);

-- up
ALTER TABLE lines DROP COLUMN total;

-- down
ALTER TABLE lines ADD COLUMN total integer GENERATED ALWAYS AS (price * count) STORED;
