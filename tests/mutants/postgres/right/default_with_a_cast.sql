-- Defaults come back with casts and quotes.
-- verdict: restored
-- why: the server makes the same constants of them

-- base
CREATE TABLE t (id int, a text DEFAULT 'x', b boolean DEFAULT true, c jsonb DEFAULT '{}', d int DEFAULT 5, e text[] DEFAULT '{}');

-- up
ALTER TABLE t ALTER a DROP DEFAULT, ALTER b DROP DEFAULT, ALTER c DROP DEFAULT, ALTER d DROP DEFAULT, ALTER e DROP DEFAULT;

-- down
ALTER TABLE t ALTER a SET DEFAULT 'x'::text, ALTER b SET DEFAULT 't', ALTER c SET DEFAULT '{}'::jsonb, ALTER d SET DEFAULT '5', ALTER e SET DEFAULT '{}'::text[];
