-- What belongs to a relation and has no field of it.
WITH relations AS (
  SELECT o.*, n.nspname FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace
  WHERE o.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') /* touched: o */
    AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT 1 FROM pg_depend e
      WHERE e.classid = 'pg_class'::regclass AND e.objid = o.oid AND e.deptype = 'e')
), rights AS (
  SELECT '' AS part, 'on ' || o.relname AS place, o.nspname AS space, o.relname AS owner, o.relacl AS has,
    acldefault(CASE o.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, o.relowner) AS normal, o.oid
  FROM relations o WHERE o.relacl IS NOT NULL
  UNION ALL
  SELECT ' ( ' || a.attname || ' )', 'on ' || o.relname, o.nspname, o.relname, a.attacl,
    acldefault('c', o.relowner), o.oid
  FROM relations o JOIN pg_attribute a ON a.attrelid = o.oid WHERE a.attacl IS NOT NULL
), parts AS (
  SELECT 'pg_class'::regclass AS class, o.oid AS part, o.oid, o.relkind IN ('r', 'p') AS has_columns
  FROM relations o
  UNION ALL
  SELECT 'pg_class'::regclass, k.conindid, o.oid, false
  FROM relations o JOIN pg_constraint k ON k.conrelid = o.oid WHERE k.conindid <> 0
    AND EXISTS (SELECT 1 FROM pg_index i WHERE i.indexrelid = k.conindid AND i.indrelid = o.oid)
  UNION ALL
  SELECT 'pg_constraint'::regclass, k.oid, o.oid, false
  FROM relations o JOIN pg_constraint k ON k.conrelid = o.oid
  UNION ALL
  SELECT 'pg_trigger'::regclass, g.oid, o.oid, false FROM relations o JOIN pg_trigger g ON g.tgrelid = o.oid
  UNION ALL
  SELECT 'pg_rewrite'::regclass, r.oid, o.oid, false FROM relations o JOIN pg_rewrite r ON r.ev_class = o.oid
  UNION ALL
  SELECT 'pg_policy'::regclass, p.oid, o.oid, false FROM relations o JOIN pg_policy p ON p.polrelid = o.oid
)
SELECT 'trigger', o.nspname, g.tgname || ' on ' || o.relname, o.nspname, o.relname, pg_get_triggerdef(g.oid), o.oid::text, o.oid::text
FROM pg_trigger g JOIN relations o ON o.oid = g.tgrelid
WHERE NOT g.tgisinternal AND g.tgparentid = 0
UNION ALL
SELECT 'policy', o.nspname, p.polname || ' on ' || o.relname, o.nspname, o.relname,
  concat_ws(' ', CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END, p.polcmd,
    (SELECT string_agg(CASE WHEN r = 0 THEN 'public' ELSE pg_get_userbyid(r) END, ',' ORDER BY r)
      FROM unnest(p.polroles) r),
    'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid)),
  o.oid::text, o.oid::text
FROM pg_policy p JOIN relations o ON o.oid = p.polrelid
UNION ALL
SELECT 'rule', o.nspname, r.rulename || ' on ' || o.relname, o.nspname, o.relname, pg_get_ruledef(r.oid),
  o.oid::text, o.oid::text
FROM pg_rewrite r JOIN relations o ON o.oid = r.ev_class WHERE r.rulename <> '_RETURN'
UNION ALL
SELECT 'grant', r.space,
  concat(CASE WHEN NOT one.is_given THEN 'no ' END, one.privilege_type, r.part, ' to ',
    CASE WHEN one.grantee = 0 THEN 'public' ELSE pg_get_userbyid(one.grantee) END, ' ', r.place),
  r.space, r.owner, CASE WHEN one.is_grantable THEN 'grantable' ELSE '' END, r.oid::text, r.oid::text
FROM rights r
  CROSS JOIN LATERAL (
    SELECT h.grantee, h.privilege_type, h.is_grantable, true AS is_given FROM aclexplode(r.has) h
    EXCEPT SELECT d.grantee, d.privilege_type, d.is_grantable, true FROM aclexplode(r.normal) d
    UNION ALL
    (SELECT d.grantee, d.privilege_type, d.is_grantable, false FROM aclexplode(r.normal) d
    EXCEPT SELECT h.grantee, h.privilege_type, h.is_grantable, false FROM aclexplode(r.has) h)
  ) one
UNION ALL
SELECT 'comment on', '', replace(pg_describe_object(c.classoid, c.objoid, c.objsubid), ' on table ', ' on '),
  NULL, NULL, c.description, p.oid::text, p.oid::text
FROM parts p JOIN pg_description c ON c.classoid = p.class AND c.objoid = p.part
WHERE NOT (p.has_columns AND c.objsubid > 0)
ORDER BY 1, 2, 3
