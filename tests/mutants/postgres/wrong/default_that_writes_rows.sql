-- A new column is filled by a function that writes to another table.
-- verdict: rows
-- why: the column goes, and what the function wrote stays

-- base
CREATE TABLE users (id int PRIMARY KEY, age int);
CREATE TABLE orders (id int PRIMARY KEY);
INSERT INTO users VALUES (1, 30);
INSERT INTO orders VALUES (1);
CREATE FUNCTION bump() RETURNS int LANGUAGE plpgsql AS $$ BEGIN UPDATE users SET age = 0; RETURN 1; END $$;

-- up
ALTER TABLE orders ADD COLUMN bumped int DEFAULT bump();

-- down
ALTER TABLE orders DROP COLUMN bumped;
