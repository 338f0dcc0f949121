-- A gin index comes back as a btree.
-- verdict: differs
-- why: containment is not answered by it

-- base
CREATE TABLE documents (id bigint PRIMARY KEY, body jsonb);
CREATE INDEX documents_body ON documents USING gin (body);

-- up
DROP INDEX documents_body;

-- down
CREATE INDEX documents_body ON documents (body);
