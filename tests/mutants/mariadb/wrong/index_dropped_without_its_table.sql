-- DROP INDEX without ON.
-- verdict: fails
-- why: that is PostgreSQL

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100));

-- up
CREATE INDEX users_email ON users (email);

-- down
DROP INDEX users_email;
