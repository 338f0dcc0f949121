-- An index over lower(email) comes back over email.
-- verdict: differs
-- why: the query compares folded values

-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
CREATE INDEX users_email ON users (lower(email));

-- up
DROP INDEX users_email;

-- down
CREATE INDEX users_email ON users (email);
