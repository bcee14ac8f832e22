import { createHash } from "node:crypto";
import { type Column, getTableColumns, type Table } from "drizzle-orm";
import type { Tx } from "./client.ts";
import { type Proven, provenBy } from "./proven.ts";

// A transaction remembers what became of each row that it wrote to a proven table, whoever wrote it, so that
// no command can forget to tell the trail. Each writing statement on such a table is asked to return its rows
// whole.

/** A row as the trail keeps it: by the database's names, in the order of `columns`. */
export type WrittenTable = {
  columns: string[];
  rows: unknown[][] /** Keys of rows that went. */;
  gone?: unknown[][];
};
export type Written = { [table: string]: WrittenTable };
type Fields = Record<string, unknown>;

/**
 * What stands in the trail for a secret's column: it says whether the value is the same, and nothing else.
 */
const digestOf = (value: unknown): string =>
  `#${createHash("sha256").update(String(value)).digest("hex").slice(0, 32)}`;

/** A row as it is kept, by name. */
export const storedRow = (proven: Proven, row: Fields): Fields =>
  Object.fromEntries(
    proven.columns.map(({ name, field, digest }) => {
      const value = row[field] ?? null;
      return [name, digest && value !== null ? digestOf(value) : value];
    }),
  );

/** What a row is told apart by, as text. */
export const keyText = (proven: Proven, kept: Fields): string =>
  proven.key.map((name) => String(kept[name])).join(" / ");

type Change = { proven: Proven; row: Fields; isGone: boolean };
// Shared by name: a server's bundler may load this module more than once, and a transaction of one must be
// read by the other.
const changesOf = Symbol.for("guatu: what a transaction wrote");

/** What was written since the last call, each row as it last became. */
export function takeWritten(tx: Tx): Written {
  const changes = (tx as { [changesOf]?: Map<string, Change> })[changesOf] ?? new Map<string, Change>();
  const written: Written = {};
  for (const { proven, row, isGone } of changes.values()) {
    let table = written[proven.name];
    if (!table) {
      table = { columns: proven.columns.map(({ name }) => name), rows: [] };
      written[proven.name] = table;
    }
    if (isGone) {
      table.gone ??= [];
      table.gone.push(proven.key.map((name) => row[name]));
    } else table.rows.push(Object.values(row));
  }
  changes.clear();
  return written;
}

/** The transaction `tx`, remembering. */
export function remembering(tx: Tx): Tx {
  const changes = new Map<string, Change>();
  const note = (proven: Proven, isGone: boolean, rows: readonly Fields[]) => {
    for (const each of rows) {
      const row = storedRow(proven, each);
      changes.set(`${proven.name} ${keyText(proven, row)}`, { proven, row, isGone });
    }
  };
  const writing = (verb: "insert" | "update" | "delete") => (table: Parameters<Tx["insert"]>[0]) => {
    const proven = provenBy(table);
    const builder = tx[verb](table) as object;
    return proven ? noted(builder, table, (rows) => note(proven, verb === "delete", rows)) : builder;
  };
  const writes = { insert: writing("insert"), update: writing("update"), delete: writing("delete") };
  return new Proxy(tx, {
    get(target, name) {
      if (name === changesOf) return changes;
      return name in writes ? writes[name as keyof typeof writes] : Reflect.get(target, name, target);
    },
  });
}

type Asked = undefined | "all" | Record<string, Column>;
type Returning = { returning(): PromiseLike<Fields[]> };

/**
 * A statement under construction that, when it is awaited, returns whole rows to `note` and to its caller
 * what was asked for.
 */
function noted(builder: object, table: Table, note: (rows: Fields[]) => void, asked?: Asked): object {
  const run = async () => {
    const rows = await (builder as Returning).returning();
    note(rows);
    if (asked === undefined || asked === "all") return rows;
    const field = new Map(Object.entries(getTableColumns(table)).map(([name, column]) => [column, name]));
    return rows.map((row) =>
      Object.fromEntries(
        Object.entries(asked).map(([alias, column]) => [alias, row[field.get(column) ?? ""]]),
      ),
    );
  };
  return new Proxy(builder, {
    get(target, name) {
      if (name === "returning")
        return (wanted?: Record<string, Column>) => noted(target, table, note, wanted ?? "all");
      if (name === "then") return (...hooks: Parameters<Promise<unknown>["then"]>) => run().then(...hooks);
      if (name === "catch") return (hook: (reason: unknown) => unknown) => run().catch(hook);
      if (name === "finally") return (hook: () => void) => run().finally(hook);
      const value = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...given: unknown[]) => {
        const made: unknown = value.apply(target, given);
        return typeof made === "object" && made !== null && "returning" in made
          ? noted(made, table, note, asked)
          : made;
      };
    },
  });
}
