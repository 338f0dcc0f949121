-- DROP INDEX does not drop a constraint.
-- verdict: fails
-- why: its index belongs to the constraint

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text);

-- up
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);

-- down
DROP INDEX users_email_key;
