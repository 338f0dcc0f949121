-- A unique constraint comes back as an index.
-- verdict: differs
-- why: nothing can refer to it, and ON CONFLICT ON CONSTRAINT does not find it

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email text, CONSTRAINT users_email UNIQUE (email));

-- up
ALTER TABLE users DROP CONSTRAINT users_email;

-- down
CREATE UNIQUE INDEX users_email ON users (email);
