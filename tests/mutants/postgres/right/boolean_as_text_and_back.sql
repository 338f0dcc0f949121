-- A boolean becomes a text of two values and a boolean again.
-- verdict: restored
-- why: each value has one text

-- base
CREATE TABLE users (id bigint PRIMARY KEY, active boolean NOT NULL);
INSERT INTO users VALUES (1, true), (2, false);

-- up
ALTER TABLE users ALTER COLUMN active TYPE text USING CASE WHEN active THEN 'active' ELSE 'banned' END;

-- down
ALTER TABLE users ALTER COLUMN active TYPE boolean USING active = 'active';
