import { divisions, projectLevels, projectTypes, sectors } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { apportion } from "#lib/core/money.ts";
import { type Division, divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { createProject, editProject } from "#lib/projects/commands/projects.ts";
import { CreateProject } from "#lib/projects/input.ts";
import { type ProjectStatus, statusesOf } from "#lib/projects/queries/status.ts";
import type { PlanRow } from "#lib/projects/rules/pace.ts";
import { participantsInWords } from "#lib/projects/rules/participants-text.ts";
import { requireSoundPlan } from "#lib/projects/store/plan.ts";
import { knownVillages } from "../queries/known-villages.ts";
import { lockedMonthsOf, stretchesOf } from "../queries/town-moves.ts";
import { listed } from "../rules/about.ts";
import {
  type DiffCell,
  type DiffRow,
  diffCell,
  diffRow,
  type FileRow,
  isTakeable,
  outOfScope,
  type Sentence,
  type Value,
  writes,
  wrong,
} from "../rules/diff.ts";
import { type Known, whichOf } from "../rules/match-village.ts";
import { Asking, choice, keyOf, says } from "../rules/questions.ts";
import { aboutSeveral, atRow, nameIn, rowByRow, sentenceOf, textIn, theOne } from "../rules/rows.ts";
import { type Field, type Form, fieldOf, type RowDiff } from "./sheet-form.ts";

// 项目台账: the projects of a district, from the sheet that it has today.

const fields: Field[] = [
  fieldOf("number", ["项目编号", "编号", "序号编号", "number"], 10, { identifies: true }),
  fieldOf("name", ["项目名称", "工程名称", "项目", "名称", "project"], 28, {
    identifies: true,
    heading: (words) => words("intake.column.project"),
  }),
  fieldOf("town", ["镇街", "乡镇", "镇", "所属镇街", "所在镇街", "责任镇街", "town"], 12, {
    heading: (words) => words("level.town"),
  }),
  fieldOf(
    "villages",
    [
      "参与村(居)",
      "参与村",
      "实施村",
      "所在村",
      "村",
      "村居",
      "村名",
      "受益村",
      "参与村(居)及份额",
      "villages",
      "villages and shares",
    ],
    22,
  ),
  fieldOf("level", ["层级", "清单", "项目清单", "项目层级", "level"], 12, {
    kind: "choice",
    choices: {
      values: projectLevels,
      words: "project.levels",
      also: { 村级: "village", 区级: "key", 区重点: "key", 区级重点: "key" },
    },
  }),
  fieldOf("type", ["类型", "项目类型", "type"], 12, {
    kind: "choice",
    choices: { values: projectTypes, words: "project.types" },
  }),
  fieldOf("sector", ["板块", "sector"], 12, {
    kind: "choice",
    choices: { values: sectors, words: "project.sectors" },
  }),
  fieldOf("owner", ["责任人", "责任领导", "负责人", "责任单位", "owner"], 16),
  fieldOf("contact", ["联系人", "联系科室", "contact"], 14),
  fieldOf("contactPhone", ["联系电话", "电话", "phone"], 14),
  fieldOf("description", ["建设内容", "简介", "项目内容", "主要建设内容", "description"], 36),
  fieldOf("startOn", ["计划开工", "计划开工日期", "开工时间", "拟开工时间", "planned start"], 13, {
    kind: "day",
    monthMeans: "first",
  }),
  fieldOf(
    "doneOn",
    ["计划完工", "计划完工日期", "完工时间", "计划竣工", "竣工时间", "完成时限", "planned completion"],
    13,
    {
      kind: "day",
      monthMeans: "last",
    },
  ),
  fieldOf("createdOn", ["纳入日期", "入库日期", "列入日期", "listed on"], 13, { kind: "day" }),
];
/**
 * Of a project that stands, these are the register's to change; its plan, list and day have commands of their
 * own.
 */
const editable = [
  "town",
  "villages",
  "type",
  "sector",
  "owner",
  "contact",
  "contactPhone",
  "description",
] as const;
/** What a sheet that says nothing of it means. */
const otherwise: Record<string, Value> = { level: "village", type: "other", sector: "economy" };

type Facts = { towns: Division[]; villages: Known[]; byId: Map<number, ProjectStatus>; known: Known[] };

async function factsOf(ctx: Ctx): Promise<Facts> {
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
  const namesOf = new Map(towns.map((town) => [town.id, [town.shortName, town.name]]));
  const ids = (await divisionsWithin(ctx.db, ctx.actor, "village")).map((village) => village.id);
  const standings = await statusesOf(ctx.db, under(divisions.code, ctx.actor.scope), today(ctx));
  return {
    towns,
    villages: await knownVillages(ctx.db, ids, namesOf),
    byId: new Map(standings.map((standing) => [standing.id, standing])),
    known: standings.map(({ id, number, name, townId }) => ({
      id,
      label: `${number} ${name}`,
      codes: [number],
      names: [name],
      towns: namesOf.get(townId) ?? [],
    })),
  };
}

const valuesOf = (standing: ProjectStatus): Record<(typeof editable)[number], Value> => ({
  town: standing.town,
  villages: participantsInWords(standing.villages),
  type: standing.type,
  sector: standing.sector,
  owner: standing.owner || null,
  contact: standing.contact || null,
  contactPhone: standing.contactPhone || null,
  description: standing.description || null,
});

export const projectsForm: Form = {
  kind: "projects",
  fields: async () => fields,

  async judge(ctx, _whose, content): Promise<RowDiff> {
    const facts = await factsOf(ctx);
    const [seen, fresh] = [new Map<number, number>(), new Map<string, number>()];
    const asking = new Asking(content.answers);
    const named = content.rows.map((given) => withOwner(given, facts, content.rows, asking));
    const judged = await rowByRow(named, (given): DiffRow => {
      const row = resolved(given, facts);
      const town = facts.towns.find((each) => each.shortName === textIn(row, "town"));
      if (textIn(given, "town") !== "" && !town) {
        return outOfScope(row, nameIn(row), {
          key: "intake.says.foreignTown",
          values: { name: textIn(given, "town"), scope: ctx.actor.scope.name },
        });
      }
      const found = theOne(facts.known, row, seen);
      if ("is" in found) return standingRow(row, facts.byId.get(found.is.id) as ProjectStatus, found.problem);
      if (!("none" in found)) return aboutSeveral(row, found);
      return newRow(ctx, row, facts, fresh);
    });
    const moves = judged
      .filter(isMove)
      .map((row) => ({ projectId: row.id as number, townIds: townsOf(row, facts) }));
    return {
      rows: afterMoves(judged, await lockedMonthsOf(ctx.db, moves), asking),
      sums: [],
      asked: asking.all,
    };
  },

  needsReason: (rows) => rows.some((row) => row.correction),

  async take(ctx, _whose, rows) {
    const facts = await factsOf(ctx);
    await rowByRow(rows, (row) =>
      atRow(row, async () => {
        const standing = row.id === null ? undefined : facts.byId.get(row.id);
        if (!standing) return createProject(ctx, createInput(row, facts));
        const { type, sector, owner, contact, contactPhone, description, ...places } = {
          ...valuesOf(standing),
          ...given(row),
        } as ReturnType<typeof valuesOf>;
        return editProject(ctx, {
          projectId: standing.id,
          version: standing.version,
          name: standing.name,
          type: type as ProjectStatus["type"],
          sector: sector as ProjectStatus["sector"],
          approaches: standing.approaches,
          sameAsId: standing.sameAsId ?? undefined,
          owner: String(owner ?? ""),
          contact: String(contact ?? ""),
          contactPhone: String(contactPhone ?? ""),
          description: String(description ?? ""),
          townId: facts.towns.find((town) => town.shortName === places.town)?.id ?? standing.townId,
          villages: sharesIn(String(places.villages ?? ""), String(places.town ?? ""), facts.villages).shares,
        });
      }),
    );
  },
};

/** A new project that names nobody who answers for it: asked once for all of them what to enter. */
function withOwner(row: FileRow, { known }: Facts, rows: readonly FileRow[], asking: Asking): FileRow {
  const isNameless = (each: FileRow) =>
    each.problem === undefined &&
    textIn(each, "owner") === "" &&
    !each.cells.owner?.problem &&
    "none" in whichOf(known, { code: textIn(each, "number"), name: textIn(each, "name") });
  if (!row.cells.owner || !isNameless(row)) return row;
  const nameless = rows.filter(isNameless);
  const answer = asking.answer({
    key: keyOf("owner"),
    says: says("owner", { count: nameless.length, places: listed(nameless.map(nameIn)) }),
    choices: [choice("later"), choice("leave", "leaveThem")],
    remembered: true,
  });
  return answer === "later"
    ? {
        ...row,
        cells: { ...row.cells, owner: { at: row.cells.owner.at, shown: ownerLater, value: ownerLater } },
      }
    : row;
}
const ownerLater = "待定";

const isMove = (row: DiffRow) =>
  row.id !== null && isTakeable(row) && writes(row).some((cell) => cell.field === "town");
/** Of a project that moves, the town that it is in and the one that it is put into. */
const townsOf = ({ cells }: DiffRow, { towns }: Facts): number[] => {
  const { now, given } = cells.find((cell) => cell.field === "town") ?? {};
  return towns.filter(({ shortName }) => shortName === now || shortName === given).map(({ id }) => id);
};

/**
 * Rows that move a project to another town, with all its money: asked, and taken over with a reason or not at
 * all.
 */
function afterMoves(rows: readonly DiffRow[], locked: readonly string[], asking: Asking): DiffRow[] {
  const moved = rows.filter(isMove);
  if (moved.length === 0) return [...rows];
  const places = moved.map((row) => {
    const cell = row.cells.find((each) => each.field === "town");
    return `${row.label} ${cell?.now ?? ""} → ${cell?.given ?? ""}`;
  });
  const answer = asking.answer({
    key: keyOf("moved", ...places),
    says: says("moved", {
      count: places.length,
      places: listed(places),
      locked: locked.length,
      months: stretchesOf(locked).join("、"),
    }),
    choices: [choice("move"), choice("leave", "leaveThem")],
    remembered: false,
  });
  return rows.map((row) => {
    if (!isMove(row)) return row;
    if (answer !== "leave") return { ...row, correction: true as const };
    return diffRow({ ...row, problem: { key: "intake.says.leftOut", values: {} } });
  });
}

const given = (row: DiffRow): Record<string, Value> =>
  Object.fromEntries(writes(row).map((cell) => [cell.field, cell.given]));

/**
 * The row with its town and villages as this district calls them; one town's villages tell which town it is.
 */
function resolved(row: FileRow, { towns, villages }: Facts): FileRow {
  const cells = { ...row.cells };
  const said = textIn(row, "town");
  const town = towns.find(
    (each) =>
      each.name === said || each.shortName === said || each.shortName.replace(/[镇场]$|街道$/, "") === said,
  );
  if (cells.town && town) cells.town = { at: cells.town.at, shown: cells.town.shown, value: town.shortName };
  const taking = cells.villages;
  if (taking && !taking.problem && taking.value !== null) {
    const {
      shares,
      problem,
      words,
      town: only,
    } = sharesIn(String(taking.value), town?.shortName ?? "", villages);
    cells.villages = problem
      ? { at: taking.at, shown: taking.shown, problem }
      : { at: taking.at, shown: taking.shown, value: words };
    if (!town && said === "" && only && shares.length > 0)
      cells.town = { at: cells.town?.at ?? "", shown: only, value: only };
  }
  return { line: row.line, cells };
}

/** "军营60%、白交祠40%" or names alone, which share alike. Canonical in `words`. */
function sharesIn(said: string, town: string, villages: readonly Known[]) {
  const parts = said
    .split(/[、,，;；\n/]+/)
    .map((part) => part.trim())
    .filter(Boolean);
  const read = parts.map((part) => {
    const [, name = part, percent] = /^(.*?)[\s（(]*(\d{1,3}(?:\.\d{1,2})?)\s*[%％][)）]?$/.exec(part) ?? [];
    return {
      name: name.trim(),
      bp: percent === undefined ? undefined : Math.round(Number(percent) * 100),
      found: whichOf(villages, { code: "", name, town }),
    };
  });
  const nothing = {
    shares: [] as { villageId: number; share: number }[],
    words: said,
    town: undefined as string | undefined,
  };
  const odd = read.find((each) => !("is" in each.found));
  if (odd) {
    const names =
      "several" in odd.found
        ? odd.found.several.map((each) => `${each.towns?.[0] ?? ""}${each.label}`).join("、")
        : "";
    const problem: Sentence = names
      ? { key: "intake.says.several", values: { name: odd.name, names } }
      : { key: "intake.says.noVillage", values: { name: odd.name } };
    return { ...nothing, problem };
  }
  const alike =
    read.every((each) => each.bp === undefined) && read.length > 0
      ? apportion(
          10_000,
          read.map(() => 1),
        )
      : [];
  const shares = read.map((each, at) => ({
    village: (each.found as { is: Known }).is,
    share: each.bp ?? alike[at] ?? 0,
  }));
  const sum = shares.reduce((total, each) => total + each.share, 0);
  if (sum !== 10_000)
    return {
      ...nothing,
      problem: { key: "refused.project.sharesSum", values: { percent: sum / 100 } } as Sentence,
    };
  const towns = new Set(shares.map((each) => each.village.towns?.[0]));
  const ordered = shares.toSorted((a, b) =>
    (a.village.codes[0] ?? "") < (b.village.codes[0] ?? "") ? -1 : 1,
  );
  return {
    shares: ordered.map(({ village, share }) => ({ villageId: village.id, share })),
    words: participantsInWords(
      ordered.map(({ village, share }) => ({
        villageId: village.id,
        code: "",
        name: village.label,
        shareBp: share,
      })),
    ),
    town: towns.size === 1 ? [...towns][0] : undefined,
    problem: undefined,
  };
}

function standingRow(row: FileRow, standing: ProjectStatus, problem: Sentence | undefined): DiffRow {
  const now = valuesOf(standing);
  const cells = editable.flatMap((field): DiffCell[] => {
    const cell = row.cells[field];
    return cell && cell.at !== "" ? [diffCell(field, cell, { now: now[field] })] : [];
  });
  const judged = diffRow({
    line: row.line,
    label: `${standing.number} ${standing.name}`,
    id: standing.id,
    cells,
    problem,
  });
  const ended = standing.endedOn !== null && writes(judged).length > 0;
  return ended
    ? diffRow({
        ...judged,
        problem: { key: "refused.project.ended", values: { on: standing.endedOn ?? "" } },
      })
    : judged;
}

function newRow(ctx: Ctx, row: FileRow, facts: Facts, fresh: Map<string, number>): DiffRow {
  const cells = fields.flatMap((field): DiffCell[] => {
    const cell = row.cells[field.key];
    return cell && !field.identifies ? [diffCell(field.key, cell, { now: null })] : [];
  });
  const label = nameIn(row);
  const judged = { line: row.line, label, id: null as number | null, cells: [...cells, ...identity(row)] };
  const name = textIn(row, "number") || `${textIn(row, "town")} ${label}`;
  const before = fresh.get(name);
  fresh.set(name, before ?? row.line);
  if (before !== undefined)
    return diffRow({
      ...judged,
      problem: { key: "intake.says.twice", values: { name: label, line: before } },
    });
  if (judged.cells.some((cell) => cell.class === "error")) return diffRow(judged);
  const [field, problem] = whyNot(ctx, diffRow(judged), facts) ?? [];
  if (!problem) return diffRow(judged);
  return cells.some((cell) => cell.field === field)
    ? diffRow({
        ...judged,
        cells: judged.cells.map((cell) => (cell.field === field ? wrong(cell, problem) : cell)),
      })
    : diffRow({ ...judged, problem });
}

/** Number and name of a new project are values of it. */
const identity = (row: FileRow): DiffCell[] =>
  ["number", "name"].flatMap((field) => {
    const cell = row.cells[field];
    return cell ? [diffCell(field, cell, { now: null })] : [];
  });

const fieldOfIssue: Record<string, string> = { townId: "town", plan: "doneOn" };

/** What the form of a new project would refuse, and where the sheet can put it right. */
function whyNot(ctx: Ctx, row: DiffRow, facts: Facts): [string, Sentence] | undefined {
  const input = createInput(row, facts);
  const { success, error } = CreateProject.safeParse({
    ...input,
    plan: {},
    villages: input.villages.map(({ villageId, share }) => ({ villageId, share })),
  });
  if (!success) {
    const issue = error.issues[0];
    const field = String(issue?.path[0] ?? "");
    return [
      fieldOfIssue[field] ?? field,
      {
        key: "intake.says.invalid",
        values: { field: fieldOfIssue[field] ?? field, why: issue?.message ?? "unusable" },
      },
    ];
  }
  if (input.createdOn && input.createdOn > today(ctx))
    return ["createdOn", { key: "refused.project.createdInFuture", values: { on: today(ctx) } }];
  try {
    requireSoundPlan(input.plan);
    return undefined;
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    return [
      "doneOn",
      refused.code === "project.planEmpty"
        ? { key: "intake.says.doneOnNeeded", values: {} }
        : sentenceOf(refused),
    ];
  }
}

/**
 * A row as the form of a new project would send it: building begins with nothing done, and is accepted with
 * all.
 */
function createInput(row: DiffRow, { towns, villages }: Facts): CreateProject {
  const is = (field: string): Value =>
    row.cells.find((cell) => cell.field === field)?.given ?? otherwise[field] ?? null;
  const text = (field: string) => String(is(field) ?? "");
  const day = (field: string) => (is(field) === null ? undefined : text(field));
  const [startOn, doneOn] = [day("startOn"), day("doneOn")];
  const plan: PlanRow[] = doneOn
    ? [
        ...(startOn ? [{ phase: "building" as const, plannedOn: startOn, plannedBp: 0 }] : []),
        { phase: "accepted" as const, plannedOn: doneOn, plannedBp: 10_000 },
      ]
    : [];
  return {
    name: text("name"),
    number: text("number"),
    level: text("level") as CreateProject["level"],
    type: text("type") as CreateProject["type"],
    sector: text("sector") as CreateProject["sector"],
    approaches: [],
    townId: towns.find((town) => town.shortName === text("town"))?.id ?? 0,
    owner: text("owner"),
    contact: text("contact"),
    contactPhone: text("contactPhone"),
    description: text("description"),
    sameAsId: undefined,
    villages: sharesIn(text("villages"), text("town"), villages).shares,
    createdOn: day("createdOn"),
    plan,
  };
}
