-- A table is converted and gets only its default back.
-- verdict: differs
-- why: its columns keep the new character set

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50)) DEFAULT CHARSET = latin1;

-- up
ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4;

-- down
ALTER TABLE users DEFAULT CHARACTER SET latin1;
