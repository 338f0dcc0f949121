-- A column takes the collation of its table.
-- verdict: differs
-- why: MODIFY without COLLATE asks for the default

-- base
CREATE TABLE tokens (id bigint PRIMARY KEY, token varchar(40) COLLATE utf8mb4_bin NOT NULL) DEFAULT CHARSET = utf8mb4;

-- up
ALTER TABLE tokens MODIFY token varchar(80) COLLATE utf8mb4_bin NOT NULL;

-- down
ALTER TABLE tokens MODIFY token varchar(40) NOT NULL;
