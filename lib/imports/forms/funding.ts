import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { fundingPostings, projects, sources, stages } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { monthOfDay } from "#lib/core/dates.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { modesOf } from "#lib/funding/queries/positions.ts";
import { type Change, changes, movementOf } from "#lib/funding/rules/movement.ts";
import { type ByStage, noMoney } from "#lib/funding/rules/stage-order.ts";
import {
  chosenOf,
  type DiffCell,
  type DiffRow,
  diffRow,
  type FileRow,
  type Value,
  wrong,
} from "../rules/diff.ts";
import { atRow, rowByRow, textIn } from "../rules/rows.ts";
import { identity, inputOf, newPosting, said } from "./new-posting.ts";
import {
  type Content,
  type Field,
  type Form,
  fieldOf,
  type RowDiff,
  type SumLine,
  type Whose,
} from "./sheet-form.ts";

// 资金: the postings of a town's month. Those that stand are shown locked; new rows are new postings.

type Posting = typeof fundingPostings.$inferSelect;
type Project = { id: number; number: string; name: string };

const projectText = ({ number, name }: Project) => `${number} ${name}`;

const fieldsWith = (offers: readonly string[]): Field[] => [
  fieldOf("id", ["登记号", "记录号", "posting"], 9, {
    heading: (words) => words("intake.column.posting"),
    identifies: true,
  }),
  fieldOf("project", ["项目名称", "项目编号", "项目", "project"], 34, { offers }),
  fieldOf("stage", ["环节", "资金环节", "stage"], 9, {
    kind: "choice",
    choices: { values: stages, words: "funding.stage" },
  }),
  fieldOf("source", ["来源", "资金来源", "source"], 11, {
    kind: "choice",
    choices: { values: sources, words: "funding.source" },
  }),
  fieldOf("change", ["方式", "变动", "变动类型", "性质", "movement"], 9, {
    kind: "choice",
    choices: { values: changes, words: "intake.change" },
  }),
  fieldOf("amount", ["金额", "本次金额", "amount"], 15, { kind: "amount" }),
  fieldOf("onDay", ["业务日期", "日期", "时间", "date"], 13, { kind: "day" }),
  fieldOf("documentNo", ["文号", "文号或凭证号", "凭证号", "合同号", "发票号", "document no."], 24),
  fieldOf("note", ["备注", "摘要", "用途", "note"], 26, {
    heading: (words) => words("intake.column.remark"),
  }),
  fieldOf("explanation", ["情况说明", "explanation"], 26),
];

/** The projects of the town that hold money of their own. */
const payableIn = (ctx: Ctx, { town }: Whose): Promise<Project[]> =>
  ctx.db
    .select({ id: projects.id, number: projects.number, name: projects.name })
    .from(projects)
    .where(and(eq(projects.townId, town?.id ?? 0), isNull(projects.sameAsId)))
    .orderBy(asc(projects.number));

/** They, and all that was ever posted on them. */
async function standing(ctx: Ctx, whose: Whose) {
  const payable = await payableIn(ctx, whose);
  const ids = payable.map((project) => project.id);
  const postings =
    ids.length === 0
      ? []
      : await ctx.db
          .select()
          .from(fundingPostings)
          .where(inArray(fundingPostings.projectId, ids))
          .orderBy(asc(fundingPostings.onDay), asc(fundingPostings.id));
  return { payable, postings, byId: new Map(payable.map((project) => [project.id, project])) };
}

/** What a posting was posted as; a reversal is what it takes back, the other way round. */
const changeOf = ({ movement, amountFen, reversesId }: Posting): Change => {
  const fen = reversesId === null ? amountFen : -amountFen;
  return movement === "adjustment" ? (fen < 0 ? "cut" : "raise") : movement;
};

const cellsOf = (posting: Posting, project: Project): Record<string, Value> => ({
  id: String(posting.id),
  project: projectText(project),
  stage: posting.stage,
  source: posting.source,
  change: changeOf(posting),
  amount: Math.abs(posting.amountFen),
  onDay: posting.onDay,
  documentNo: posting.documentNo || null,
  note: posting.note || null,
  explanation: posting.explanation || null,
});

