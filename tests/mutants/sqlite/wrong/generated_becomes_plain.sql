-- A generated column comes back as a plain one.
-- verdict: differs
-- why: nobody computes it any more

-- base
CREATE TABLE lines (id INTEGER PRIMARY KEY, price INTEGER, count INTEGER, total INTEGER AS (price * count));

-- up
ALTER TABLE lines DROP COLUMN total;

-- down
ALTER TABLE lines ADD COLUMN total INTEGER;
