/**
 * What a form's fields say, by name; a name may stand on several fields, and a box that is not ticked says
 * nothing.
 */
export type Values = Readonly<Record<string, readonly string[]>>;

/** A field that was changed, and the value it was changed from. */
export type Change = { from: readonly string[]; to: readonly string[] };

/** What is kept on the device of a form that was not saved: only what was changed (UX 38). */
export type Draft = { at: string; version: string | undefined; changes: Record<string, Change> };

/** One field that two people changed: what the draft was made from, and what stands now. */
export type Clash = { from: string; now: string };

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((value, index) => value === other[index]);

/**
 * The fields that say something else now than when the form was opened. A field that came since was changed
 * from nothing.
 */
export function changesOf(opened: Values, now: Values): Record<string, Change> {
  const changes: Record<string, Change> = {};
  for (const [name, to] of Object.entries(now)) {
    const from = opened[name] ?? to.map(() => "");
    if (!isSame(from, to)) changes[name] = { from, to };
  }
  return changes;
}

/**
 * What a draft puts into a form that was opened anew. What says already what the draft says is no change.
 * Where the value has changed since the draft was made from it, the two clash, and somebody chooses.
 * @param isShared does somebody else change the field's value too?
 */
export function restored(draft: Draft, opened: Values, isShared: (name: string) => boolean) {
  const put: Record<string, readonly string[]> = {};
  const clashes: Record<string, Clash> = {};
  for (const [name, { from, to }] of Object.entries(draft.changes)) {
    const now = opened[name];
    if (now && isSame(now, to)) continue;
    put[name] = to;
    if (now && isShared(name) && !isSame(now, from))
      clashes[name] = { from: from[0] ?? "", now: now[0] ?? "" };
  }
  return { put, clashes };
}

/**
 * A form that somebody else saved before, as it goes on: what was not touched takes the value that now
 * stands, what only one of the two changed is no clash.
 * @param typed what was sent
 * @param current what now stands, by name; `version` is no field
 */
export function merged(opened: Values, typed: Values, current: Readonly<Record<string, string>>) {
  const values: Record<string, string[]> = {};
  for (const [name, texts] of Object.entries(typed)) values[name] = [...texts];
  const clashes: Record<string, string> = {};
  for (const [name, now] of Object.entries(current)) {
    const from = opened[name];
    const to = typed[name];
    const isPlain = name !== "version" && from?.length === 1 && to?.length === 1;
    if (isPlain && isSame(from, to)) values[name] = [now];
    else if (!isPlain || from[0] !== now) clashes[name] = now;
  }
  return { values, clashes };
}
