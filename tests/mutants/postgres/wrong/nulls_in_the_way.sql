-- NOT NULL cannot come back once there are nulls.
-- verdict: fails
-- why: the up itself writes the first one

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);
INSERT INTO users VALUES (1, 'a@example.org');

-- up
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
INSERT INTO users VALUES (2, NULL);

-- down
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
