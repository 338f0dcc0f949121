-- A column is widened and narrowed with all that belongs to it.
-- verdict: restored
-- why: the whole definition is repeated both times

-- base
CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50) NOT NULL DEFAULT 'none' COMMENT 'as shown') DEFAULT CHARSET = utf8mb4;
INSERT INTO users VALUES (1, 'ann');

-- up
ALTER TABLE users MODIFY name varchar(100) NOT NULL DEFAULT 'none' COMMENT 'as shown';

-- down
ALTER TABLE users MODIFY name varchar(50) NOT NULL DEFAULT 'none' COMMENT 'as shown';
