-- A text grows with its character set and stays.
-- verdict: differs
-- why: CONVERT makes a mediumtext of a text, and back it is one still

-- base
CREATE TABLE posts (id bigint PRIMARY KEY, body text) DEFAULT CHARSET = latin1;

-- up
ALTER TABLE posts CONVERT TO CHARACTER SET utf8mb4;

-- down
ALTER TABLE posts CONVERT TO CHARACTER SET latin1;
