-- A type is made in a block that forgives.
-- verdict: restored
-- why: it was not there, so that the block makes it

-- base
CREATE TABLE users (id bigint PRIMARY KEY);

-- up
DO $$ BEGIN
    CREATE TYPE plan AS ENUM ('free', 'paid');
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;

-- down
DROP TYPE plan;
