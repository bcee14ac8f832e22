/**
 * One field of an audited operation, old → new. `null` where there was none. Lists of plain values stay
 * whole.
 */
export type FieldChange = { field: string; before: unknown; after: unknown };

const isPlain = (value: unknown) => value === null || typeof value !== "object";

/** `{a: {b: 1}, c: [1, 2]}` → a.b = 1, c = [1, 2] */
function fieldsOf(value: unknown, path: string, into: Map<string, unknown>) {
  const isWhole = isPlain(value) || (Array.isArray(value) && value.every(isPlain));
  if (isWhole) {
    if (path !== "" && value !== null) into.set(path, value);
    return;
  }
  for (const [name, inner] of Object.entries(value as object))
    fieldsOf(inner, path === "" ? name : `${path}.${name}`, into);
}

/** What an operation changed, field by field in the order of the record; what stayed the same is left out. */
export function changesOf(before: unknown, after: unknown): FieldChange[] {
  const old = new Map<string, unknown>();
  const now = new Map<string, unknown>();
  fieldsOf(before ?? null, "", old);
  fieldsOf(after ?? null, "", now);
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}
