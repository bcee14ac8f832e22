import { and, eq, inArray } from "drizzle-orm";
import { incomePostings } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { saveIncomeGrid } from "#lib/income/commands/postings.ts";
import { usualAmounts } from "#lib/income/queries/usual-amounts.ts";
import { activePostings, cellName, netOf } from "#lib/income/rules/cells.ts";
import { type Account, accountsOf, requirePostable, whereItBelongs } from "#lib/income/store/postings.ts";
import { knownVillages, villagesElsewhere } from "../queries/known-villages.ts";
import {
  chosenOf,
  type DiffCell,
  type DiffRow,
  diffCell,
  diffRow,
  type FileRow,
  isTakeable,
  type Sentence,
  writes,
  wrong,
} from "../rules/diff.ts";
import { type Known, whichOf } from "../rules/match-village.ts";
import { Asking, openOf } from "../rules/questions.ts";
import { notAboutOne, rowByRow, sentenceOf, textIn, theOne } from "../rules/rows.ts";
import { Sizes } from "../rules/sizes.ts";
import { matched, type Places } from "../rules/village-matches.ts";
import {
  type Content,
  type Field,
  type Form,
  fieldOf,
  type RowDiff,
  type SumLine,
  type Whose,
} from "./sheet-form.ts";

// 收入: villages × accounts of a month.

const identity: Field[] = [
  fieldOf(
    "code",
    ["村代码", "村(居)代码", "行政区划代码", "区划代码", "统计代码", "代码", "code", "village code"],
    15,
    {
      heading: (words) => words("intake.column.villageCode"),
      identifies: true,
    },
  ),
  fieldOf(
    "name",
    [
      "村(居)",
      "村居",
      "村名",
      "村",
      "村(居)名称",
      "村居名称",
      "村名称",
      "单位",
      "单位名称",
      "行政村",
      "village",
    ],
    14,
    {
      heading: (words) => words("intake.column.village"),
      identifies: true,
    },
  ),
];

/** An account's column: by its code, its name, or what towns call it. */
const fieldFor = (account: Account): Field => ({
  key: account.code,
  kind: "amount",
  label: `${account.code} ${account.name}`,
  labelEn: `${account.code} ${account.nameEn}`,
  heading: (words) =>
    `${account.code} ${words("intake.column.account", { name: account.name, nameEn: account.nameEn })}`,
  names: [
    account.code,
    account.name,
    `${account.code}${account.name}`,
    `本月${account.name}`,
    `当月${account.name}`,
    account.nameEn,
    `${account.code} ${account.nameEn}`,
  ],
  width: 16,
});

const accountsIn = async (ctx: Ctx, whose: Whose) =>
  (await accountsOf(ctx.db, whose.month ?? "")).filter((account) => account.kind !== "never");

/**
 * What stands in a cell: `now`, what was typed, which is all that a file can change, and `whole`, with the
 * portions of receipts that are posted beside it.
 */
export async function activeAmounts(ctx: Ctx, { town, month }: Whose) {
  const ids = [...(town?.villages.keys() ?? [])];
  const postings = await ctx.db
    .select()
    .from(incomePostings)
    .where(and(inArray(incomePostings.villageId, ids), eq(incomePostings.month, month ?? "")));
  const all = Map.groupBy(postings, (posting) => cellName(posting.villageId, posting.accountId));
  return (villageId: number, accountId: number) => {
    const own = all.get(cellName(villageId, accountId)) ?? [];
    const standing = activePostings(own);
    const typed = standing.filter((posting) => posting.shareId === null);
    const last = own.filter((posting) => posting.shareId === null).toSorted((a, b) => b.id - a.id)[0];
    return {
      now: netOf(typed),
      whole: netOf(standing),
      postings: typed.length,
      by: last && { name: last.personName, at: last.recordedAt },
    };
  };
}

