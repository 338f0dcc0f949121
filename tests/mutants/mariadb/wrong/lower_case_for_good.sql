-- Values are folded and stay folded.
-- verdict: rows
-- why: there is no way back from lower()

-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100) COLLATE utf8mb4_bin NOT NULL) DEFAULT CHARSET = utf8mb4;
INSERT INTO users VALUES (1, 'Ann@Example.org');

-- up
UPDATE users SET email = lower(email);

-- down
SELECT 1;
