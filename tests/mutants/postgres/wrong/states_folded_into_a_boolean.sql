-- Three states become a boolean and two states again.
-- verdict: rows
-- why: pending is neither

-- base
CREATE TABLE users (id bigint PRIMARY KEY, state text NOT NULL);
INSERT INTO users VALUES (1, 'active'), (2, 'banned'), (3, 'pending');

-- up
ALTER TABLE users ALTER COLUMN state TYPE boolean USING state = 'active';

-- down
ALTER TABLE users ALTER COLUMN state TYPE text USING CASE WHEN state THEN 'active' ELSE 'banned' END;
