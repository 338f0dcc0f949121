-- A column stays because old versions could not drop it.
-- verdict: differs
-- why: DROP COLUMN is there since 3.35

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY);

-- up
ALTER TABLE users ADD COLUMN phone TEXT;

-- down
UPDATE users SET phone = NULL;
