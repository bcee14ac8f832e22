import type { Difference } from "#lib/verification/queries/differences.ts";
import type { Figures } from "#lib/verification/queries/figures.ts";

/** More lines than this nobody reads; `--json` has them all. */
const mostLines = 50;

const shown = (value: unknown): string =>
  value === null || value === undefined ? "∅" : typeof value === "string" ? value : JSON.stringify(value);
const cut = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

/** What `audit verify` says of the figures, in both languages. */
export function figuresInWords({ differences, counts, earlierEvents }: Figures): string[] {
  const all = Object.values(counts);
  const proved = all.reduce((sum, count) => sum + count.proved, 0);
  const unproved = Object.entries(counts).filter(([, count]) => count.unproved > 0);
  const agreed =
    unproved.length === 0
      ? "各表和汇总与日志相符 · The figures are what the log says"
      : "没有发现不符，但有的行未能证明 · Nothing differs, but not every row can be proved; proved are";
  const verdict =
    differences.length === 0
      ? `${agreed}: ${proved} rows, sums and parts of the schema`
      : `有 ${differences.length} 处与日志不符 · ${differences.length} differences from the log`;
  const more = differences.length > mostLines ? [`… ${differences.length - mostLines}（--json）`] : [];
  return [
    verdict,
    ...differences.slice(0, mostLines).map(differenceInWords),
    ...more,
    ...unprovedInWords(unproved, earlierEvents),
  ];
}

function differenceInWords({ table, row, column, expected, found, event, why }: Difference): string {
  const where = `  ${table} ${row}${column === null || why === "schema" ? "" : ` ${column}`}`;
  const by = event === null ? "" : `（第 ${event} 条 · event ${event}）`;
  if (why === "noEvent") return cut(`${where}: 日志中没有 · no event gave it: ${shown(found)}`);
  if (why === "removed") return cut(`${where}: 应已删除 · should be gone${by}`);
  if (why === "missing") return cut(`${where}: 不见了 · is gone${by}: ${shown(expected)}`);
  return cut(`${where}: 应为 · should be ${shown(expected)}${by}，实为 · is ${shown(found)}`);
}

function unprovedInWords(unproved: [string, { unproved: number }][], earlierEvents: number): string[] {
  if (earlierEvents === 0) return [];
  const rows = unproved.map(([table, count]) => `${table} ${count.unproved}`).join(", ");
  return [
    `未能证明 · unproved, because ${earlierEvents} events are from before the log kept whole rows: ${rows || "0"}`,
  ];
}
