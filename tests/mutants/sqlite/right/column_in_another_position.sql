-- A virtual column is dropped and comes back last.
-- verdict: note
-- why: nothing but SELECT * sees it

-- base
CREATE TABLE lines (id INTEGER PRIMARY KEY, total INTEGER AS (price * count), price INTEGER, count INTEGER);
INSERT INTO lines (id, price, count) VALUES (1, 5, 2);

-- up
ALTER TABLE lines DROP COLUMN total;

-- down
ALTER TABLE lines ADD COLUMN total INTEGER AS (price * count);
