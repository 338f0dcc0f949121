-- A check is added in two steps and dropped.
-- verdict: restored
-- why: every row passes it

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);
INSERT INTO users VALUES (1, 'a@example.org');

-- up
ALTER TABLE users ADD CONSTRAINT email_length CHECK (length(email) < 100000) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT email_length;

-- down
ALTER TABLE users DROP CONSTRAINT email_length;
