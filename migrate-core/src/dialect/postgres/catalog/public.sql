SELECT 'definition of', '', 'no schema public', NULL, NULL, ''
WHERE NOT EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspname = 'public')
UNION ALL
-- One that lost the comment it began with says nothing.
SELECT 'comment on', '', 'schema public', NULL, NULL, coalesce(obj_description(n.oid, 'pg_namespace'), '')
FROM pg_namespace n
WHERE n.nspname = 'public'
  AND obj_description(n.oid, 'pg_namespace') IS DISTINCT FROM 'standard public schema'
