-- The values of an enumerated type are texts for now.
-- verdict: restored
-- why: each text is the name of its value

-- base
CREATE TYPE state AS ENUM ('open', 'done');
CREATE TABLE tasks (state state NOT NULL);
INSERT INTO tasks VALUES ('open');

-- up
ALTER TABLE tasks ALTER state TYPE text;
DROP TYPE state;

-- down
CREATE TYPE state AS ENUM ('open', 'done');
ALTER TABLE tasks ALTER state TYPE state USING state::state;
