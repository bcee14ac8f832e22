import { createElement, type ReactNode } from "react";
import { minuteOf } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import type { Column, Kind, Sorting, TableProps } from "./table.tsx";

/** How a value is written, and how a cell leads elsewhere. */
type Cells = {
  write: (kind: Kind | undefined, value: ReactNode) => ReactNode;
  lead: (href: string, content: ReactNode) => ReactNode;
};

type Drawn<Row, Sum> = Omit<TableProps<Row, Sum>, "columns"> & {
  columns: readonly Column<Row, Sum>[];
  cells: Cells;
};

/** The markup of a table, as short as if it were written by hand. */
export function drawTable<Row, Sum>(props: TableProps<Row, Sum>, cells: Cells) {
  const { label, rows, empty, sticky, cards, look, box, widths } = props;
  const groups = props.groups ?? [{ key: "", rows: rows ?? [] }];
  if (empty && groups.every((group) => group.rows.length === 0)) return empty;
  const columns = props.columns.filter((column) => !!column);
  const stays = [
    sticky !== "head" && sticky && "sticky-first",
    sticky !== "first" && sticky && "sticky-head",
  ];
  const table = (
    <table className={classes("grid-table", ...stays, cards && "row-cards", look)}>
      <caption className="sr-only">{label}</caption>
      {widths && <colgroup>{widths}</colgroup>}
      {columns.some(({ head }) => head !== undefined) && <thead>{headOf(columns, props.sorting)}</thead>}
      {groups.map((group) => (
        <tbody key={group.key}>
          {group.above !== undefined && sumRow(columns, group.above, { cells, place: "above" })}
          {group.rows.map((row, at) => bodyRow({ ...props, columns, cells }, row, at))}
          {group.below !== undefined && sumRow(columns, group.below, { cells, place: "below" })}
        </tbody>
      ))}
      {props.total !== undefined && <tfoot>{sumRow(columns, props.total, { cells, place: "total" })}</tfoot>}
    </table>
  );
  return box === false ? table : boxed({ label, look: box, children: table });
}

/** A table that a script draws: it has no reader's unit, and leads to nowhere else. */
export const LiveTable = <Row, Sum>(props: TableProps<Row, Sum>) =>
  drawTable(props, { write: written, lead: (_, content) => content });

/** A box for what may be wider than the screen: it scrolls in itself, by keyboard too. */
export const ScrollBox = ({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) => boxed({ label, look: className, children });

const boxed = ({
  label,
  look,
  children,
}: {
  label: string;
  look: string | undefined;
  children: ReactNode;
}) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
  <section className={classes("table-scroll", look)} aria-label={label} tabIndex={0}>
    {children}
  </section>
);

const classes = (...names: (string | false | undefined)[]) => names.filter(Boolean).join(" ");

const isNumber = (kind: Kind | undefined) =>
  kind === "count" || kind === "percent" || kind === "fen" || kind === "money";

/** An element whose children need no keys, and whose attributes are only those that it has. */
function element(tag: "tr" | "th" | "td", attributes: object, ...children: ReactNode[]) {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== "");
  return createElement(tag, Object.fromEntries(given), ...children);
}

function headOf<Row, Sum>(columns: readonly Column<Row, Sum>[], sorting: Sorting | undefined) {
  const heads = columns.map(({ kind, head, unit, sort, headLook, headAttributes }) => {
    const attributes = {
      scope: "col",
      className: classes(isNumber(kind) && "num", headLook),
      ...headAttributes,
    };
    if (sort && sorting) {
      const named = { name: sort, head: String(head), unit, descends: isNumber(kind) };
      const { order, link } = sorting(named);
      return element("th", { ...attributes, "aria-sort": order }, link);
    }
    if (kind === "act") return element("th", attributes, <span className="sr-only">{head}</span>);
    return unit === undefined
      ? element("th", attributes, head)
      : element("th", attributes, head, <small className="block text-ink-3">{unit}</small>);
  });
  return element("tr", {}, ...heads);
}

function bodyRow<Row, Sum>(
  { rowKey, row: attributesOf, columns, cells }: Drawn<Row, Sum>,
  row: Row,
  at: number,
) {
  const drawn = columns.map(({ kind, cell, href, small, look, attributes }) => {
    const className = classes(
      isNumber(kind) && "num",
      (kind === "line" || kind === "day" || kind === "when") && "whitespace-nowrap",
      typeof look === "function" ? look(row) : look,
    );
    const value = typeof cell === "function" ? cell(row, at) : (row[cell] as ReactNode);
    const below = typeof small === "function" ? small(row) : small && (row[small] as ReactNode);
    const to = href?.(row);
    const content = to ? cells.lead(to, cells.write(kind, value)) : cells.write(kind, value);
    const all = below ? [content, <small className="block text-ink-3">{below}</small>] : [content];
    const own = { className, ...attributes?.(row) };
    return kind === "name" ? element("th", { scope: "row", ...own }, ...all) : element("td", own, ...all);
  });
  return element("tr", { key: rowKey(row), ...attributesOf?.(row) }, ...drawn);
}

function sumRow<Row, Sum>(
  columns: readonly Column<Row, Sum>[],
  sum: Sum,
  { cells, place }: { cells: Cells; place: "above" | "below" | "total" },
) {
  const drawn: ReactNode[] = [];
  for (let at = 0; at < columns.length; ) {
    const { kind, sum: cell, sumSpan = 1, sumLook } = columns[at] as Column<Row, Sum>;
    const own = typeof sumLook === "function" ? sumLook(sum) : sumLook;
    const attributes = {
      colSpan: sumSpan > 1 ? sumSpan : undefined,
      className: classes(cell && isNumber(kind) && "num", own),
    };
    const content = cell ? [cells.write(kind, cell(sum))] : [];
    drawn.push(
      kind === "name"
        ? element("th", { scope: place === "above" ? "rowgroup" : "row", ...attributes }, ...content)
        : element("td", attributes, ...content),
    );
    at += sumSpan;
  }
  return element("tr", { className: place === "total" ? undefined : "subtotal" }, ...drawn);
}

/** A bare value as its kind is written; elements stand as they are. */
export function written(kind: Kind | undefined, value: ReactNode): ReactNode {
  if (kind === undefined || kind === "text" || kind === "line" || kind === "name" || kind === "act")
    return value;
  if (value === null || value === undefined) return "—";
  if (kind === "fen" && typeof value === "number") return formatFen(value);
  if (kind === "percent" && typeof value === "number") return `${value / 100}%`;
  if (kind === "when" && typeof value === "string") return minuteOf(value);
  return value;
}
