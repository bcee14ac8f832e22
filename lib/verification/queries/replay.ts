import { type Proven, provenTables } from "#db/proven.ts";
import { keyText, type Written } from "#db/written.ts";
import { claimsOf } from "../rules/earlier-events.ts";

// What the tables must hold, rebuilt from nothing but the trail. Pure: events go in, expected rows come out.

/** An event as far as replaying it needs. */
export type Told = {
  seq: number;
  at: string;
  actorId: number | null;
  actorName: string;
  verb: string;
  subjectId: number | null;
  divisionCode: string;
  payload: string;
};

export type Values = Record<string, unknown>;
/** What a row must be, and the newest event that says so. `null`: it must not be there. */
export type Expected = { values: Values | null; seq: number };
/** Of a table, by key. */
export type ExpectedRows = Map<string, Expected>;

/** What the trail says so far. */
export type Replayed = {
  tables: Map<string, ExpectedRows>;
  /**
   * Instants of events from before rows were kept with them: what was written then is told in part, or not at
   * all.
   */
  earlier: Set<string>;
  /** Events that cannot be read. */
  unreadable: number[];
};

export const nothingReplayed = (): Replayed => ({
  tables: new Map(provenTables.map(({ name }) => [name, new Map()])),
  earlier: new Set(),
  unreadable: [],
});

const byName = new Map(provenTables.map((proven) => [proven.name, proven]));

/**
 * Brings `replayed` up to one more event.
 * @returns whether the event carries its rows, or is from before events did
 */
export function replay(replayed: Replayed, event: Told): "whole" | "earlier" | "unreadable" {
  const payload = parsed(event.payload);
  if (!payload) {
    replayed.unreadable.push(event.seq);
    return "unreadable";
  }
  if (payload.wrote) {
    for (const [name, table] of Object.entries(payload.wrote)) {
      const proven = byName.get(name);
      if (proven) replayTable(replayed, proven, table, event.seq);
    }
    return "whole";
  }
  replayed.earlier.add(event.at);
  for (const { table, key, values } of claimsOf(event, payload)) {
    const rows = replayed.tables.get(table);
    const before = rows?.get(key)?.values ?? {};
    rows?.set(key, { values: { ...before, ...values }, seq: event.seq });
  }
  return "earlier";
}

function replayTable(
  replayed: Replayed,
  proven: Proven,
  { columns, rows, gone = [] }: Written[string],
  seq: number,
): void {
  const expected = replayed.tables.get(proven.name);
  const named = (names: readonly string[], row: unknown[]) =>
    Object.fromEntries(names.map((name, at) => [name, row[at] ?? null]));
  for (const row of rows) {
    const values = named(columns, row);
    expected?.set(keyText(proven, values), { values, seq });
  }
  for (const key of gone) expected?.set(keyText(proven, named(proven.key, key)), { values: null, seq });
}

export type Payload = { before: unknown; after: unknown; reason?: string; wrote?: Written };

function parsed(text: string): Payload | null {
  try {
    return JSON.parse(text) as Payload;
  } catch {
    return null;
  }
}
