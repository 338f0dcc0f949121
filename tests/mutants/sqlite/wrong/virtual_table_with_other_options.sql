-- A search table comes back with another tokenizer.
-- verdict: differs
-- why: porter finds stems

-- base
CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize = 'porter');

-- up
DROP TABLE docs;

-- down
CREATE VIRTUAL TABLE docs USING fts5(title, body);
