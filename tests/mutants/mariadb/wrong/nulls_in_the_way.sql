-- NOT NULL cannot come back once there are nulls.
-- verdict: fails
-- why: the up itself writes the first one

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100) NOT NULL);
INSERT INTO users VALUES (1, 'a@example.org');

-- up
ALTER TABLE users MODIFY email varchar(100) NULL;
INSERT INTO users VALUES (2, NULL);

-- down
ALTER TABLE users MODIFY email varchar(100) NOT NULL;
