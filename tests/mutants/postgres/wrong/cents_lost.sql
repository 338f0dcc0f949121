-- A price becomes an integer and a number again.
-- verdict: rows
-- why: the numbers were rounded

-- base
CREATE TABLE prices (id bigint PRIMARY KEY, amount numeric(10, 2) NOT NULL);
INSERT INTO prices VALUES (1, 19.99);

-- up
ALTER TABLE prices ALTER COLUMN amount TYPE integer;

-- down
ALTER TABLE prices ALTER COLUMN amount TYPE numeric(10, 2);
