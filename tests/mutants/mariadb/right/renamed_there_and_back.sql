-- A column and a table are renamed and renamed back.
-- verdict: restored
-- why: keys keep their names

-- base
CREATE TABLE users (id bigint PRIMARY KEY, mail varchar(100), UNIQUE KEY users_mail (mail));
INSERT INTO users VALUES (1, 'a@example.org');

-- up
ALTER TABLE users RENAME COLUMN mail TO email;
RENAME TABLE users TO accounts;

-- down
ALTER TABLE accounts RENAME TO users;
ALTER TABLE users CHANGE email mail varchar(100);
