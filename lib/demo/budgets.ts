import { type Source, type Stage, sources, stages } from "#db/schema/funding.ts";
import type { Phase } from "#db/schema/projects.ts";
import { addDays, type Day, earlierOf, lastDay, laterOf } from "#lib/core/dates.ts";
import { apportion } from "#lib/core/money.ts";
import type { Change } from "#lib/funding/rules/movement.ts";
import type { ProjectTemplate } from "./project-templates.ts";
import type { Random } from "./random.ts";
import { standsOn, type Timeline } from "./timelines.ts";

/** One posting of a project's money, in the order in which it was recorded. */
export type Movement = {
  project: string;
  stage: Stage;
  source: Source;
  amountFen: number;
  on: Day;
  recordedOn: Day;
  note: string;
  explanation: string;
  change?: Change;
  /** It rests on the paper of this one. */
  samePaperAs?: Movement;
};
/** A source that pays a project after its acceptance, known from a day on. */
export type Reimbursement = { project: string; source: Source; on: Day };

/** What a project's money is meant to be, by source, and which of it never arrived. */
export type Budget = {
  sketch: ProjectTemplate;
  course: Timeline;
  parts: { source: Source; fen: number }[];
  /** Its second part never arrives. */
  stuck: boolean;
  /** The village pays ahead of what has come. */
  advanced: boolean;
  /** Something is paid before there is a contract. */
  hasty: boolean;
  /** What pays it after its acceptance. */
  reimbursed: Source | undefined;
};

const wan = 1_000_000;
/** What the district allots in 2016: 8500多万元, so between 85 and 86 million yuan (DOMAIN §2). */
const districtAllotments2016Fen = 8_562 * wan;

/**
 * The money of every physical project through its five stages, following what is reported of it. The
 * district's allotments of 2016 come to `districtAllotments2016Fen`, within what rounding to ¥1,000 leaves.
 */
export function fundingPlan(
  chance: Random,
  physical: { sketch: ProjectTemplate; course: Timeline }[],
): { movements: Movement[]; reimbursements: Reimbursement[]; budgets: Budget[] } {
  const drawn = physical.map(({ sketch, course }) => purseOf(chance.of(sketch.name), sketch, course));
  const halfway = drawn.filter(
    ({ course }) => secondTranche(course) && !isLate(course) && phaseOf(course) === "building",
  );
  const [advanced, refunded, ...stuck] = chance.shuffled(halfway).slice(0, 7);
  const hasty = hillsFirst(chance.of("hasty").shuffled(drawn.filter(isHasty))).slice(0, 3);
  const reimbursed = reimbursedOf(
    chance.of("reimbursed").shuffled(drawn.filter((budget) => !halfway.includes(budget))),
  );
  const marked = drawn.map((budget) => ({
    ...budget,
    stuck: stuck.includes(budget),
    advanced: budget === advanced || budget === refunded,
    hasty: hasty.includes(budget),
    reimbursed: reimbursed.get(budget),
  }));
  const unscaled = marked.flatMap((budget) => movementsOf(chance.of(budget.sketch.name).of("money"), budget));
  const factor = districtAllotments2016Fen / allotted2016(unscaled);
  const scaled = marked.map((budget) => ({
    ...budget,
    parts: budget.parts.map((part) =>
      part.source === "district" ? { ...part, fen: rounded(part.fen * factor) } : part,
    ),
  }));
  return {
    movements: [
      ...scaled.flatMap((budget) => movementsOf(chance.of(budget.sketch.name).of("money"), budget)),
      ...adjustments(scaled),
    ],
    reimbursements: scaled.flatMap(({ sketch, course, reimbursed: source }) => {
      const approvedOn = dayPassed(course, "approved");
      return source && approvedOn ? [{ project: sketch.name, source, on: addDays(approvedOn, 1) }] : [];
    }),
    budgets: scaled,
  };
}

