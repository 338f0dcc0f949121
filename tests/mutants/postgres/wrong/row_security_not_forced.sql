-- Row security comes back without FORCE.
-- verdict: differs
-- why: the owner of the table was bound by it before

-- base
CREATE TABLE documents (id bigint PRIMARY KEY, owner text);
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE documents FORCE ROW LEVEL SECURITY;
CREATE POLICY own_documents ON documents USING (owner = current_user);

-- up
ALTER TABLE documents NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;

-- down
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