export const fundingForm: Form = {
  kind: "funding",
  fields: async (ctx, whose) => fieldsWith((await payableIn(ctx, whose)).map(projectText)),

  async prefill(ctx, whose) {
    const { postings, byId } = await standing(ctx, whose);
    const ofMonth = postings.filter((posting) => monthOfDay(posting.onDay) === whose.month);
    const rows = ofMonth.map((posting) => ({
      key: String(posting.id),
      cells: cellsOf(posting, byId.get(posting.projectId) as Project),
      locked: true as const,
    }));
    return { rows, emptyRows: 200 };
  },

  async judge(ctx, whose, content): Promise<RowDiff> {
    const { payable, postings, byId } = await standing(ctx, whose);
    const known = payable.map((project) => ({
      ...project,
      label: projectText(project),
      codes: [project.number],
      names: [project.name],
    }));
    const stands = new Map(postings.map((posting) => [String(posting.id), posting]));
    const twins = unmatched(content, postings);
    const positions = {
      sums: sumsBy(postings),
      modes: await modesOf(ctx.db, eq(projects.townId, whose.town?.id ?? 0)),
    };
    const rows = await rowByRow(content.rows, (row): DiffRow => {
      const id = textIn(row, "id");
      const posting = stands.get(id);
      if (posting) return asItStands(row, posting, byId.get(posting.projectId) as Project);
      if (id !== "")
        return diffRow({ ...blank(row), problem: { key: "intake.says.postingUnknown", values: { id } } });
      return newPosting(ctx, whose, row, known, twins, positions);
    });
    return { rows, sums: sumLines(rows, postings, whose) };
  },

  needsReason: () => false,

  async take(ctx, _whose, rows) {
    await rowByRow(rows, (row) => atRow(row, () => postFunding(ctx, inputOf(row))));
  },
};

const blank = (row: FileRow) => ({
  line: row.line,
  label: textIn(row, "project"),
  id: null,
  cells: [] as DiffCell[],
});

/** A posting that stands is never changed by a file: it is reversed (红冲). */
function asItStands(row: FileRow, posting: Posting, project: Project): DiffRow {
  const now = cellsOf(posting, project);
  const label = projectText(project);
  // An export writes a project by its name, and a reversal with its sign.
  const also: Record<string, Value[]> = { project: [project.name], amount: [posting.amountFen] };
  const cells = said.flatMap((field): DiffCell[] => {
    const given = row.cells[field];
    if (!given) return [];
    const cell = {
      field,
      at: given.at,
      shown: given.shown,
      given: given.value ?? null,
      now: now[field] ?? null,
      class: "same" as const,
    };
    const same =
      given.problem === undefined &&
      (given.value === cell.now ||
        also[field]?.includes(given.value) ||
        (field === "project" && String(given.value).startsWith(label.split(" ")[0] ?? "")));
    return [same ? cell : wrong(cell, { key: "intake.says.postingStands", values: { at: given.at } })];
  });
  return diffRow({ line: row.line, label, id: null, cells });
}

/**
 * Standing postings that the file does not name: a new row that says the same as one of them says nothing
 * new.
 */
function unmatched(content: Content, postings: readonly Posting[]): Map<string, number> {
  const named = new Set([
    ...Object.keys(content.base ?? {}),
    ...content.rows.map((row) => textIn(row, "id")),
  ]);
  const reversed = new Set(postings.map((posting) => posting.reversesId));
  const found = new Map<string, number>();
  for (const posting of postings) {
    if (named.has(String(posting.id)) || posting.reversesId !== null || reversed.has(posting.id)) continue;
    const key = identity({ ...posting, change: changeOf(posting), amount: Math.abs(posting.amountFen) });
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}

function sumsBy(postings: readonly Posting[]): Map<string, ByStage> {
  const sums = new Map<string, ByStage>();
  for (const { projectId, source, stage, amountFen } of postings) {
    const own = sums.get(`${projectId} ${source}`) ?? noMoney();
    own[stage] += amountFen;
    sums.set(`${projectId} ${source}`, own);
  }
  return sums;
}

function sumLines(rows: readonly DiffRow[], postings: readonly Posting[], { month }: Whose): SumLine[] {
  const amountIn = (row: DiffRow, stage: string) => {
    const is = (field: string) => row.cells.find((cell) => cell.field === field)?.given;
    if (is("stage") !== stage) return 0;
    return movementOf((is("change") ?? "ordinary") as Change, Number(is("amount") ?? 0)).amountFen;
  };
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  return stages.flatMap((stage): SumLine[] => {
    const nowFen = sum(
      postings
        .filter((each) => each.stage === stage && monthOfDay(each.onDay) === month)
        .map((each) => each.amountFen),
    );
    const fileFen = sum(rows.map((row) => amountIn(row, stage)));
    const afterFen = nowFen + sum(chosenOf(rows, { left: [], mine: [] }).map((row) => amountIn(row, stage)));
    return nowFen === 0 && fileFen === 0
      ? []
      : [{ name: { key: `funding.stage.${stage}` }, fileFen, nowFen, afterFen }];
  });
}
