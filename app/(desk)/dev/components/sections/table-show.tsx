import { Money } from "#app/_ui/amount.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { Pager } from "#app/_ui/pager.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";

type Row = { name: string; count: number; share: string; fen: number; on: string };
const rows: Row[] = [
  { name: "白交祠", count: 3, share: "42%", fen: 10_000_000, on: "2016-12-31" },
  { name: "军营", count: 12, share: "100%", fen: 9_999_999, on: "2016-11-30" },
  { name: "西坑", count: 0, share: "—", fen: -123_456, on: "2016-01-04" },
];
const columns: Column<Row>[] = [
  { kind: "name", head: "name", cell: "name" },
  { kind: "count", head: "count", cell: "count" },
  { kind: "percent", head: "percent", cell: "share" },
  { kind: "money", head: "money", cell: ({ fen }) => <Money fen={fen} lineFen={10_000_000} /> },
  { kind: "day", head: "day", cell: "on" },
];

/** The one table: with rows, and with none. */
export function TableShow() {
  const shared = { columns, rowKey: ({ name }: Row) => name, empty: <Empty why="noMatch" /> };
  return (
    <section className="sheet">
      <div className="sheet-head">
        <h2>app/_ui: table, amount, pager, empty</h2>
      </div>
      <Table label="Table" rows={rows} {...shared} />
      <Pager path="/dev/components" query={{}} page={1} pageSize={3} count={136} />
      <Table label="Empty table" rows={[]} {...shared} />
    </section>
  );
}
