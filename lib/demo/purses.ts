import { type Source, type Stage, sources, stages } from "#db/schema/funding.ts";
import type { Phase } from "#db/schema/projects.ts";
import { apportion } from "../money.ts";
import { addDays, type Day, earlierOf, lastDay, laterOf } from "../period.ts";
import type { Chance } from "./chance.ts";
import { type Course, standsOn } from "./courses.ts";
import type { Sketch } from "./sketches.ts";

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
};

/** What a project's money is meant to be, by source, and which of it never arrived. */
type Purse = { sketch: Sketch; course: Course; parts: { source: Source; fen: number }[]; stuck: boolean; advanced: boolean };

const wan = 1_000_000;
/** What the district allots in 2016: 8500多万元, so between 85 and 86 million yuan (DOMAIN §2). */
const districtAllotments2016Fen = 8_562 * wan;

/**
 * The money of every physical project through its five stages, following what is reported of it. The district's allotments of
 * 2016 come to `districtAllotments2016Fen`, within what rounding to ¥1,000 leaves.
 */
export function fundingPlan(chance: Chance, physical: { sketch: Sketch; course: Course }[]): Movement[] {
  const drawn = physical.map(({ sketch, course }) => purseOf(chance.of(sketch.name), sketch, course));
  const halfway = drawn.filter(({ course }) => secondTranche(course) && !isLate(course) && phaseOf(course) === "building");
  const [advanced, ...stuck] = chance.shuffled(halfway).slice(0, 6);
  const marked = drawn.map((purse) => ({ ...purse, stuck: stuck.includes(purse), advanced: purse === advanced }));
  const unscaled = marked.flatMap((purse) => movementsOf(chance.of(purse.sketch.name).of("money"), purse));
  const factor = districtAllotments2016Fen / allotted2016(unscaled);
  const scaled = marked.map((purse) => ({
    ...purse,
    parts: purse.parts.map((part) => (part.source === "district" ? { ...part, fen: rounded(part.fen * factor) } : part)),
  }));
  return [...scaled.flatMap((purse) => movementsOf(chance.of(purse.sketch.name).of("money"), purse)), ...adjustments(scaled)];
}

/** Plans that were changed after they had been made: one cut before anything was allotted, two raised while building. */
function adjustments(purses: Purse[]): Movement[] {
  const change = (purse: Purse | undefined, percent: number, on: Day, note: string): Movement[] => {
    const part = purse?.parts.toSorted((a, b) => b.fen - a.fen)[0];
    if (!purse || !part) return [];
    const amountFen = rounded((part.fen * percent) / 100);
    return [{ project: purse.sketch.name, stage: "plan", source: part.source, amountFen, on, recordedOn: addDays(on, 1), note, explanation: "" }];
  };
  const approved = purses.filter(({ course }) => phaseOf(course) === "approved" && (dayPassed(course, "approved") ?? "9") < "2016-12-01");
  const built = purses.filter(({ course }) => phaseOf(course) === "building" && secondTranche(course) && !isLate(course));
  return [
    ...change(approved[0], -10, "2016-12-14", "概算评审核减"),
    ...change(built[0], 6, "2016-11-22", "增加消防和室外工程，追加概算"),
    ...change(built[1], 4, "2016-12-06", "材料涨价，追加概算"),
  ];
}

const allotted2016 = (movements: Movement[]) =>
  movements
    .filter((each) => each.stage === "allot" && each.source === "district" && each.on.startsWith("2016"))
    .reduce((sum, each) => sum + each.amountFen, 0);
const rounded = (fen: number) => Math.round(fen / 100_000) * 100_000;

function purseOf(chance: Chance, sketch: Sketch, course: Course): Purse {
  const weights: Partial<Record<Source, number>> = { district: chance.between(48, 64), village: chance.between(10, 20), town: chance.between(8, 14) };
  if (sketch.level === "key") weights.city = chance.between(10, 20);
  else if (chance.happens(30)) weights[chance.pick(["city", "province", "city", "central"] as const)] = chance.between(8, 16);
  if (sketch.approaches.includes("remote")) weights.helper = chance.between(10, 18);
  if (["lodging", "tourism", "trade"].includes(sketch.type) && chance.happens(45)) weights.social = chance.between(10, 24);
  if (["workshop", "property"].includes(sketch.type) && chance.happens(35)) weights.loan = chance.between(10, 20);
  const chosen = sources.filter((source) => weights[source]);
  const fen = apportion(
    sketch.costWan * wan,
    chosen.map((source) => weights[source] ?? 0),
  );
  return { sketch, course, parts: chosen.map((source, i) => ({ source, fen: rounded(fen[i] ?? 0) })), stuck: false, advanced: false };
}

const phaseOf = (course: Course): Phase => course.reports.at(-1)?.phase ?? "identified";
const isLate = (course: Course) => course.reports.at(-1)?.delayReason !== undefined;
const dayPassed = (course: Course, phase: Phase): Day | undefined =>
  course.reports.flatMap((report) => report.passed).find((passing) => passing.phase === phase)?.on;
