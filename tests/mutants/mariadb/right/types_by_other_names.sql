-- A table comes back from a copy with its types spelled otherwise.
-- verdict: restored
-- why: integer, bool, dec and the width of int are synonyms

-- base
CREATE TABLE logs (id int NOT NULL PRIMARY KEY, ok tinyint(1) NOT NULL DEFAULT 1, size decimal(10, 0), line varchar(80), ratio double, n int(11)) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
INSERT INTO logs VALUES (1, 0, 5, 'x', 0.5, 7);

-- up
RENAME TABLE logs TO logs_saved;

-- down
CREATE TABLE logs (id integer NOT NULL, ok bool NOT NULL DEFAULT true, size dec(10), line character varying(80), ratio double precision, n int, PRIMARY KEY (id)) DEFAULT CHARACTER SET utf8mb4;
INSERT INTO logs SELECT * FROM logs_saved;
DROP TABLE logs_saved;
