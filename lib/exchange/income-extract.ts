import { and, asc, eq, gt, lte, max } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { accounts, divisions, incomePostings, incomeShares, projects } from "#db/schema/index.ts";
import { count, total, under } from "#db/sql.ts";
import { authorize } from "../access/policy.ts";
import type { Ctx } from "../context.ts";
import { type Division, divisionById, divisionOf } from "../divisions/queries.ts";
import { type Entry, type Figures, figuresOf } from "../income/basis.ts";
import { matches } from "../income/ledger.ts";
import type { Column, Row } from "./columns.ts";
import { type Extract, localTime, type Preview, type Total, yesNo } from "./extract.ts";
import type { IncomeExport } from "./input.ts";

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

const basis = "export.basis.income";
const figures = ["operatingFen", "oneOffFen", "otherFen", "costFen"] as const satisfies (keyof Figures)[];
const totalsOf = (sums: Figures): Total[] => figures.map((key) => ({ key, kind: "fen", value: sums[key] }));
const none = () => totalsOf({ operatingFen: 0, oneOffFen: 0, otherFen: 0, costFen: 0 });

/** Postings of a filter in the order in which they were recorded, reversals among them. */
export async function incomeExtract(ctx: Ctx, filter: IncomeExport, language: string): Promise<Extract> {
  const { node, condition } = await selection(ctx, filter);
  const [newest] = await ctx.db.select({ id: max(incomePostings.id) }).from(incomePostings);
  return {
    node,
    basis,
    columns,
    async *stretches() {
      for (let from = 0; ; ) {
        const rows = await stretch(ctx, and(condition, gt(incomePostings.id, from), lte(incomePostings.id, newest?.id ?? 0)));
        if (rows.length > 0) yield rows.map((row) => rowOf(row, language));
        if (rows.length < size) return;
        from = rows.at(-1)?.posting.id ?? from;
      }
    },
    add(totals, rows) {
      const sums = figuresOf(rows.map(entryOf));
      return (totals.length > 0 ? totals : none()).map((each) => ({ ...each, value: each.value + sums[each.key as keyof Figures] }));
    },
  };
}

const size = 500;

async function selection(ctx: Ctx, filter: IncomeExport) {
  authorize(ctx.actor, "income.read");
  const node: Division = filter.node ? await divisionOf(ctx.db, ctx.actor, filter.node) : await divisionById(ctx.db, ctx.actor, ctx.actor.scope.id);
  const ofYear = filter.year === undefined ? undefined : matches({ node, from: `${filter.year}-01`, to: `${filter.year}-12` });
  return { node, condition: and(under(divisions.code, ctx.actor.scope), ofYear, matches({ node, from: filter.from, to: filter.to })) };
}

const town = alias(divisions, "town");

const stretch = (ctx: Ctx, where: ReturnType<typeof and>) =>
  ctx.db
    .select({
      posting: incomePostings,
      village: { code: divisions.code, name: divisions.shortName },
      town: { code: town.code, name: town.shortName },
      account: { code: accounts.code, name: accounts.name, nameEn: accounts.nameEn, kind: accounts.kind },
      project: { number: projects.number, name: projects.name },
      receipt: incomeShares.receiptId,
    })
    .from(incomePostings)
    .innerJoin(divisions, eq(divisions.id, incomePostings.villageId))
    .innerJoin(town, eq(town.id, divisions.parentId))
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
    .leftJoin(projects, eq(projects.id, incomePostings.projectId))
    .leftJoin(incomeShares, eq(incomeShares.id, incomePostings.shareId))
    .where(where)
    .orderBy(asc(incomePostings.id))
    .limit(size);

const rowOf = ({ posting, village, town, account, project, receipt }: Awaited<ReturnType<typeof stretch>>[number], language: string): Row => ({
  posting: posting.id,
  month: posting.month,
  townCode: town.code,
  town: town.name,
  villageCode: village.code,
  village: village.name,
  accountCode: account.code,
  account: language === "en" ? account.nameEn : account.name,
  accountKind: account.kind,
  amountFen: posting.amountFen,
  oneOff: yesNo(posting.oneOff),
  number: project?.number ?? null,
  project: project?.name ?? null,
  voucher: posting.voucher,
  note: posting.note,
  reverses: posting.reversesId,
  receipt,
  byProxy: yesNo(posting.byProxy),
  person: posting.personName,
  recordedAt: localTime(posting.recordedAt),
  provenance: posting.provenance,
});

const entryOf = (row: Row): Entry => ({ kind: row.accountKind as Entry["kind"], amountFen: Number(row.amountFen), oneOff: row.oneOff === "yes" });

/** The same by sums over accounts. */
export async function incomePreview(ctx: Ctx, filter: IncomeExport): Promise<Preview> {
  const { node, condition } = await selection(ctx, filter);
  const sums = await ctx.db
    .select({ kind: accounts.kind, oneOff: incomePostings.oneOff, amountFen: total(incomePostings.amountFen), rows: count() })
    .from(incomePostings)
    .innerJoin(divisions, eq(divisions.id, incomePostings.villageId))
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
    .where(condition)
    .groupBy(accounts.kind, incomePostings.oneOff);
  return { node, basis, rows: sums.reduce((rows, sum) => rows + sum.rows, 0), totals: totalsOf(figuresOf(sums)) };
}
