-- An index with a name comes back under the generated one.
-- verdict: differs
-- why: a hint or a later DROP INDEX looks for the old name

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), UNIQUE KEY unique_email (email));

-- up
ALTER TABLE users DROP INDEX unique_email;

-- down
ALTER TABLE users ADD UNIQUE (email);