/** 莲花 first: its desk is the one that is looked at. */
export const hillsFirst = <P extends { sketch: ProjectTemplate }>(budgets: P[]): P[] =>
  budgets.toSorted((a, b) => Number(b.sketch.townCode === lianhua) - Number(a.sketch.townCode === lianhua));
const lianhua = "350212105000";

/** Much is done before the contract is made, and the village has its own money by then. */
const isHasty = ({ course }: Budget): boolean => {
  const contractOn = dayPassed(course, "preparation");
  const ownMoneyOn = addDays(dayPassed(course, "approved") ?? standsOn, 22);
  return course.reports.some(
    ({ progressBp, recordedOn }) =>
      progressBp >= 1000 && recordedOn > ownMoneyOn && recordedOn < (contractOn ?? ""),
  );
};

/** Two that are built and one that is being built, of those that get money from above the district. */
function reimbursedOf(budgets: Budget[]): Map<Budget, Source> {
  const above = ({ parts }: Budget) =>
    parts.find(({ source }) => ["city", "province", "central"].includes(source))?.source;
  const built = budgets.filter((budget) => above(budget) && acceptedBy(budget.course, "2016-10-31"));
  const building = budgets.filter(
    (budget) => above(budget) && phaseOf(budget.course) === "building" && !isLate(budget.course),
  );
  return new Map(
    [...built.slice(0, 2), ...building.slice(0, 1)].map((budget) => [budget, above(budget) as Source]),
  );
}
const acceptedBy = (course: Timeline, day: Day) => (dayPassed(course, "accepted") ?? "9") <= day;

/**
 * Plans that were changed after they had been made: one cut before anything was allotted, two raised while
 * building, one allotted.
 */
function adjustments(budgets: Budget[]): Movement[] {
  const change = (
    budget: Budget | undefined,
    percent: number,
    on: Day,
    note: string,
    allotted = false,
  ): Movement[] => {
    const part = budget?.parts.toSorted((a, b) => b.fen - a.fen)[0];
    if (!budget || !part) return [];
    const amountFen = rounded((part.fen * Math.abs(percent)) / 100);
    const given = { project: budget.sketch.name, source: part.source, amountFen, note, explanation: "" };
    const raised: Movement = {
      ...given,
      stage: "plan",
      change: percent < 0 ? "cut" : "raise",
      on,
      recordedOn: addDays(on, 1),
    };
    return allotted
      ? [
          raised,
          {
            ...raised,
            stage: "allot",
            on: addDays(on, 5),
            recordedOn: addDays(on, 6),
            note: "随概算调增指标",
          },
        ]
      : [raised];
  };
  const approved = budgets.filter(
    ({ course }) => phaseOf(course) === "approved" && (dayPassed(course, "approved") ?? "9") < "2016-12-01",
  );
  const built = budgets.filter(
    ({ course }) => phaseOf(course) === "building" && secondTranche(course) && !isLate(course),
  );
  return [
    ...change(approved[0], -10, "2016-12-14", "概算评审核减"),
    ...change(built[0], 6, "2016-11-22", "增加消防和室外工程，追加概算", true),
    ...change(built[1], 4, "2016-12-06", "材料涨价，追加概算"),
  ];
}

const allotted2016 = (movements: Movement[]) =>
  movements
    .filter((each) => each.stage === "allot" && each.source === "district" && each.on.startsWith("2016"))
    .reduce((sum, each) => sum + each.amountFen, 0);
const rounded = (fen: number) => Math.round(fen / 100_000) * 100_000;

