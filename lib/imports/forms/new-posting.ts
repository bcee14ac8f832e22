import type { DisbursementMode, Source, Stage } from "#db/schema/index.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { monthOfDay } from "#lib/core/dates.ts";
import { invalidKey, type KeyIn } from "#lib/core/message-keys.ts";
import { PostFunding } from "#lib/funding/input.ts";
import { type Change, mayMove, movementOf, needsDocument } from "#lib/funding/rules/movement.ts";
import { type ByStage, isTownsOwn, noMoney, overBy } from "#lib/funding/rules/stage-order.ts";
import { compact } from "#lib/spreadsheets/cells.ts";
import {
  type DiffCell,
  type DiffRow,
  diffRow,
  type FileRow,
  type Sentence,
  type Value,
  wrong,
} from "../rules/diff.ts";
import { type Found, type Known, whichOf } from "../rules/match-village.ts";
import { textIn } from "../rules/rows.ts";
import type { Whose } from "./sheet-form.ts";

// A row that posts money: what it says, and what the rules of posting say of it as far as can be told before
// it is posted.

export const said = [
  "project",
  "stage",
  "source",
  "change",
  "amount",
  "onDay",
  "documentNo",
  "note",
  "explanation",
] as const;
const required = ["project", "stage", "source", "amount", "onDay"] as const;

/** What stands by project and source, and how each is paid; rows above in the file are added to the sums. */
export type Positions = { sums: Map<string, ByStage>; modes: ReadonlyMap<string, DisbursementMode> };
export type Payable = Known & { number: string };

/**
 * A new row against what stands: the same as a standing posting of `twins` that the file does not name,
 * wrong, or a new posting.
 * @param twins by identity how many such postings stand; one that is found is used up
 */
export function newPosting(
  ctx: Ctx,
  whose: Whose,
  row: FileRow,
  known: readonly Payable[],
  twins: Map<string, number>,
  positions: Positions,
): DiffRow {
  const text = textIn(row, "project");
  const found = projectOf(text, known);
  const project = "is" in found ? found.is : undefined;
  const judged = { line: row.line, label: project?.label ?? text, id: null };
  const cells = said.flatMap((field) => cellOf(row, field, project));
  if (text !== "" && "none" in found) {
    const problem: Sentence = {
      key: "intake.says.foreignProject",
      values: { name: text, town: whose.town?.name ?? "" },
    };
    return { ...diffRow({ ...judged, cells, problem }), class: "foreign" };
  }
  const problems = new Map<string, Sentence>();
  for (const field of required) {
    const given = cells.find((cell) => cell.field === field);
    if (!given || given.class === "same")
      problems.set(field, { key: "intake.says.required", values: { at: given?.at ?? "" } });
  }
  if ("several" in found) {
    problems.set("project", {
      key: "intake.says.several",
      values: { name: text, names: found.several.map((each) => each.label).join("、") },
    });
  }
  if (problems.size === 0 && cells.every((cell) => cell.class !== "error")) {
    const posting = whole(cells);
    const left = twins.get(identity(posting)) ?? 0;
    if (left > 0) {
      twins.set(identity(posting), left - 1);
      return diffRow({
        ...judged,
        cells: cells.map((cell) => ({ ...cell, class: "same" as const, now: cell.given })),
      });
    }
    const broken = ruleBroken(ctx, whose, inputOf({ cells }), positions);
    if (broken) problems.set(...broken);
  }
  const marked = cells.map((cell) => {
    const problem = cell.class === "error" ? undefined : problems.get(cell.field);
    if (problem) problems.delete(cell.field);
    return problem ? wrong(cell, problem) : cell;
  });
  const [rest] = problems.values();
  return diffRow({ ...judged, cells: marked, problem: rest });
}

function projectOf(text: string, known: readonly Payable[]): Found<Payable> {
  const numbered = known.find((each) => text === each.number || text.startsWith(`${each.number} `));
  if (numbered) return { is: numbered };
  const found = whichOf(known, { code: text, name: text });
  if (!("none" in found)) return found;
  const alike = known.filter((each) => sameNumber(each.number, text));
  if (alike.length > 0) return alike.length === 1 ? { is: alike[0] as Payable } : { several: alike };
  return /项目$/.test(text) ? whichOf(known, { code: "", name: text.replace(/项目$/, "") }) : found;
}

