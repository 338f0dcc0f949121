-- A type cannot be dropped while a column has it.
-- verdict: fails
-- why: the column goes second

-- base
CREATE TABLE users (id bigint PRIMARY KEY);

-- up
CREATE TYPE plan AS ENUM ('free', 'paid');
ALTER TABLE users ADD COLUMN plan plan NOT NULL DEFAULT 'free';

-- down
DROP TYPE plan;
ALTER TABLE users DROP COLUMN plan;
