import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { fundingPostings, movements, projects, sources, stages } from "#db/schema/index.ts";
import type { Ctx } from "../context.ts";
import { postFunding } from "../funding/commands.ts";
import type { PostFunding } from "../funding/input.ts";
import { needsDocument } from "../funding/movement.ts";
import { type ByStage, isTownsOwn, noMoney, overBy } from "../funding/order.ts";
import { monthOfDay } from "../period.ts";
import type { Content, Field, Form, Judgement, SumLine, Whose } from "./form.ts";
import { type Class, chosenOf, type FileRow, type JudgedCell, type JudgedRow, judgeRow, type Sentence, type Value, wrong } from "./judging.ts";
import { whichOf } from "./places.ts";
import { atRow, textIn } from "./rows.ts";

// 资金: the postings of a town's month. Those that stand are shown locked; new rows are new postings.

type Posting = typeof fundingPostings.$inferSelect;
type Project = { id: number; number: string; name: string };

const projectText = ({ number, name }: Project) => `${number} ${name}`;

const fieldsWith = (offers: readonly string[]): Field[] => [
  { key: "id", kind: "text", heading: (words) => words("intake.column.posting"), names: ["登记号", "记录号", "posting"], width: 9, identifies: true },
  {
    key: "project",
    kind: "text",
    heading: (words) => words("intake.column.project"),
    names: ["项目名称", "项目编号", "项目", "project"],
    width: 34,
    offers,
  },
  {
    key: "stage",
    kind: "choice",
    heading: (words) => words("intake.column.stage"),
    names: ["环节", "资金环节", "stage"],
    width: 9,
    choices: { values: stages, words: "funding.stage" },
  },
  {
    key: "source",
    kind: "choice",
    heading: (words) => words("intake.column.source"),
    names: ["来源", "资金来源", "source"],
    width: 11,
    choices: { values: sources, words: "funding.source" },
  },
  {
    key: "movement",
    kind: "choice",
    heading: (words) => words("intake.column.movement"),
    names: ["变动", "变动类型", "性质", "movement"],
    width: 9,
    choices: { values: movements, words: "intake.movement" },
  },
  { key: "amount", kind: "amount", heading: (words) => words("intake.column.amount"), names: ["金额", "本次金额", "amount"], width: 15 },
  { key: "onDay", kind: "day", heading: (words) => words("intake.column.onDay"), names: ["业务日期", "日期", "时间", "date"], width: 13 },
  {
    key: "documentNo",
    kind: "text",
    heading: (words) => words("intake.column.documentNo"),
    names: ["文号", "文号或凭证号", "凭证号", "合同号", "发票号", "document no."],
    width: 24,
  },
  { key: "note", kind: "text", heading: (words) => words("intake.column.remark"), names: ["备注", "摘要", "用途", "note"], width: 26 },
  { key: "explanation", kind: "text", heading: (words) => words("intake.column.explanation"), names: ["情况说明", "explanation"], width: 26 },
];
const said = ["project", "stage", "source", "movement", "amount", "onDay", "documentNo", "note", "explanation"] as const;
const required = ["project", "stage", "source", "amount", "onDay"] as const;

