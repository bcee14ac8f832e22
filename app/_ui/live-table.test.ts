import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { LiveTable } from "./live-table.tsx";
import type { TableProps } from "./table.tsx";

type Village = { id: number; name: string; code: string; earnedFen: number | null; on: string | null };
type Sum = { name: string; earnedFen: number };

const villages: Village[] = [
  { id: 1, name: "白交祠", code: "350212105212", earnedFen: 123_456, on: "2016-11-03" },
  { id: 2, name: "西山", code: "350212105208", earnedFen: null, on: null },
];
const props: Omit<TableProps<Village, Sum>, "rows" | "groups"> = {
  label: "收入",
  rowKey: ({ id }) => id,
  columns: [
    { kind: "name", head: "村", cell: "name", small: "code", sum: ({ name }) => name, sumSpan: 2 },
    { kind: "day", head: "日期", cell: "on" },
    { kind: "fen", head: "金额", unit: "元", cell: "earnedFen", sum: ({ earnedFen }) => earnedFen },
  ],
};
const drawn = (given: Partial<TableProps<Village, Sum>>) =>
  renderToStaticMarkup(
    createElement(LiveTable<Village, Sum>, { ...props, ...given } as TableProps<Village, Sum>),
  );

describe("a table from its columns", () => {
  test("heads name their columns, rows are named by theirs, figures stand at the right", () => {
    expect(drawn({ rows: villages })).toBe(
      '<section class="table-scroll" aria-label="收入" tabindex="0"><table class="grid-table">' +
        '<caption class="sr-only">收入</caption><thead><tr><th scope="col">村</th><th scope="col">日期</th>' +
        '<th scope="col" class="num">金额<small class="block text-ink-3">元</small></th></tr></thead><tbody>' +
        '<tr><th scope="row">白交祠<small class="block text-ink-3">350212105212</small></th>' +
        '<td class="whitespace-nowrap">2016-11-03</td><td class="num">1,234.56</td></tr>' +
        '<tr><th scope="row">西山<small class="block text-ink-3">350212105208</small></th>' +
        '<td class="whitespace-nowrap">—</td><td class="num">—</td></tr></tbody></table></section>',
    );
  });
  test("a subtotal heads its group, the total ends the table; what a cell spans has none", () => {
    const sum = { name: "合计", earnedFen: 123_456 };
    const html = drawn({ groups: [{ key: "莲花", above: sum, rows: villages }], total: sum, box: false });
    expect(html).toContain(
      '<tbody><tr class="subtotal"><th scope="rowgroup" colSpan="2">合计</th><td class="num">1,234.56</td></tr>',
    );
    expect(html).toContain(
      '<tfoot><tr><th scope="row" colSpan="2">合计</th><td class="num">1,234.56</td></tr></tfoot></table>',
    );
  });
  test("without rows, what is said instead", () => {
    expect(drawn({ rows: [], empty: "暂无" })).toBe("暂无");
  });
});
