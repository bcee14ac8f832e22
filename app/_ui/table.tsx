import type { HTMLAttributes, Key, ReactNode, TdHTMLAttributes } from "react";
import { Money } from "./amount.tsx";
import { Link } from "./link.tsx";
import { drawTable, written } from "./live-table.tsx";

/**
 * What a column holds, which decides how its cells look and how a bare value is written: `name` heads its
 * row; a `line` never breaks, nor do a `day` and a `when` (of an instant); at the right stand a `count`, a
 * `percent` (of basis points), `fen` (as yuan and fen) and `money` (in the reader's unit). Where one of these
 * has nothing, it is "—". The head of `act`, what can be done to a row, is only heard.
 */
export type Kind = "text" | "line" | "name" | "count" | "percent" | "fen" | "money" | "day" | "when" | "act";

type Attributes = TdHTMLAttributes<HTMLTableCellElement>;

/** The fields of a row that can stand in a cell as they are. */
type Shown<Row> = { [Field in keyof Row & string]: Row[Field] extends ReactNode ? Field : never }[keyof Row &
  string];

/** A column of a table whose rows are of type `Row`, and whose subtotals and total are of type `Sum`. */
export type Column<Row, Sum = unknown> = {
  kind?: Kind;
  /** Where no column has one, the table has no head. */
  head?: ReactNode;
  /** What its figures are in, small below the head. */
  unit?: ReactNode;
  /** Its name in the address, if rows can be sorted by it. */
  sort?: string;
  headLook?: string;
  headAttributes?: Attributes;
  /** What a row shows: one of its fields, or what is made of them. */
  cell: Shown<Row> | ((row: Row, at: number) => ReactNode);
  /** Where it leads. */
  href?: (row: Row) => string | false | null | undefined;
  /** What stands small below it. */
  small?: Shown<Row> | ((row: Row) => ReactNode);
  /** Classes of its cells, beside those of its kind. */
  look?: string | ((row: Row) => string | undefined);
  attributes?: (row: Row) => Attributes;
  /** Its cell in subtotals and in the total. */
  sum?: (sum: Sum) => ReactNode;
  /** How many columns that cell takes; those that it covers have none. */
  sumSpan?: number;
  sumLook?: string | ((sum: Sum) => string | undefined);
};

/** Rows that belong together, with their subtotal above or below them. */
export type Group<Row, Sum = unknown> = { key: Key; rows: readonly Row[]; above?: Sum; below?: Sum };

/** How a head sorts: its order, and the link that changes it. */
export type Sorting = (column: { name: string; head: string; unit: ReactNode; descends: boolean }) => {
  order: "ascending" | "descending" | "none";
  link: ReactNode;
};

type RowAttributes = HTMLAttributes<HTMLTableRowElement> & Record<`data-${string}`, string | undefined>;

type Columns<Row, Sum> = readonly (Column<Row, Sum> | false | "" | null | undefined)[];

export type TableProps<Row, Sum> = {
  /** What the table is of: said to whoever hears it, and the name of the box that it scrolls in. */
  label: string;
  columns: Columns<NoInfer<Row>, NoInfer<Sum>>;
  rowKey: (row: Row) => Key;
  row?: (row: Row) => RowAttributes;
  /** The last row: what all add up to. */
  total?: Sum | undefined;
  /** What is shown instead where there are no rows. */
  empty?: ReactNode;
  sorting?: Sorting;
  /** What stays when it scrolls: the first column, the head, or both. */
  sticky?: "first" | "head" | "both";
  /** On a phone each row is a card; cells say with `order-*` and `col-span-2` where they stand. */
  cards?: boolean;
  look?: string;
  /** Classes of the box that it scrolls in; `false` where something around it is one. */
  box?: string | false;
  /** Its `<col>`s, where widths are given. */
  widths?: ReactNode;
} & ({ rows: readonly Row[]; groups?: undefined } | { groups: readonly Group<Row, Sum>[]; rows?: undefined });

/** A cell that rows and their sums show alike. */
export const both = <Of,>(cell: (of: Of) => ReactNode) => ({ cell, sum: cell });

/** "—" where there is nothing to show: a new one each time, as a page repeats a shared one by a long path. */
export const none = () => <span className="text-ink-3">—</span>;

/**
 * A table from its typed columns. It adds no element, key or class that a table written by hand would not
 * have: a register has thousands of cells.
 */
export const Table = <Row, Sum>(props: TableProps<Row, Sum>) =>
  drawTable(props, {
    write: (kind, value) =>
      kind === "money" && (value == null || typeof value === "number") ? (
        <Money fen={value} />
      ) : (
        written(kind, value)
      ),
    lead: (href, content) => <Link href={href}>{content}</Link>,
  });
