"use client";

import { LiveTable } from "#app/_ui/live-table.tsx";
import type { Column } from "#app/_ui/table.tsx";
import { isMonth } from "#lib/core/dates.ts";
import type { Words } from "#lib/core/message-keys.ts";
import { formatFen, parseYuan, plainText } from "#lib/core/money.ts";
import type { Share } from "#lib/core/shares.ts";
import { equalShares, scheduleOf, wholeBp } from "#lib/income/rules/schedule.ts";
import type { previewWords } from "./words.ts";

/** What stands in the form, as far as it decides the schedule. */
export type Given = {
  accountId: string;
  amountFen: number | null;
  fromMonth: string;
  months: number;
  split: string;
  villageId: number;
  projectId: number;
  clusterId: number;
  rows: { villageId: number; shareBp: number }[];
};

type Village = { id: number; code: string; name: string };
type Props = {
  given: Given;
  villages: Village[];
  projects: { id: number; shares: { villageId: number; shareBp: number }[] }[];
  clusters: { id: number; members: number[] }[];
  thisMonth: string;
  words: Words<typeof previewWords>;
};

export function givenOf(form: FormData): Given {
  const text = (name: string) => String(form.get(name) ?? "");
  const rows: Given["rows"] = [];
  for (let at = 0; form.has(`villages.${at}.villageId`); at++) {
    const share = Number(plainText(text(`villages.${at}.share`)).replace(/%$/, ""));
    const villageId = Number(text(`villages.${at}.villageId`));
    if (villageId) rows.push({ villageId, shareBp: Math.round((share || 0) * 100) });
  }
  const numbers = {
    villageId: Number(text("villageId")),
    projectId: Number(text("projectId")),
    clusterId: Number(text("clusterId")),
  };
  const period = { fromMonth: text("fromMonth"), months: Number(plainText(text("months"))) };
  return {
    accountId: text("accountId"),
    amountFen: parseYuan(text("amountFen")),
    split: text("split"),
    rows,
    ...numbers,
    ...period,
  };
}

/** Whom it is shared among, in order of code; none before they are the whole. */
function sharesOf({ given, villages, projects, clusters }: Props): Share[] {
  const parts =
    given.split === "none"
      ? [{ villageId: given.villageId, shareBp: wholeBp }]
      : given.split === "project"
        ? (projects.find((project) => project.id === given.projectId)?.shares ?? [])
        : given.split === "given"
          ? given.rows
          : equalShares(
              (clusters.find((cluster) => cluster.id === given.clusterId)?.members ?? []).map(
                (villageId) => ({ villageId }),
              ),
            );
  if (parts.reduce((sum, part) => sum + part.shareBp, 0) !== wholeBp) return [];
  const found = parts.flatMap(({ villageId, shareBp }) => {
    const village = villages.find((each) => each.id === villageId);
    return village ? [{ villageId, code: village.code, shareBp }] : [];
  });
  return found.length < parts.length ? [] : found.toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

type Portions = ReturnType<typeof scheduleOf>;

const sumOf = (portions: Portions) => portions.reduce((total, portion) => total + portion.amountFen, 0);

/** What a village gets of each month. */
const shareColumn = (
  { villageId, shareBp }: Share,
  name: string | undefined,
): Column<{ month: string; own: Portions }, Portions> => ({
  kind: "fen",
  head: (
    <>
      {name}
      {shareBp !== wholeBp && (
        <small className="block font-normal text-ink-3">{(shareBp / 100).toFixed(2)}%</small>
      )}
    </>
  ),
  cell: ({ own }) => own.find((portion) => portion.villageId === villageId)?.amountFen ?? 0,
  sum: (portions) => sumOf(portions.filter((portion) => portion.villageId === villageId)),
});

/** What the receipt that is being typed would become: the same rule that posts it. */
export function SchedulePreview(props: Props) {
  const { given, villages, thisMonth, words } = props;
  const { amountFen, fromMonth, months } = given;
  const shares = sharesOf(props);
  const ready =
    amountFen !== null &&
    amountFen > 0 &&
    isMonth(fromMonth) &&
    Number.isInteger(months) &&
    months >= 1 &&
    months <= 120;
  const portions = ready && shares.length > 0 ? scheduleOf(amountFen, fromMonth, months, shares) : [];
  const [now, later] = [
    portions.filter((portion) => portion.month <= thisMonth),
    portions.filter((portion) => portion.month > thisMonth),
  ];
  const say = (sentence: string, of: typeof portions) =>
    sentence.replace("{count}", String(of.length)).replace("{amount}", formatFen(sumOf(of)));
  const nameOf = (id: number) => villages.find((village) => village.id === id)?.name;
  return (
    <div className="col-span-full rounded-md border border-line bg-[#fafbfd] px-4 py-3" aria-live="polite">
      <h2 className="text-sm">{words.preview}</h2>
      {portions.length === 0 ? (
        <p className="note">{words.previewHint}</p>
      ) : (
        <>
          <p className="mt-1 flex flex-wrap gap-x-5 text-[13px]">
            {now.length > 0 && <span className="text-ok">✓ {say(words.now, now)}</span>}
            {later.length > 0 && <span className="text-ink-2">○ {say(words.later, later)}</span>}
          </p>
          <LiveTable
            label={words.preview}
            box="mt-2 max-h-72"
            rows={[...Map.groupBy(portions, (portion) => portion.month)]
              .toSorted(([a], [b]) => (a < b ? -1 : 1))
              .map(([month, own]) => ({ month, own }))}
            rowKey={({ month }) => month}
            row={({ month }) => ({ className: month > thisMonth ? "text-ink-3" : undefined })}
            total={portions}
            columns={[
              {
                kind: "name",
                head: words.month,
                look: "font-normal",
                cell: ({ month }) => (
                  <>
                    {month} <small>{month > thisMonth ? `○ ${words.waiting}` : `✓ ${words.posted}`}</small>
                  </>
                ),
                sum: () => words.total,
              },
              ...shares.map((share) => shareColumn(share, nameOf(share.villageId))),
              { kind: "fen", head: words.total, cell: ({ own }) => sumOf(own), sum: sumOf },
            ]}
          />
        </>
      )}
    </div>
  );
}