function purseOf(chance: Random, sketch: ProjectTemplate, course: Timeline): Budget {
  const weights: Partial<Record<Source, number>> = {
    district: chance.between(48, 64),
    village: chance.between(10, 20),
    town: chance.between(8, 14),
  };
  if (sketch.level === "key") weights.city = chance.between(10, 20);
  else if (chance.happens(30))
    weights[chance.pick(["city", "province", "city", "central"] as const)] = chance.between(8, 16);
  if (sketch.approaches.includes("remote")) weights.helper = chance.between(10, 18);
  if (["lodging", "tourism", "trade"].includes(sketch.type) && chance.happens(45))
    weights.social = chance.between(10, 24);
  if (["workshop", "property"].includes(sketch.type) && chance.happens(35))
    weights.loan = chance.between(10, 20);
  const chosen = sources.filter((source) => weights[source]);
  const fen = apportion(
    sketch.costWan * wan,
    chosen.map((source) => weights[source] ?? 0),
  );
  return {
    sketch,
    course,
    parts: chosen.map((source, i) => ({ source, fen: rounded(fen[i] ?? 0) })),
    stuck: false,
    advanced: false,
    hasty: false,
    reimbursed: undefined,
  };
}

export const phaseOf = (course: Timeline): Phase => course.reports.at(-1)?.phase ?? "identified";
const isLate = (course: Timeline) => course.reports.at(-1)?.delayReason !== undefined;
export const dayPassed = (course: Timeline, phase: Phase): Day | undefined =>
  course.reports.flatMap((report) => report.passed).find((passing) => passing.phase === phase)?.on;
/** The first report of at least `bp`: money follows what is built. */
const dayReached = (course: Timeline, bp: number): Day | undefined => {
  const report = course.reports.find((each) => each.progressBp >= bp);
  return report && lastDay(report.month) < report.recordedOn ? lastDay(report.month) : report?.recordedOn;
};
const secondTranche = (course: Timeline) => dayReached(course, 5200);

const ownMoney = new Set<Source>(["village", "town"]);

/**
 * Plan when approved; own money right after; the rest in two parts, at the start and half way; spent as it is
 * built.
 */
function movementsOf(chance: Random, budget: Budget): Movement[] {
  const { course, sketch, parts } = budget;
  const ledger = new Ledger(sketch.name);
  const approvedOn = dayPassed(course, "approved");
  if (!approvedOn) return [];
  for (const { source, fen } of parts)
    ledger.post("plan", source, fen, addDays(approvedOn, chance.between(1, 6)), chance.between(0, 3));

  // The village and its town pay the survey and the drawings, so that what the plan calls for by then is
  // there.
  const ownOn = addDays(approvedOn, chance.between(7, 12));
  const preparedOn = dayPassed(course, "preparation");
  const startedOn = dayPassed(course, "building");
  const halfwayOn = secondTranche(course);
  for (const { source, fen } of parts) {
    if (ownMoney.has(source)) {
      tranche(chance, ledger, source, fen, addDays(ownOn, chance.between(0, 3)), "arrives");
      continue;
    }
    const first = rounded(fen * 0.6);
    const how =
      source === budget.reimbursed ? "allotted" : budget.stuck && source === "district" ? "stops" : "arrives";
    // The state's money for the start is allotted while the contract is being made, ahead of the work.
    const early = preparedOn && !startedOn ? addDays(preparedOn, chance.between(14, 40)) : undefined;
    const on = startedOn ? addDays(startedOn, -chance.between(4, 12)) : early;
    // Before the work has begun, what went out in the last weeks is still on its way.
    const underway = !startedOn && on !== undefined && addDays(on, 24) > standsOn;
    if (on)
      tranche(chance, ledger, source, first, on, how === "allotted" ? how : underway ? "stops" : "arrives");
    if (halfwayOn)
      tranche(chance, ledger, source, fen - first, addDays(halfwayOn, -chance.between(16, 30)), how);
  }
  spend(chance, ledger, budget);
  if (budget.reimbursed) reimburse(ledger, budget.reimbursed, course);
  return ledger.movements;
}

/** What was spent is paid back some weeks after the acceptance, as far as it was allotted. */
function reimburse(ledger: Ledger, source: Source, course: Timeline) {
  const acceptedOn = dayPassed(course, "accepted");
  const report = course.reports.find(({ passed }) => passed.some(({ phase }) => phase === "accepted"));
  if (!acceptedOn || !report) return;
  // Its evidence is there once it was reported.
  const on = laterOf(addDays(acceptedOn, 24), addDays(report.recordedOn, 6));
  const fen = Math.min(ledger.sum("spend", on, source), ledger.sum("allot", on, source));
  ledger.post("disburse", source, fen, on, 1);
  ledger.post("receive", source, fen, addDays(on, 4), 1);
}

