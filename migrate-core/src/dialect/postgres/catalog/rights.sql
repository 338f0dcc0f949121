-- Those that somebody has beyond the usual ones, and those of the usual ones that nobody has.
CROSS JOIN LATERAL (
  SELECT h.grantee, h.privilege_type, h.is_grantable, true AS is_given FROM aclexplode(r.has) h
  EXCEPT SELECT d.grantee, d.privilege_type, d.is_grantable, true FROM aclexplode(r.normal) d
  UNION ALL
  (SELECT d.grantee, d.privilege_type, d.is_grantable, false FROM aclexplode(r.normal) d
  EXCEPT SELECT h.grantee, h.privilege_type, h.is_grantable, false FROM aclexplode(r.has) h)
) one
