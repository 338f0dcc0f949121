-- The policy goes and row security stays.
-- verdict: differs
-- why: without a policy everything is hidden from everybody but the owner

-- base
CREATE TABLE documents (id bigint PRIMARY KEY, owner text);

-- up
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_documents ON documents USING (owner = current_user);

-- down
DROP POLICY own_documents ON documents;
