-- A stored column comes back virtual.
-- verdict: differs
-- why: ALTER TABLE can add no stored one

-- base
CREATE TABLE lines (id INTEGER PRIMARY KEY, price INTEGER, count INTEGER, total INTEGER AS (price * count) STORED);

-- up
ALTER TABLE lines DROP COLUMN total;

-- down
ALTER TABLE lines ADD COLUMN total INTEGER AS (price * count) VIRTUAL;
