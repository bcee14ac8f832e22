import { getTableName, is, Table } from "drizzle-orm";
import { engine } from "./columns.ts";
import type { IncomeBasis } from "./schema/income.ts";

// A view is a database: every query, asked through it, finds other tables of the same names. Each table that
// looks different is put before the query as a common table expression of its own name, so that the query
// reads that instead; the table itself is reached by its schema's name. Which tables those are, and what a
// basis, an approval and a past day mean, lib/views says: here stands only how they are put there.

/** How a database is looked at. Without a view it shows all that is recorded now, by the strict basis. */
export type View = {
  /** An instant (ISO 8601, UTC): the tables as they had been recorded before it. */
  recordedBefore?: string | undefined;
  /** Of money, what the office approved alone. */
  approvedOnly?: boolean | undefined;
  /** What the sums of income count. */
  basis?: IncomeBasis | undefined;
};

/** The view as it matters: what it leaves alone is left out, so that equal looks are equal. */
export const plainView = ({ recordedBefore, approvedOnly, basis }: View): View => ({
  ...(recordedBefore !== undefined && { recordedBefore }),
  ...(approvedOnly && { approvedOnly }),
  ...(basis && basis !== "strict" && { basis }),
});

/** A table as a view shows it: its rows, a select, and the tables of the view that these are made of. */
export type ViewTable = { name: string; rows: string; from: readonly ViewTable[] };

/** The tables that a view shows otherwise, those that others are made of first. */
export type ViewTables = (view: View) => readonly ViewTable[];

/**
 * A table of a view by its select. In it stands for a table its own rows, as they lie there; for one of the
 * view the rows that this shows; every text as it is: viewTable("income_month")`select * from ${months}`.
 */
export const viewTable =
  (name: string) =>
  (texts: TemplateStringsArray, ...parts: (Table | ViewTable | string)[]): ViewTable => ({
    name,
    rows: texts.map((text, at) => text + (at < parts.length ? textOf(parts[at] ?? "") : "")).join(""),
    from: parts.filter((part): part is ViewTable => isViewTable(part)),
  });

const isViewTable = (part: Table | ViewTable | string): part is ViewTable =>
  typeof part === "object" && !is(part, Table);

function textOf(part: Table | ViewTable | string): string {
  if (typeof part === "string") return part;
  return isViewTable(part) ? `"${part.name}"` : tableItself(part);
}

/** A table by its schema's name, which no view stands in front of: `main."income_posting"`. */
export const tableItself = (table: Table): string =>
  `${engine === "postgres" ? "public" : "main"}."${getTableName(table)}"`;

/** A query, a select, so that it reads the tables as a view shows them. */
export type Asking = (query: string, view: View) => string;

/**
 * Asking through the views of `tablesOf`. Only tables that a query names are put before it, with those that
 * these are made of: an engine plans what it is given, used or not.
 */
export function askingThrough(tablesOf: ViewTables): Asking {
  // The same few hundred queries are asked through the same few views all day.
  const texts = new Map<string, string>();
  const asked: Asking = (query, view) => {
    const tables = tablesOf(view);
    const named = new Set(tables.filter(({ name }) => query.includes(`"${name}"`)));
    for (const table of tables.toReversed())
      if (named.has(table)) for (const each of table.from) named.add(each);
    const before = tables
      .filter((table) => named.has(table))
      .map(({ name, rows }) => `"${name}" as (${rows})`);
    return before.length === 0 ? query : `with ${before.join(", ")} ${query}`;
  };
  return (query, view) => {
    if (view.recordedBefore !== undefined) return asked(query, view);
    const key = `${view.approvedOnly} ${view.basis} ${query}`;
    const text = texts.get(key) ?? asked(query, view);
    if (texts.size >= 2000) texts.clear();
    texts.set(key, text);
    return text;
  };
}
