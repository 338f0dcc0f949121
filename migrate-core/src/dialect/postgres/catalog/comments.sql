, said AS (
  SELECT c.*, CASE c.classoid
    WHEN 'pg_class'::regclass
      THEN coalesce((SELECT i.indrelid FROM pg_index i WHERE i.indexrelid = c.objoid), c.objoid)
    WHEN 'pg_constraint'::regclass
      THEN (SELECT nullif(k.conrelid, 0) FROM pg_constraint k WHERE k.oid = c.objoid)
    WHEN 'pg_trigger'::regclass THEN (SELECT g.tgrelid FROM pg_trigger g WHERE g.oid = c.objoid)
    WHEN 'pg_rewrite'::regclass THEN (SELECT r.ev_class FROM pg_rewrite r WHERE r.oid = c.objoid)
    WHEN 'pg_policy'::regclass THEN (SELECT p.polrelid FROM pg_policy p WHERE p.oid = c.objoid)
    END AS relation
  FROM pg_description c
  WHERE c.objoid >= 16384 AND c.classoid <> 'pg_extension'::regclass /* touched: c.objoid IN (
    SELECT unnest($1) UNION ALL SELECT i.indexrelid FROM pg_index i WHERE i.indrelid = ANY ($1)
    UNION ALL SELECT k.oid FROM pg_constraint k WHERE k.conrelid = ANY ($1)
    UNION ALL SELECT g.oid FROM pg_trigger g WHERE g.tgrelid = ANY ($1)
    UNION ALL SELECT r.oid FROM pg_rewrite r WHERE r.ev_class = ANY ($1)
    UNION ALL SELECT p.oid FROM pg_policy p WHERE p.polrelid = ANY ($1)) */
)
-- where there is pg_description WHERE objoid >= 16384
SELECT 'comment on', '',
  CASE WHEN s.objsubid = 0 OR o.relkind NOT IN ('r', 'p')
    THEN replace(pg_describe_object(s.classoid, s.objoid, s.objsubid), ' on table ', ' on ') END,
  NULL, NULL, s.description, s.relation,
  CASE WHEN s.classoid = 'pg_class'::regclass THEN s.objoid END, s.objsubid
FROM said s LEFT JOIN pg_class o ON o.oid = s.relation
WHERE (s.classoid, s.objoid) NOT IN (SELECT e.classid, e.objid FROM brought e)
  AND (s.relation IS NULL OR o.relnamespace IN (SELECT n.oid FROM mine n)
    AND s.relation NOT IN (SELECT e.objid FROM brought e WHERE e.classid = 'pg_class'::regclass))