/** 村-023 is also 村—023, 村 23 and, where no other list has one, 023. */
function sameNumber(number: string, text: string): boolean {
  const parts = (some: string) => /^(\D*?)[-‐–—－_\s]*0*(\d+)$/.exec(compact(some));
  const [, list = "", digits] = parts(number) ?? [];
  const [, said = "", own] = parts(text) ?? [];
  return digits !== undefined && digits === own && (said === "" || said === list);
}

function cellOf(row: FileRow, field: string, project: Payable | undefined): DiffCell[] {
  const given = row.cells[field];
  if (!given) return [];
  const cell: DiffCell = {
    field,
    at: given.at,
    shown: given.shown,
    given: given.value ?? null,
    now: null,
    class: "new",
  };
  if (given.problem) return [wrong(cell, given.problem)];
  if (given.value === null) return [{ ...cell, class: "same" }];
  return [field === "project" && project ? { ...cell, given: project.id, words: project.label } : cell];
}

type Posting = {
  projectId: number;
  stage: string;
  source: string;
  change: string;
  amount: number;
  onDay: string;
  documentNo: string;
  note: string;
};

/** Everything by which two postings are one and the same thing said twice. */
export const identity = ({ projectId, stage, source, change, amount, onDay, documentNo, note }: Posting) =>
  JSON.stringify([projectId, stage, source, change, amount, onDay, documentNo, note]);

const valueIn = (cells: readonly DiffCell[], field: string): Value =>
  cells.find((cell) => cell.field === field)?.given ?? null;

function whole(cells: readonly DiffCell[]): Posting {
  const { amountFen, change = "ordinary", ...posting } = inputOf({ cells });
  return { ...posting, change, amount: amountFen };
}

/** A row as the form of one posting would send it. */
export function inputOf({ cells }: { cells: readonly DiffCell[] }): PostFunding {
  const is = (field: string) => valueIn(cells, field);
  return {
    projectId: Number(is("project")),
    stage: is("stage") as Stage,
    source: is("source") as Source,
    change: (is("change") ?? "ordinary") as Change,
    amountFen: Number(is("amount")),
    onDay: String(is("onDay")),
    documentNo: String(is("documentNo") ?? ""),
    note: String(is("note") ?? ""),
    explanation: String(is("explanation") ?? ""),
  };
}

const cellOfField: Record<string, string> = { amountFen: "amount", projectId: "project" };

/** The first rule of posting that the row breaks, and in which cell it can be put right. */
function ruleBroken(
  ctx: Ctx,
  whose: Whose,
  input: PostFunding,
  { sums, modes }: Positions,
): [string, Sentence] | undefined {
  const { stage, source, change = "ordinary", onDay, documentNo, note, explanation } = input;
  const refused = (
    field: string,
    code: KeyIn<"refused.funding">,
    values: Sentence["values"] = {},
  ): [string, Sentence] => [field, { key: `refused.funding.${code}`, values }];
  const issue = PostFunding.safeParse(input).error?.issues[0];
  if (issue) {
    const field = String(issue.path[0]);
    return [cellOfField[field] ?? field, { key: invalidKey(issue.message), values: {} }];
  }
  const { movement, amountFen } = movementOf(change, input.amountFen);
  if (monthOfDay(onDay) !== whose.month)
    return ["onDay", { key: "intake.says.otherMonth", values: { month: whose.month ?? "" } }];
  if (onDay > today(ctx)) return refused("onDay", "future", { today: today(ctx) });
  if (ctx.actor.role === "town" && !isTownsOwn(stage, source))
    return refused("stage", "officeStage", { stage });
  if (input.amountFen <= 0) return refused("amount", "notPositive");
  if (!mayMove(movement, stage)) return refused("change", "notMovable", { movement, stage });
  if (note === "" && movement !== "ordinary") return refused("note", "noteRequired", { movement });
  if (documentNo === "" && needsDocument(stage, movement))
    return refused("documentNo", "documentRequired", { stage, movement });
  const position = `${input.projectId} ${source}`;
  const before = sums.get(position) ?? noMoney();
  if (before[stage] + amountFen < 0)
    return refused("amount", "belowZero", { stage, standingFen: before[stage] });
  const over = explanation === "" ? overBy(before, stage, amountFen, modes.get(position) ?? "advance") : null;
  if (over) return refused("amount", "order", over);
  sums.set(position, { ...before, [stage]: before[stage] + amountFen });
  return undefined;
}
