/**
 * Who owns rows of a table, by hopping from owner to owner through the index: as many steps as there are engines,
 * however many rows they own.
 */
export const distinctOwners = (table: "instances" | "jobs"): string =>
  `owners (owner) AS (
     SELECT min(owner) FROM ${table} WHERE owner IS NOT NULL
     UNION ALL
     SELECT (SELECT min(t.owner) FROM ${table} t WHERE t.owner > owners.owner AND t.owner IS NOT NULL) FROM owners WHERE owners.owner IS NOT NULL
   )`
