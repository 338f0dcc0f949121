-- Row security with a policy, and neither.
-- verdict: restored
-- why: both are taken back

-- base
CREATE TABLE documents (id bigint PRIMARY KEY, owner text);

-- up
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_documents ON documents USING (owner = current_user);

-- down
DROP POLICY own_documents ON documents;
ALTER TABLE documents DISABLE ROW LEVEL SECURITY;
