-- where there is pg_type WHERE oid >= 16384 AND typtype = 'e'
SELECT n.nspname, o.typname,
  (SELECT string_agg(l.enumlabel, chr(29) ORDER BY l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = o.oid)
FROM pg_type o JOIN mine n ON n.oid = o.typnamespace
WHERE o.typtype = 'e' AND o.oid NOT IN (SELECT e.objid FROM brought e WHERE e.classid = 'pg_type'::regclass)
