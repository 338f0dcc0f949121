-- A dictionary goes before the configuration that maps to it.
-- verdict: fails
-- why: the configuration needs it

-- base
SELECT 1;

-- up
CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR asciiword WITH d;

-- down
DROP TEXT SEARCH DICTIONARY d;
DROP TEXT SEARCH CONFIGURATION c;
