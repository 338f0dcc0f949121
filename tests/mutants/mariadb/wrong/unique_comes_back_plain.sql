-- A unique key comes back as a key.
-- verdict: differs
-- why: UNIQUE is one word

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), UNIQUE KEY users_email (email));

-- up
ALTER TABLE users DROP INDEX users_email;

-- down
ALTER TABLE users ADD INDEX users_email (email);
