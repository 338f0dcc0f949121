-- A unique constraint cannot come back once there are duplicates.
-- verdict: fails
-- why: the up folds what it kept apart

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text, CONSTRAINT users_email UNIQUE (email));
INSERT INTO users VALUES (1, 'A@example.org'), (2, 'a@example.org');

-- up
ALTER TABLE users DROP CONSTRAINT users_email;
UPDATE users SET email = lower(email);

-- down
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email);
