-- A unique key cannot come back once there are duplicates.
-- verdict: fails
-- why: the up folds what it kept apart

-- base
CREATE TABLE users (id bigint PRIMARY KEY, code varchar(10) COLLATE utf8mb4_bin, UNIQUE KEY users_code (code)) DEFAULT CHARSET = utf8mb4;
INSERT INTO users VALUES (1, 'A'), (2, 'a');

-- up
ALTER TABLE users DROP KEY users_code;
UPDATE users SET code = lower(code);

-- down
ALTER TABLE users ADD UNIQUE KEY users_code (code);
