SELECT n.nspname, o.typname,
  (SELECT string_agg(l.enumlabel, chr(29) ORDER BY l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = o.oid)
FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace
WHERE o.typtype = 'e' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT 1 FROM pg_depend e
    WHERE e.classid = 'pg_type'::regclass AND e.objid = o.oid AND e.deptype = 'e')
ORDER BY 1, 2
