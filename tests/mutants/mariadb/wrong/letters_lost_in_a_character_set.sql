-- Letters become question marks.
-- verdict: rows
-- why: latin1 has no Cyrillic, and IGNORE forgives

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50) CHARACTER SET utf8mb4) DEFAULT CHARSET = utf8mb4;
INSERT INTO users VALUES (1, 'Анна');

-- up
ALTER IGNORE TABLE users MODIFY name varchar(50) CHARACTER SET latin1;

-- down
ALTER TABLE users MODIFY name varchar(50) CHARACTER SET utf8mb4;
