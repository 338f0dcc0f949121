-- A column is made again while the table has another default.
-- verdict: differs
-- why: the down changes the default last

-- base
CREATE TABLE t (id int PRIMARY KEY, a varchar(10)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

-- up
ALTER TABLE t DROP COLUMN a;
ALTER TABLE t DEFAULT COLLATE utf8mb4_unicode_ci;

-- down
ALTER TABLE t ADD COLUMN a varchar(10);
ALTER TABLE t DEFAULT COLLATE utf8mb4_general_ci;
