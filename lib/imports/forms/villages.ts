import { and, eq, inArray } from "drizzle-orm";
import { divisions, incomeTargets } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { invalidKey } from "#lib/core/message-keys.ts";
import { editVillage } from "#lib/divisions/commands/divisions.ts";
import { EditVillage } from "#lib/divisions/input.ts";
import { divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { setTarget } from "#lib/income/commands/postings.ts";
import { targetsOf } from "#lib/income/store/rollup.ts";
import { knownVillages } from "../queries/known-villages.ts";
import { type DiffCell, type DiffRow, diffCell, diffRow, type Value, writes, wrong } from "../rules/diff.ts";
import { Asking } from "../rules/questions.ts";
import { atRow, notAboutOne, rowByRow, theOne } from "../rules/rows.ts";
import { matched } from "../rules/village-matches.ts";
import { type Field, type Form, fieldOf, type RowDiff, type Whose } from "./sheet-form.ts";

// 村居台账: what is kept of a village beside its figures, and its target of a year.

const fields: Field[] = [
  fieldOf("code", ["村代码", "代码", "区划代码", "行政区划代码", "统计用区划代码", "code"], 15, {
    heading: (words) => words("intake.column.villageCode"),
    identifies: true,
  }),
  fieldOf("town", ["镇街", "乡镇", "镇", "所属镇街", "所在镇街", "镇(街)", "town"], 12, {
    heading: (words) => words("level.town"),
    identifies: true,
  }),
  fieldOf(
    "name",
    ["村(居)", "村居", "村名", "村", "村居名称", "村名称", "行政村", "单位名称", "village"],
    14,
    {
      heading: (words) => words("intake.column.village"),
      identifies: true,
    },
  ),
  fieldOf("plan", ["一村一策", "发展计划", "增收计划", "发展思路", "plan"], 40),
  fieldOf(
    "contact",
    [
      "联系人",
      "联系岗位",
      "负责人",
      "责任人",
      "联系科室",
      "包村领导",
      "包村干部",
      "驻村领导",
      "挂钩领导",
      "contact",
    ],
    14,
  ),
  fieldOf("contactPhone", ["联系电话", "电话", "手机", "phone"], 14),
  fieldOf("target", ["目标", "年度目标", "收入目标", "目标收入", "经营性收入目标", "target"], 14, {
    kind: "amount",
  }),
];
const own = ["plan", "contact", "contactPhone", "target"] as const;

/** What the ledger of targets says of one that replaces nothing. */
const firstTarget = "首次设定";
const yearOf = ({ month }: Whose) => Number((month ?? "").slice(0, 4));

async function standing(ctx: Ctx, whose: Whose) {
  const towns = new Map(
    (await divisionsWithin(ctx.db, ctx.actor, "town")).map((town) => [town.id, [town.shortName, town.name]]),
  );
  const ids = (await divisionsWithin(ctx.db, ctx.actor, "village")).map((village) => village.id);
  const rows =
    ids.length === 0 ? [] : await ctx.db.select().from(divisions).where(inArray(divisions.id, ids));
  const targets = await targetsOf(ctx.db, ids, yearOf(whose));
  const set =
    ids.length === 0
      ? []
      : await ctx.db
          .select({ id: incomeTargets.villageId })
          .from(incomeTargets)
          .where(and(inArray(incomeTargets.villageId, ids), eq(incomeTargets.year, yearOf(whose))));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    byId,
    /** Villages whose target of the year somebody set already; of the others it is the campaign's. */
    targeted: new Set(set.map(({ id }) => id)),
    known: await knownVillages(ctx.db, ids, towns),
    now: (id: number): Record<(typeof own)[number], Value> => {
      const { plan = "", contact = "", contactPhone = "" } = byId.get(id) ?? {};
      return {
        plan: plan || null,
        contact: contact || null,
        contactPhone: contactPhone || null,
        target: targets(id).amountFen,
      };
    },
  };
}

export const villagesForm: Form = {
  kind: "villages",
  fields: async () => fields,

  async judge(ctx, whose, content): Promise<RowDiff> {
    const { known, now, targeted } = await standing(ctx, whose);
    const seen = new Map<number, number>();
    const asking = new Asking(content.answers);
    const rows = await rowByRow(content.rows, (given): DiffRow => {
      const { row, none } = matched(given, { known, elsewhere: [], town: ctx.actor.scope.name }, asking);
      const found = theOne(known, row, seen);
      if (!("is" in found))
        return notAboutOne(
          given,
          found,
          none ?? { key: "intake.says.foreignVillage", values: { town: ctx.actor.scope.name } },
        );
      const village = found.is;
      const stands = now(village.id);
      const cells = own.flatMap((field): DiffCell[] => {
        const given = row.cells[field];
        return given ? [diffCell(field, given, { now: stands[field] })] : [];
      });
      return diffRow({
        line: row.line,
        label: `${village.towns?.[0] ?? ""} ${village.label}`,
        id: village.id,
        cells: checked(cells),
        problem: row.problem ?? found.problem,
        ...(targeted.has(village.id) && { correction: true as const }),
      });
    });
    return { rows, sums: [], asked: asking.all };
  },

  needsReason: (rows) =>
    rows.some((row) => row.correction && writes(row).some((cell) => cell.field === "target")),

  async take(ctx, whose, rows, reason) {
    const { byId, now } = await standing(ctx, whose);
    const year = yearOf(whose);
    await rowByRow(rows, async (row) => {
      const id = row.id as number;
      const given = Object.fromEntries(writes(row).map((cell) => [cell.field, cell.given]));
      const { target, ...particulars } = given;
      await atRow(row, async () => {
        if (Object.keys(particulars).length > 0) {
          const text = (field: "plan" | "contact" | "contactPhone") =>
            String(given[field] ?? now(id)[field] ?? "");
          const version = byId.get(id)?.version ?? 1;
          await editVillage(ctx, {
            villageId: id,
            version,
            plan: text("plan"),
            contact: text("contact"),
            contactPhone: text("contactPhone"),
          });
        }
        if (target !== undefined)
          await setTarget(ctx, {
            villageId: id,
            year,
            amountFen: Number(target),
            reason: reasonOf(reason || firstTarget),
            version: await revisionOf(ctx, id, year),
          });
      });
    });
  },
};

/** What the form of a village would find wrong. */
function checked(cells: DiffCell[]): DiffCell[] {
  const text = (field: string) => String(cells.find((cell) => cell.field === field)?.given ?? "");
  const parsed = EditVillage.safeParse({
    villageId: 1,
    version: 1,
    plan: text("plan"),
    contact: text("contact"),
    contactPhone: text("contactPhone"),
  });
  const issues = new Map(parsed.error?.issues.map((issue) => [String(issue.path[0]), issue.message]));
  return cells.map((cell) => {
    const issue = issues.get(cell.field);
    if (issue) return wrong(cell, { key: invalidKey(issue), values: {} });
    const isWritten = cell.class === "new" || cell.class === "changed";
    return cell.field === "target" && isWritten && Number(cell.given) <= 0
      ? wrong(cell, { key: "refused.income.targetNotPositive", values: {} })
      : cell;
  });
}

async function revisionOf(ctx: Ctx, villageId: number, year: number): Promise<number> {
  const rows = await ctx.db.select().from(incomeTargets).where(eq(incomeTargets.villageId, villageId));
  return Math.max(0, ...rows.filter((row) => row.year === year).map((row) => row.revision));
}