/**
 * Allotted, disbursed, received, each some days after the other; it may stop before it arrives, or be
 * allotted and no more.
 */
function tranche(
  chance: Random,
  ledger: Ledger,
  source: Source,
  fen: number,
  on: Day,
  how: "arrives" | "stops" | "allotted",
) {
  const stops = how === "stops";
  const disbursedOn = addDays(on, chance.between(2, 8));
  ledger.post("allot", source, fen, on, chance.between(0, 2));
  if (how === "allotted" || (stops && !ownMoney.has(source) && chance.happens(40))) return;
  ledger.post("disburse", source, fen, disbursedOn, chance.between(0, 2));
  if (!stops)
    ledger.post("receive", source, fen, addDays(disbursedOn, chance.between(1, 5)), chance.between(0, 3));
}

function spend(chance: Random, ledger: Ledger, { course, parts, advanced, hasty, reimbursed }: Budget) {
  const whole = parts.reduce((sum, part) => sum + part.fen, 0);
  const contractOn = dayPassed(course, "preparation");
  let told = 0;
  for (const report of course.reports) {
    const last = report === course.reports.at(-1);
    if (report.progressBp < 1000 || (report.progressBp - told < 1100 && !last)) continue;
    const on = earlierOf(report.recordedOn, addDays(standsOn, -3));
    if (!hasty && (contractOn === undefined || on < contractOn)) continue;
    told = report.progressBp;
    const wanted = rounded((whole * Math.max(0, report.progressBp - chance.between(0, 350))) / 10_000);
    let missing = wanted - ledger.sum("spend", on);
    for (const { source } of parts) {
      const room = ledger.sum(source === reimbursed ? "plan" : "receive", on, source);
      const fen = Math.min(missing, room - ledger.sum("spend", on, source));
      if (fen < 100_000) continue;
      ledger.post("spend", source, fen, on, chance.between(0, 2));
      missing -= fen;
    }
  }
  if (!advanced) return;
  // Last of all: after it nothing more could be spent without an explanation of its own.
  const on = addDays(standsOn, -2);
  const left = ledger.sum("receive", on, "district") - ledger.sum("spend", on, "district");
  ledger.post(
    "spend",
    "district",
    left + rounded(whole * 0.02),
    on,
    1,
    "村集体先行垫付工程款，区级资金到账后冲抵",
  );
}

/** A project's movements as they come about. */
class Ledger {
  readonly movements: Movement[] = [];
  private readonly project: string;
  constructor(project: string) {
    this.project = project;
  }

  /** Posts unless that lies beyond the day the demonstration stands on. */
  post(
    stage: Stage,
    source: Source,
    amountFen: number,
    on: Day,
    recordedAfterDays: number,
    explanation = "",
  ) {
    if (on > addDays(standsOn, -1) || amountFen <= 0) return;
    // Whoever enters a stage waits for the one before it.
    const stageBefore = stages[stages.indexOf(stage) - 1];
    const before =
      this.movements.findLast((each) => each.source === source && each.stage === stageBefore && each.on <= on)
        ?.recordedOn ?? on;
    const recordedOn = earlierOf(laterOf(before, addDays(on, recordedAfterDays)), standsOn);
    this.movements.push({
      project: this.project,
      stage,
      source,
      amountFen,
      on,
      recordedOn,
      note: "",
      explanation,
    });
  }

  /** Σ of a stage recorded by `on`, of one source or of all. */
  sum(stage: Stage, on: Day, source?: Source): number {
    return this.movements
      .filter(
        (each) =>
          each.stage === stage && each.recordedOn <= on && (source === undefined || each.source === source),
      )
      .reduce((sum, each) => sum + each.amountFen, 0);
  }
}
