-- upper() does not undo lower().
-- verdict: rows
-- why: the two look like a pair

-- base
CREATE TABLE countries (id bigint PRIMARY KEY, code text NOT NULL);
INSERT INTO countries VALUES (1, 'DE'), (2, 'at');

-- up
UPDATE countries SET code = lower(code);

-- down
UPDATE countries SET code = upper(code);
