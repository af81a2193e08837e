/** `fields=a,b` leaves only those of an entity. */

type Entity = Readonly<Record<string, unknown>>;

/** Fields within fields, `a(b)` or `a:(b)`, are taken whole. */
export function projectionOf(parameters: URLSearchParams): (entity: Entity) => Entity {
  const fields = parameters.get('fields');
  if (fields === null) return (entity) => entity;
  const wanted = new Set<string>();
  let depth = 0;
  let name = '';
  for (const char of `${fields},`) {
    if (depth === 0 && char === ',') {
      wanted.add(name.replace(/:$/, '').trim());
      name = '';
    } else if (char === '(') depth += 1;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) name += char;
  }
  return (entity) =>
    Object.fromEntries(Object.entries(entity).filter(([field]) => wanted.has(field)));
}
