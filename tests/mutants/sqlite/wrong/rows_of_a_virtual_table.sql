-- The texts of a search table are overwritten.
-- verdict: rows
-- why: what is found is another text

-- base
CREATE VIRTUAL TABLE notes USING fts5(body);
INSERT INTO notes VALUES ('hello');

-- up
UPDATE notes SET body = 'bye';

-- down
SELECT 1;
