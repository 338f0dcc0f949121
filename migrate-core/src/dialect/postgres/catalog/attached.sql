-- where there is pg_trigger WHERE oid >= 16384 AND NOT tgisinternal
SELECT 'trigger', o.nspname, g.tgname || ' on ' || o.relname, o.nspname, o.relname, pg_get_triggerdef(g.oid), o.oid
FROM pg_trigger g JOIN relations o ON o.oid = g.tgrelid
WHERE NOT g.tgisinternal AND g.tgparentid = 0
-- where there is pg_policy
SELECT 'policy', o.nspname, p.polname || ' on ' || o.relname, o.nspname, o.relname,
  concat_ws(' ', CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END, p.polcmd,
    (SELECT string_agg(CASE WHEN r = 0 THEN 'public' ELSE pg_get_userbyid(r) END, ',' ORDER BY r)
      FROM unnest(p.polroles) r),
    'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid)), o.oid
FROM pg_policy p JOIN relations o ON o.oid = p.polrelid
-- where there is pg_rewrite WHERE oid >= 16384 AND rulename <> '_RETURN'
SELECT 'rule', o.nspname, r.rulename || ' on ' || o.relname, o.nspname, o.relname, pg_get_ruledef(r.oid), o.oid
FROM pg_rewrite r JOIN relations o ON o.oid = r.ev_class WHERE r.rulename <> '_RETURN'
-- where there is pg_class WHERE oid >= 16384 AND relacl IS NOT NULL
SELECT 'grant', r.nspname,
  concat(CASE WHEN NOT one.is_given THEN 'no ' END, one.privilege_type, ' to ',
    CASE WHEN one.grantee = 0 THEN 'public' ELSE pg_get_userbyid(one.grantee) END, ' on ', r.relname),
  r.nspname, r.relname, CASE WHEN one.is_grantable THEN 'grantable' ELSE '' END, r.oid
FROM (
  SELECT o.*, o.relacl AS has,
    acldefault(CASE o.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, o.relowner) AS normal
  FROM relations o WHERE o.relacl IS NOT NULL
) r /* rights */
