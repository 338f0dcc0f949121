-- Integers are divided and multiplied.
-- verdict: rows
-- why: 7 / 2 * 2 is 6

-- base
CREATE TABLE ratings (id bigint PRIMARY KEY, stars integer NOT NULL);
INSERT INTO ratings VALUES (1, 7);

-- up
UPDATE ratings SET stars = stars / 2;

-- down
UPDATE ratings SET stars = stars * 2;
