-- A search table comes and goes with its triggers.
-- verdict: restored
-- why: the tables in which it keeps its rows go with it

-- base
CREATE TABLE posts (id INTEGER PRIMARY KEY, body TEXT);

-- up
CREATE VIRTUAL TABLE posts_words USING fts5(body, content = 'posts', content_rowid = 'id');
CREATE TRIGGER posts_indexed AFTER INSERT ON posts BEGIN INSERT INTO posts_words (rowid, body) VALUES (NEW.id, NEW.body); END;

-- down
DROP TRIGGER posts_indexed;
DROP TABLE posts_words;
