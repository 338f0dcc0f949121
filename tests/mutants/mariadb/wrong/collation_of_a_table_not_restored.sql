-- A table comes back with another collation.
-- verdict: differs
-- why: new columns compare otherwise

-- base
CREATE TABLE users (id bigint PRIMARY KEY) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- up
ALTER TABLE users COLLATE = utf8mb4_bin;

-- down
ALTER TABLE users DEFAULT CHARACTER SET utf8mb4;
