-- A constraint with a name comes back under the generated one.
-- verdict: differs
-- why: the next migration drops it by its old name and fails

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text, CONSTRAINT unique_email UNIQUE (email));

-- up
ALTER TABLE users DROP CONSTRAINT unique_email;

-- down
ALTER TABLE users ADD UNIQUE (email);
