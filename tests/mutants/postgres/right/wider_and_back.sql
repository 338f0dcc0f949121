-- A text becomes wider and narrow again.
-- verdict: restored
-- why: every value fitted before

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50) NOT NULL);
INSERT INTO users VALUES (1, 'ann');

-- up
ALTER TABLE users ALTER COLUMN name TYPE varchar(100);

-- down
ALTER TABLE users ALTER COLUMN name TYPE varchar(50);
