-- An index is renamed and renamed back.
-- verdict: restored
-- why: it is the same index

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), KEY users_email (email));

-- up
ALTER TABLE users RENAME INDEX users_email TO by_email;

-- down
ALTER TABLE users RENAME INDEX by_email TO users_email;