/** The first report of at least `bp`: money follows what is built. */
const dayReached = (course: Course, bp: number): Day | undefined => {
  const report = course.reports.find((each) => each.progressBp >= bp);
  return report && lastDay(report.month) < report.recordedOn ? lastDay(report.month) : report?.recordedOn;
};
const secondTranche = (course: Course) => dayReached(course, 5200);

const ownMoney = new Set<Source>(["village", "town"]);

/** Plan when approved; own money right after; the rest in two parts, at the start and half way; spent as it is built. */
function movementsOf(chance: Chance, purse: Purse): Movement[] {
  const { course, sketch, parts } = purse;
  const ledger = new Ledger(sketch.name);
  const approvedOn = dayPassed(course, "approved");
  if (!approvedOn) return [];
  for (const { source, fen } of parts) ledger.post("plan", source, fen, addDays(approvedOn, chance.between(1, 6)), chance.between(0, 3));

  // The village and its town pay the survey and the drawings, so that what the plan calls for by then is there.
  const ownOn = addDays(approvedOn, chance.between(7, 12));
  const preparedOn = dayPassed(course, "preparation");
  const startedOn = dayPassed(course, "building");
  const halfwayOn = secondTranche(course);
  for (const { source, fen } of parts) {
    if (ownMoney.has(source)) {
      tranche(chance, ledger, source, fen, addDays(ownOn, chance.between(0, 3)), false);
      continue;
    }
    const first = rounded(fen * 0.6);
    // The state's money for the start is allotted while the contract is being made, ahead of the work.
    const early = preparedOn && !startedOn ? addDays(preparedOn, chance.between(14, 40)) : undefined;
    const on = startedOn ? addDays(startedOn, -chance.between(4, 12)) : early;
    if (on) tranche(chance, ledger, source, first, on, !startedOn);
    if (halfwayOn) tranche(chance, ledger, source, fen - first, addDays(halfwayOn, -chance.between(16, 30)), purse.stuck && source === "district");
  }
  spend(chance, ledger, purse);
  return ledger.movements;
}

/** Allotted, disbursed, received, each some days after the other; `stops` before it arrives. */
function tranche(chance: Chance, ledger: Ledger, source: Source, fen: number, on: Day, stops: boolean) {
  const disbursedOn = addDays(on, chance.between(2, 8));
  ledger.post("allot", source, fen, on, chance.between(0, 2));
  if (stops && !ownMoney.has(source) && chance.happens(40)) return;
  ledger.post("disburse", source, fen, disbursedOn, chance.between(0, 2));
  if (!stops) ledger.post("receive", source, fen, addDays(disbursedOn, chance.between(1, 5)), chance.between(0, 3));
}

function spend(chance: Chance, ledger: Ledger, { course, parts, advanced }: Purse) {
  const whole = parts.reduce((sum, part) => sum + part.fen, 0);
  let told = 0;
  for (const report of course.reports) {
    const last = report === course.reports.at(-1);
    if (report.progressBp < 1000 || (report.progressBp - told < 1100 && !last)) continue;
    told = report.progressBp;
    const wanted = rounded((whole * Math.max(0, report.progressBp - chance.between(0, 350))) / 10_000);
    const on = earlierOf(report.recordedOn, addDays(standsOn, -3));
    let missing = wanted - ledger.sum("spend", on);
    for (const { source } of parts) {
      const fen = Math.min(missing, ledger.sum("receive", on, source) - ledger.sum("spend", on, source));
      if (fen < 100_000) continue;
      ledger.post("spend", source, fen, on, chance.between(0, 2));
      missing -= fen;
    }
  }
  if (!advanced) return;
  // Last of all: after it nothing more could be spent without an explanation of its own.
  const on = addDays(standsOn, -2);
  const left = ledger.sum("receive", on, "district") - ledger.sum("spend", on, "district");
  ledger.post("spend", "district", left + rounded(whole * 0.02), on, 1, "村集体先行垫付工程款，区级资金到账后冲抵");
}

/** A project's movements as they come about. */
class Ledger {
  readonly movements: Movement[] = [];
  private readonly project: string;
  constructor(project: string) {
    this.project = project;
  }

  /** Posts unless that lies beyond the day the demonstration stands on. */
  post(stage: Stage, source: Source, amountFen: number, on: Day, recordedAfterDays: number, explanation = "") {
    if (on > addDays(standsOn, -1) || amountFen <= 0) return;
    // Whoever enters a stage waits for the one before it.
    const stageBefore = stages[stages.indexOf(stage) - 1];
    const before = this.movements.findLast((each) => each.source === source && each.stage === stageBefore && each.on <= on)?.recordedOn ?? on;
    const recordedOn = earlierOf(laterOf(before, addDays(on, recordedAfterDays)), standsOn);
    this.movements.push({ project: this.project, stage, source, amountFen, on, recordedOn, note: "", explanation });
  }

  /** Σ of a stage recorded by `on`, of one source or of all. */
  sum(stage: Stage, on: Day, source?: Source): number {
    return this.movements
      .filter((each) => each.stage === stage && each.recordedOn <= on && (source === undefined || each.source === source))
      .reduce((sum, each) => sum + each.amountFen, 0);
  }
}
