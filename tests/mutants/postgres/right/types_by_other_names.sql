-- A table comes back from a copy with its types spelled otherwise.
-- verdict: restored
-- why: int, bool, varchar and timestamptz are synonyms

-- base
CREATE TABLE logs (id integer PRIMARY KEY, at timestamp with time zone NOT NULL, ok boolean NOT NULL DEFAULT true, line character varying(80), size numeric(10, 0), ratio double precision);
INSERT INTO logs VALUES (1, '2024-01-01 00:00:00+00', false, 'x', 5, 0.5);

-- up
CREATE TABLE logs_saved AS SELECT * FROM logs;
DROP TABLE logs;

-- down
CREATE TABLE logs (id int4 NOT NULL, at timestamptz NOT NULL, ok bool DEFAULT TRUE NOT NULL, line varchar(80), size decimal(10), ratio float8, CONSTRAINT logs_pkey PRIMARY KEY (id));
INSERT INTO logs SELECT * FROM logs_saved;
DROP TABLE logs_saved;