export const incomeForm: Form = {
  kind: "income",

  fields: async (ctx, whose) => [...identity, ...(await accountsIn(ctx, whose)).map(fieldFor)],

  never: async (ctx, whose) =>
    (await accountsOf(ctx.db, whose.month ?? ""))
      .filter((account) => account.kind === "never")
      .map((account) => ({
        ...fieldFor(account),
        never: { key: "refused.income.neverIncome", values: whereItBelongs(account) },
      })),

  async prefill(ctx, whose) {
    const accounts = await accountsIn(ctx, whose);
    const stands = await activeAmounts(ctx, whose);
    const rows = [...(whose.town?.villages ?? [])].map(([id, village]) => ({
      key: village.code,
      cells: {
        code: village.code,
        name: village.name,
        ...Object.fromEntries(accounts.map((account) => [account.code, stands(id, account.id).now])),
      },
    }));
    return { rows, emptyRows: 0 };
  },

  async judge(ctx, whose, content): Promise<RowDiff> {
    const accounts = await accountsIn(ctx, whose);
    const stands = await activeAmounts(ctx, whose);
    const villages = await knownVillages(ctx.db, [...(whose.town?.villages.keys() ?? [])]);
    const places: Places = {
      known: villages,
      town: whose.town?.name ?? "",
      elsewhere:
        whose.town && content.rows.some((row) => isUnknown(villages, row))
          ? await villagesElsewhere(ctx, whose.town)
          : [],
    };
    const usual = await usualAmounts(ctx, [...(whose.town?.villages.keys() ?? [])], whose.month ?? "");
    const [asking, sizes] = [new Asking(content.answers), new Sizes()];
    const ids = new Map(accounts.map((account) => [account.code, account.id]));
    const seen = new Map<number, number>();
    const judged = await rowByRow(content.rows, (given): DiffRow => {
      const { row, none } = matched(given, places, asking);
      const found = theOne(villages, row, seen);
      if (!("is" in found))
        return notAboutOne(
          given,
          found,
          none ?? { key: "intake.says.foreignVillage", values: { town: whose.town?.name ?? "" } },
        );
      const village = found.is;
      const base = baseOf(content, village.codes);
      const cells = accounts.flatMap((account): DiffCell[] => {
        const given = row.cells[account.code];
        if (!given) return [];
        const { now, whole, by, postings } = stands(village.id, account.id);
        const cell = diffCell(account.code, given, {
          now,
          by,
          base: base && (base[account.code] ?? null),
          blankClears: true,
        });
        // Who writes down all that the village received, the portion too, says nothing new.
        if (whole !== now && given.value === whole) return [{ ...cell, class: "same" }];
        return [checked(cell, account, whose, postings, village.label)];
      });
      const own = diffRow({
        line: row.line,
        label: village.label,
        id: village.id,
        cells,
        problem: row.problem ?? found.problem,
      });
      for (const cell of isTakeable(own) ? cells.filter(isWritten) : [])
        sizes.hold(
          `${village.label} ${cell.field}`,
          Number(cell.given),
          usual(village.id, ids.get(cell.field) ?? 0),
          cell,
        );
      return own;
    });
    const isRead = openOf(content.asked ?? [], content.answers ?? {}).length === 0;
    const left =
      isRead && sizes.asked(asking, whose.month ?? "") === "leave" ? sizes.cells : new Set<DiffCell>();
    const rows = judged.map((row) =>
      row.cells.some((cell) => left.has(cell))
        ? diffRow({ ...row, cells: row.cells.map((cell) => (left.has(cell) ? wrong(cell, leftOut) : cell)) })
        : row,
    );
    return {
      rows,
      sums: sumsOf(accounts, rows, [...(whose.town?.villages.keys() ?? [])], stands),
      asked: asking.all,
    };
  },

  needsReason: (rows) => rows.some((row) => writes(row).some((cell) => cell.now !== null)),

  async take(ctx, { town, month }, rows, reason) {
    const ids = new Map((await accountsOf(ctx.db, month ?? "")).map((account) => [account.code, account.id]));
    const cells = rows.flatMap((row) =>
      writes(row).map((cell) => ({
        villageId: row.id as number,
        accountId: ids.get(cell.field) as number,
        amountFen: cell.given as number | null,
        readFen: cell.now as number | null,
      })),
    );
    if (cells.length > 0)
      await saveIncomeGrid(ctx, { townId: town?.id ?? 0, month: month ?? "", cells, reason });
  },
};

const leftOut: Sentence = { key: "intake.says.leftOut", values: {} };
const isWritten = (cell: DiffCell) =>
  ["new", "changed", "conflict"].includes(cell.class) && cell.given !== null;
const isUnknown = (villages: readonly Known[], row: FileRow) =>
  "none" in whichOf(villages, { code: textIn(row, "code"), name: textIn(row, "name") });

/** What the template was made from: of a village that has had several codes by any of them. */
const baseOf = (content: Content, codes: readonly string[]) =>
  codes.map((code) => content.base?.[code]).find(Boolean);

function checked(
  cell: DiffCell,
  account: Account,
  whose: Whose,
  postings: number,
  village: string,
): DiffCell {
  if (!["new", "changed", "conflict"].includes(cell.class)) return cell;
  if (postings > 1)
    return wrong(cell, { key: "refused.income.severalPostings", values: { village, count: postings } });
  try {
    requirePostable(account, Number(cell.given ?? 0), whose.month ?? "", cell.field);
    return cell;
  } catch (refused) {
    if (refused instanceof Refused) return wrong(cell, sentenceOf(refused));
    throw refused;
  }
}

function sumsOf(
  accounts: readonly Account[],
  rows: readonly DiffRow[],
  villages: number[],
  stands: Awaited<ReturnType<typeof activeAmounts>>,
) {
  const chosen = chosenOf(rows, { left: [], mine: [] });
  const lines = accounts.flatMap((account) => {
    const of = (some: readonly DiffRow[]) =>
      some.flatMap((row) =>
        row.cells.filter((cell) => cell.field === account.code && cell.class !== "foreign"),
      );
    const fileFen = of(rows).reduce((sum, cell) => sum + Number(cell.given ?? 0), 0);
    const nowFen = villages.reduce((sum, id) => sum + (stands(id, account.id).whole ?? 0), 0);
    const sharedFen = villages.reduce(
      (sum, id) => sum + (stands(id, account.id).whole ?? 0) - (stands(id, account.id).now ?? 0),
      0,
    );
    const written = of(chosen).filter((cell) => cell.class === "new" || cell.class === "changed");
    const afterFen = written.reduce(
      (sum, cell) => sum + Number(cell.given ?? 0) - Number(cell.now ?? 0),
      nowFen,
    );
    const name = { zh: `${account.code} ${account.name}`, en: `${account.code} ${account.nameEn}` };
    return fileFen === 0 && nowFen === 0 && afterFen === 0
      ? []
      : [{ name, fileFen, nowFen, afterFen, ...(sharedFen !== 0 && { sharedFen }), kind: account.kind }];
  });
  const operating = lines.filter((line) => line.kind === "operating");
  const sum = (part: "fileFen" | "nowFen" | "afterFen") =>
    operating.reduce((total, line) => total + line[part], 0);
  const whole: SumLine = {
    name: { key: "income.monthOperating" },
    fileFen: sum("fileFen"),
    nowFen: sum("nowFen"),
    afterFen: sum("afterFen"),
  };
  return [...lines.map(({ kind: _, ...line }) => line), ...(operating.length > 1 ? [whole] : [])];
}