/** The projects of the town that hold money of their own, and all that was ever posted on them. */
async function standing(ctx: Ctx, { town }: Whose) {
  const payable: Project[] = await ctx.db
    .select({ id: projects.id, number: projects.number, name: projects.name })
    .from(projects)
    .where(and(eq(projects.townId, town?.id ?? 0), isNull(projects.sameAsId)))
    .orderBy(asc(projects.number));
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

const cellsOf = (posting: Posting, project: Project): Record<string, Value> => ({
  id: String(posting.id),
  project: projectText(project),
  stage: posting.stage,
  source: posting.source,
  movement: posting.movement,
  amount: posting.amountFen,
  onDay: posting.onDay,
  documentNo: posting.documentNo || null,
  note: posting.note || null,
  explanation: posting.explanation || null,
});

export const fundingForm: Form = {
  kind: "funding",
  fields: async (ctx, whose) => fieldsWith((await standing(ctx, whose)).payable.map(projectText)),

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

  async judge(ctx, whose, content): Promise<Judgement> {
    const { payable, postings, byId } = await standing(ctx, whose);
    const known = payable.map((project) => ({ ...project, label: projectText(project), codes: [project.number], names: [project.name] }));
    const stands = new Map(postings.map((posting) => [String(posting.id), posting]));
    const twins = unmatched(content, postings);
    const sums = sumsBy(postings);
    const rows = content.rows.map((row): JudgedRow => {
      const id = textIn(row, "id");
      const posting = stands.get(id);
      if (posting)
        return asItStands(row, cellsOf(posting, byId.get(posting.projectId) as Project), projectText(byId.get(posting.projectId) as Project));
      if (id !== "") return judgeRow({ ...blank(row), problem: { key: "intake.says.postingUnknown", values: { id } } });
      return newPosting(ctx, whose, row, known, twins, sums);
    });
    return { rows, sums: sumLines(rows, postings, whose) };
  },

  needsReason: () => false,

  async take(ctx, _whose, rows) {
    for (const row of rows) await atRow(row, () => postFunding(ctx, inputOf(row)));
  },
};

const blank = (row: FileRow) => ({ line: row.line, label: textIn(row, "project"), id: null, cells: [] as JudgedCell[] });

/** A posting that stands is never changed by a file: it is reversed (红冲). */
function asItStands(row: FileRow, now: Record<string, Value>, label: string): JudgedRow {
  const cells = said.flatMap((field): JudgedCell[] => {
    const given = row.cells[field];
    if (!given) return [];
    const cell = { field, at: given.at, shown: given.shown, given: given.value ?? null, now: now[field] ?? null, class: "same" as const };
    const same =
      given.problem === undefined && (given.value === cell.now || (field === "project" && String(given.value).startsWith(label.split(" ")[0] ?? "")));
    return [same ? cell : wrong(cell, { key: "intake.says.postingStands", values: { at: given.at } })];
  });
  return judgeRow({ line: row.line, label, id: null, cells });
}

type KnownProject = Project & { label: string; codes: string[]; names: string[] };

function newPosting(ctx: Ctx, whose: Whose, row: FileRow, known: KnownProject[], twins: Map<string, number>, sums: Map<string, ByStage>): JudgedRow {
  const text = textIn(row, "project");
  const byNumber = known.find((each) => text === each.number || text.startsWith(`${each.number} `));
  const found = byNumber ? ({ is: byNumber } as const) : whichOf(known, { code: text, name: text });
  const fresh = (field: string): JudgedCell[] => {
    const given = row.cells[field];
    if (!given) return [];
    const cell: JudgedCell = { field, at: given.at, shown: given.shown, given: given.value ?? null, now: null, class: "new" };
    return [given.problem ? wrong(cell, given.problem) : given.value === null ? { ...cell, class: "same" as Class } : cell];
  };
  let cells = said.flatMap(fresh);
  const at = (field: string) => row.cells[field]?.at ?? "";
  const problems = new Map<string, Sentence>();
  for (const field of required)
    if (!cells.some((cell) => cell.field === field && cell.class !== "same"))
      problems.set(field, { key: "intake.says.required", values: { at: at(field), field } });
  if (text !== "" && !("is" in found)) {
    const names = "several" in found ? found.several.map((each) => each.label).join("、") : "";
    problems.set(
      "project",
      names
        ? { key: "intake.says.several", values: { name: text, names } }
        : { key: "intake.says.foreignProject", values: { name: text, town: whose.town?.name ?? "" } },
    );
  }
  const line = row.line;
  if (text !== "" && "none" in found) return { ...judgeRow({ ...blank(row), cells, problem: problems.get("project") }), class: "foreign" };
  const project = "is" in found ? found.is : undefined;
  cells = cells.map((cell) => (cell.field === "project" && project ? { ...cell, given: project.id, shown: project.label } : cell));
  const value = (field: string) => cells.find((cell) => cell.field === field)?.given ?? null;
  const input = { projectId: project?.id ?? 0, stage: value("stage"), source: value("source"), movement: value("movement") ?? "ordinary" };
  const whole = { ...input, amount: value("amount"), onDay: value("onDay"), documentNo: value("documentNo"), note: value("note") };
  const isWhole = problems.size === 0 && cells.every((cell) => cell.class !== "error");
  if (isWhole) {
    const twin = identity(whole);
    const left = twins.get(twin) ?? 0;
    if (left > 0) {
      twins.set(twin, left - 1);
      return judgeRow({
        line,
        label: project?.label ?? text,
        id: null,
        cells: cells.map((cell) => ({ ...cell, class: "same" as const, now: cell.given })),
      });
    }
    for (const [field, problem] of rules(ctx, whose, whole, Boolean(value("explanation")), sums)) problems.set(field, problem);
  }
  cells = cells.map((cell) => {
    const problem = problems.get(cell.field);
    if (!problem || cell.class === "error") return cell;
    problems.delete(cell.field);
    return wrong(cell, problem);
  });
  const [rest] = problems.values();
  return judgeRow({ line, label: project?.label ?? text, id: null, cells, problem: rest });
}

type Whole = Record<"projectId" | "stage" | "source" | "movement" | "amount" | "onDay" | "documentNo" | "note", Value>;

/** What the rules of posting say of it that can be told before it is posted; the rest is told when it is. */
function rules(ctx: Ctx, whose: Whose, posting: Whole, explained: boolean, sums: Map<string, ByStage>): [string, Sentence][] {
  const { stage, source, amount, onDay, documentNo } = posting as {
    stage: PostFunding["stage"];
    source: PostFunding["source"];
    amount: number;
    onDay: string;
    documentNo: string | null;
  };
  if (monthOfDay(onDay) !== whose.month) return [["onDay", { key: "intake.says.otherMonth", values: { month: whose.month ?? "" } }]];
  if (ctx.actor.role === "town" && !isTownsOwn(stage, source)) return [["stage", { key: "refused.funding.officeStage", values: { stage } }]];
  if (!documentNo && needsDocument(stage)) return [["documentNo", { key: "refused.funding.documentRequired", values: { stage } }]];
  const key = `${posting.projectId} ${source}`;
  const before = sums.get(key) ?? noMoney();
  const over = explained ? null : overBy(before, stage, amount);
  if (over) return [["amount", { key: "refused.funding.order", values: over }]];
  sums.set(key, { ...before, [stage]: before[stage] + amount });
  return [];
}

/** Everything by which two postings are one and the same thing said twice. */
const identity = (posting: Whole) =>
  JSON.stringify([
    posting.projectId,
    posting.stage,
    posting.source,
    posting.movement,
    posting.amount,
    posting.onDay,
    posting.documentNo || null,
    posting.note || null,
  ]);

/** Standing postings that the file does not name: a new row that says the same as one of them says nothing new. */
function unmatched(content: Content, postings: readonly Posting[]): Map<string, number> {
  const named = new Set([...Object.keys(content.base ?? {}), ...content.rows.map((row) => textIn(row, "id"))]);
  const reversed = new Set(postings.map((posting) => posting.reversesId));
  const found = new Map<string, number>();
  for (const posting of postings) {
    if (named.has(String(posting.id)) || posting.reversesId !== null || reversed.has(posting.id)) continue;
    const key = identity({ ...posting, amount: posting.amountFen, documentNo: posting.documentNo, note: posting.note });
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

function sumLines(rows: readonly JudgedRow[], postings: readonly Posting[], { month }: Whose): SumLine[] {
  const amountIn = (row: JudgedRow, stage: string) => {
    const is = (field: string) => row.cells.find((cell) => cell.field === field)?.given;
    return is("stage") === stage ? Number(is("amount") ?? 0) : 0;
  };
  const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
  return stages.flatMap((stage): SumLine[] => {
    const nowFen = sum(postings.filter((each) => each.stage === stage && monthOfDay(each.onDay) === month).map((each) => each.amountFen));
    const fileFen = sum(rows.map((row) => amountIn(row, stage)));
    const afterFen = nowFen + sum(chosenOf(rows, { left: [], mine: [] }).map((row) => amountIn(row, stage)));
    return nowFen === 0 && fileFen === 0 ? [] : [{ name: { key: `funding.stage.${stage}` }, fileFen, nowFen, afterFen }];
  });
}

/** A row as the form of one posting would send it. */
function inputOf(row: JudgedRow): PostFunding {
  const is = (field: string) => row.cells.find((cell) => cell.field === field)?.given ?? null;
  const input = {
    projectId: Number(is("project")),
    stage: is("stage") as PostFunding["stage"],
    source: is("source") as PostFunding["source"],
    movement: (is("movement") ?? "ordinary") as (typeof movements)[number],
    amountFen: Number(is("amount")),
    onDay: String(is("onDay")),
    documentNo: String(is("documentNo") ?? ""),
    note: String(is("note") ?? ""),
    explanation: String(is("explanation") ?? ""),
  };
  return input;
}
