import { and, asc, eq, gt, lte, max, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { rowArrays } from "#db/row-arrays.ts";
import {
  type AccountKind,
  accountKinds,
  accounts,
  divisions,
  type IncomeBasis,
  incomePostings,
  incomeShares,
  projects,
} from "#db/schema/index.ts";
import { count, total, under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Column, Row } from "#lib/core/columns.ts";
import type { Ctx } from "#lib/core/context.ts";
import { localTime } from "#lib/core/dates.ts";
import type { MessageKey } from "#lib/core/message-keys.ts";
import { type Division, divisionById, divisionOf } from "#lib/divisions/queries/divisions.ts";
import { matches } from "#lib/income/queries/income-ledger.ts";
import { columnOf, type Entry, type Figures, figuresOf, incomeOf, kindsCounted } from "#lib/views/basis.ts";
import type { IncomeExport } from "../input.ts";
import { type Control, type Extract, type Preview, type Total, yesNo } from "../rules/extract.ts";
import type { Measure, Pivot } from "../rules/pivot.ts";

const columns: readonly Column[] = [
  { key: "posting", kind: "count", width: 10 },
  { key: "month", kind: "text", width: 9 },
  { key: "townCode", kind: "text", width: 15 },
  { key: "town", kind: "text", width: 12 },
  { key: "villageCode", kind: "text", width: 15 },
  { key: "village", kind: "text", width: 12 },
  { key: "accountCode", kind: "text", width: 9 },
  { key: "account", kind: "text", width: 22 },
  { key: "accountKind", kind: "text", words: "export.accountKind", width: 14 },
  { key: "amountFen", kind: "fen", width: 18 },
  { key: "oneOff", kind: "text", words: "app", width: 9 },
  { key: "number", kind: "text", width: 10 },
  { key: "project", kind: "text", width: 24 },
  { key: "voucher", kind: "text", width: 18 },
  { key: "note", kind: "text", width: 26 },
  { key: "reverses", kind: "count", width: 11 },
  { key: "receipt", kind: "count", width: 11 },
  { key: "byProxy", kind: "text", words: "app", width: 8 },
  { key: "person", kind: "text", width: 14 },
  { key: "recordedAt", kind: "text", width: 20 },
  { key: "provenance", kind: "text", words: "export.provenance", width: 10 },
];

/** What its amounts are, said by the basis that was asked for. */
const basisOf = (by: IncomeBasis): MessageKey =>
  by === "strict" ? "export.basis.income" : `export.basis.incomeBy.${by}`;
const figures = ["operatingFen", "oneOffFen", "otherFen", "costFen"] as const satisfies (keyof Figures)[];
/** First what the basis counts, then what every basis is made of. */
const totalsOf = (sums: Figures, by: IncomeBasis): Total[] => [
  { key: "incomeFen", kind: "fen", value: incomeOf(sums, by) },
  ...figures.map((key): Total => ({ key, kind: "fen", value: sums[key] })),
];

/** Postings of a filter in the order in which they were recorded, reversals among them. */
export async function incomeExtract(ctx: Ctx, filter: IncomeExport, language: string): Promise<Extract> {
  const { node, condition } = await selection(ctx, filter);
  const [newest] = await ctx.db.select({ id: max(incomePostings.id) }).from(incomePostings);
  const upTo = newest?.id ?? 0;
  const by = filter.basis ?? "strict";
  return {
    node,
    basis: basisOf(by),
    columns,
    async *stretches() {
      for (let from = 0; ; ) {
        const rows = await stretch(
          ctx,
          and(condition, gt(incomePostings.id, from), lte(incomePostings.id, upTo)),
          language,
        );
        if (rows.length > 0) yield rows;
        if (rows.length < size) return;
        from = Number(rows.at(-1)?.posting);
      }
    },
    add(totals, rows) {
      const added = totalsOf(figuresOf(rows.map(entryOf)), by);
      return added.map((each, at) => ({ ...each, value: each.value + (totals[at]?.value ?? 0) }));
    },
    pivot: pivotBy(by),
    control: () => controlOf(ctx, and(condition, lte(incomePostings.id, upTo)), by),
  };
}

// Town × month × what the account counts as; the kinds that a control total sums are parts of it.
const pivotBy = (by: IncomeBasis): Pivot => ({
  by: columns.filter((column) => ["townCode", "town", "month"].includes(column.key)),
  measures: [
    ...accountKinds.filter((kind) => kind !== "never").map((kind) => measureOf(kind, by)),
    {
      key: "oneOff",
      label: "export.total.income.oneOffFen",
      kind: "fen",
      parts: ["oneOffFen"],
      ...(by === "recurring" && { less: ["incomeFen"] }),
    },
  ],
  of: (row, { key }) => {
    const counts =
      key === "oneOff" ? row.accountKind === "operating" && row.oneOff === "yes" : row.accountKind === key;
    return counts ? Number(row.amountFen) : 0;
  },
});

function measureOf(kind: AccountKind, by: IncomeBasis): Measure {
  const own = columnOf[kind] ?? "";
  const counted = (kindsCounted[by] as readonly AccountKind[]).includes(kind);
  const takenOff = counted && own === "costFen";
  return {
    key: kind,
    label: `export.accountKind.${kind}`,
    kind: "fen",
    parts: counted && !takenOff ? [own, "incomeFen"] : [own],
    ...(takenOff && { less: ["incomeFen"] }),
  };
}

const size = 2000;

async function selection(ctx: Ctx, filter: IncomeExport) {
  authorize(ctx.actor, "income.read");
  const node: Division = filter.node
    ? await divisionOf(ctx.db, ctx.actor, filter.node)
    : await divisionById(ctx.db, ctx.actor, ctx.actor.scope.id);
  const ofYear =
    filter.year === undefined
      ? undefined
      : matches({ node, from: `${filter.year}-01`, to: `${filter.year}-12` });
  return {
    node,
    condition: and(
      under(divisions.code, ctx.actor.scope),
      ofYear,
      matches({ node, from: filter.from, to: filter.to }),
    ),
  };
}

const town = alias(divisions, "town");

async function stretch(ctx: Ctx, where: ReturnType<typeof and>, language: string): Promise<Row[]> {
  const flag = (of: typeof incomePostings.oneOff | typeof incomePostings.byProxy) =>
    sql<number>`case when ${of} then 1 else 0 end`.mapWith(Number);
  const rows = await rowArrays(
    ctx.db
      .select({
        posting: incomePostings.id,
        month: incomePostings.month,
        townCode: sql<string>`${town.code}`.as("town_code"),
        town: sql<string>`${town.shortName}`.as("town_name"),
        villageCode: divisions.code,
        village: divisions.shortName,
        accountCode: accounts.code,
        account: language === "en" ? accounts.nameEn : accounts.name,
        accountKind: accounts.kind,
        amountFen: incomePostings.amountFen,
        oneOff: flag(incomePostings.oneOff),
        number: projects.number,
        project: projects.name,
        voucher: incomePostings.voucher,
        note: incomePostings.note,
        reverses: incomePostings.reversesId,
        receipt: incomeShares.receiptId,
        byProxy: flag(incomePostings.byProxy),
        person: incomePostings.personName,
        recordedAt: incomePostings.recordedAt,
        provenance: incomePostings.provenance,
      })
      .from(incomePostings)
      .innerJoin(divisions, eq(divisions.id, incomePostings.villageId))
      .innerJoin(town, eq(town.id, divisions.parentId))
      .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
      .leftJoin(projects, eq(projects.id, incomePostings.projectId))
      .leftJoin(incomeShares, eq(incomeShares.id, incomePostings.shareId))
      .where(where)
      .orderBy(asc(incomePostings.id))
      .limit(size),
  );
  return rows.map((list) => {
    const row: Row = {};
    for (const [at, { key }] of columns.entries()) row[key] = list[at] ?? null;
    return {
      ...row,
      oneOff: yesNo(row.oneOff === 1),
      byProxy: yesNo(row.byProxy === 1),
      recordedAt: localTime(String(row.recordedAt)),
    };
  });
}

const entryOf = (row: Row): Entry => ({
  kind: row.accountKind as Entry["kind"],
  amountFen: Number(row.amountFen),
  oneOff: row.oneOff === "yes",
});

/** The same by sums over accounts. */
async function controlOf(ctx: Ctx, condition: ReturnType<typeof and>, by: IncomeBasis): Promise<Control> {
  const sums = await ctx.db
    .select({
      kind: accounts.kind,
      oneOff: incomePostings.oneOff,
      amountFen: total(incomePostings.amountFen),
      rows: count(),
    })
    .from(incomePostings)
    .innerJoin(divisions, eq(divisions.id, incomePostings.villageId))
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
    .where(condition)
    .groupBy(accounts.kind, incomePostings.oneOff);
  return { rows: sums.reduce((rows, sum) => rows + sum.rows, 0), totals: totalsOf(figuresOf(sums), by) };
}

export async function incomePreview(ctx: Ctx, filter: IncomeExport): Promise<Preview> {
  const { node, condition } = await selection(ctx, filter);
  const by = filter.basis ?? "strict";
  return { node, basis: basisOf(by), ...(await controlOf(ctx, condition, by)) };
}
