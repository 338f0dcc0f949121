-- The default character set of a table is changed and the new column keeps the old one.
-- verdict: differs
-- why: the column was made under the other default

-- base
CREATE TABLE t (id int PRIMARY KEY, a varchar(10)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

-- up
ALTER TABLE t DEFAULT CHARSET=latin1;

-- down
ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
