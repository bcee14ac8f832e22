import { addDays, addMonths, type Day, earlierOf, firstDay, type Month } from "#lib/core/dates.ts";
import { anomalies, type ExceptionAction } from "./anomalies.ts";
import { fundingPlan, type Movement, type Reimbursement } from "./budgets.ts";
import { type Entry, incomePlan } from "./incomes.ts";
import { outcomesOf } from "./outcomes.ts";
import { demonstrationTowns, type Town } from "./places.ts";
import { type ProjectTemplate, projectTemplates } from "./project-templates.ts";
import { type Random, randomOf } from "./random.ts";
import { type DemoReceipt, demoReceipts } from "./receipts.ts";
import { standsOn, type Timeline, timelineOf } from "./timelines.ts";

export type Undertaking = { number: string; sketch: ProjectTemplate; course: Timeline };
/**
 * A town's books of a month, handed in on one day. `project` is the number of the project that an amount
 * comes from.
 */
export type Filing = {
  townCode: string;
  month: Month;
  recordedOn: Day;
  entries: (Entry & { project: string | undefined })[];
};

/**
 * Everything that shall have happened in the demonstration, nothing of it done yet. Pure: the same seed gives
 * the same.
 */
export type DemonstrationPlan = {
  towns: Town[];
  undertakings: Undertaking[];
  filings: Filing[];
  movements: Movement[];
  reimbursements: Reimbursement[];
  acts: ExceptionAction[];
  receivings: DemoReceipt[];
};

/**
 * Draws the demonstration of DOMAIN §2: 71 + 17 projects, 24 months of income of 136 villages, five stages of
 * funding.
 */
export function demonstrationPlan(seed: string): DemonstrationPlan {
  const chance = randomOf(seed);
  const towns = demonstrationTowns();
  const sketches = projectTemplates(chance.of("projects"), towns);
  const fates = outcomesOf(chance.of("fates"), sketches);
  const courses = new Map<string, Timeline>();
  for (const [name, fate] of fates) {
    const luck = chance.of(`course ${name}`);
    const sketch = sketches.find((each) => each.name === name);
    courses.set(
      name,
      timelineOf(
        luck,
        fate,
        reportsDecember(luck, towns, sketch as ProjectTemplate) || fate.course === "recovered",
      ),
    );
  }
  const count = { village: 0, key: 0 };
  const undertakings = sketches.map((sketch) => {
    count[sketch.level] += 1;
    const number =
      sketch.level === "village"
        ? `村-${String(count.village).padStart(3, "0")}`
        : `区-${String(count.key).padStart(2, "0")}`;
    return { number, sketch, course: courses.get(sketch.name) as Timeline };
  });
  const physical = undertakings.filter(({ sketch }) => !sketch.sameAs);
  const money = fundingPlan(chance.of("funding"), physical);
  const odd = anomalies(money.budgets, money.movements);
  return {
    towns,
    undertakings,
    filings: filingsOf(chance.of("filing"), towns, physical, incomePlan(chance.of("income"), towns)),
    movements: [...money.movements, ...odd.movements],
    reimbursements: money.reimbursements,
    acts: [...odd.acts, ...onBothLists(undertakings)],
    receivings: demoReceipts,
  };
}

/** The office says of all but the last pair that they are one. */
const onBothLists = (undertakings: Undertaking[]): ExceptionAction[] =>
  undertakings
    .filter(({ sketch }) => sketch.sameAs !== undefined)
    .slice(0, -1)
    .map(({ number }) => ({
      project: number,
      exception: "bothLists",
      on: "2016-12-15",
      by: "office",
      words: "区级重点项目与村级项目为同一项目，资金只登记在村级项目上",
    }));

/**
 * The part of a plan that some towns see, by the names of their accounts: enough for a test, in a fraction of
 * the time.
 */
export function partOf(plan: DemonstrationPlan, usernames: string[]): DemonstrationPlan {
  const towns = plan.towns.filter((town) => usernames.includes(town.username));
  const codes = new Set(towns.map((town) => town.code));
  const undertakings = plan.undertakings.filter(({ sketch }) => codes.has(sketch.townCode));
  const names = new Set(undertakings.map(({ sketch }) => sketch.name));
  const numbers = new Set(undertakings.map(({ number }) => number));
  return {
    towns,
    undertakings,
    filings: plan.filings.filter((filing) => codes.has(filing.townCode)),
    movements: plan.movements.filter((movement) => names.has(movement.project)),
    reimbursements: plan.reimbursements.filter(({ project }) => names.has(project)),
    acts: plan.acts.filter(({ project }) => names.has(project) || numbers.has(project)),
    receivings: plan.receivings.filter((receiving) => codes.has(receiving.townCode)),
  };
}

// December is due on 5 January: some towns are ready, 莲花 has begun, 新民 has its month back.
const readyPercent: Record<string, number> = {
  datong: 100,
  xike: 100,
  lianhua: 40,
  xinmin: 60,
  hongtang: 25,
  wuxian: 60,
};
const reportsDecember = (chance: Random, towns: Town[], sketch: ProjectTemplate) =>
  chance.happens(readyPercent[towns.find((town) => town.code === sketch.townCode)?.username ?? ""] ?? 80);

function filingsOf(chance: Random, towns: Town[], physical: Undertaking[], entries: Entry[]): Filing[] {
  const yielding = yieldingProjects(physical);
  const byTown = Map.groupBy(entries, (entry) => `${entry.villageCode.slice(0, 9)}000 ${entry.month}`);
  return towns.flatMap((town) =>
    [...new Set(entries.map((entry) => entry.month))].toSorted().flatMap((month) => {
      const own = byTown.get(`${town.code} ${month}`);
      if (!own) return [];
      const luck = chance.of(`${town.code} ${month}`);
      const offset = luck.happens(8) ? luck.between(6, 12) : luck.between(-3, 4);
      const recordedOn = earlierOf(
        addDays(firstDay(addMonths(month, 1)), offset),
        addDays(standsOn, -luck.between(1, 3)),
      );
      return [
        { townCode: town.code, month, recordedOn, entries: own.flatMap((entry) => shared(entry, yielding)) },
      ];
    }),
  );
}

/** Since when each village has had income from which project: the link from a project to what it yields. */
function yieldingProjects(physical: Undertaking[]): Map<string, { number: string; from: Month }> {
  const yielding = new Map<string, { number: string; from: Month }>();
  for (const { number, sketch, course } of physical) {
    const operating = course.reports
      .flatMap((report) => report.passed)
      .find((passing) => passing.phase === "operating");
    if (!operating) continue;
    for (const village of sketch.villages)
      if (!yielding.has(village.code))
        yielding.set(village.code, { number, from: addMonths(operating.on.slice(0, 7), 1) });
  }
  return yielding;
}

/** Splits a rent in two where a project brings part of it. */
function shared(
  entry: Entry,
  yielding: Map<string, { number: string; from: Month }>,
): (Entry & { project: string | undefined })[] {
  const source = yielding.get(entry.villageCode);
  const part = Math.floor((entry.amountFen * 0.45) / 10_000) * 10_000;
  if (!source || entry.account !== "501" || entry.oneOff || entry.month < source.from || part <= 0)
    return [{ ...entry, project: undefined }];
  return [
    { ...entry, amountFen: entry.amountFen - part, project: undefined },
    { ...entry, amountFen: part, project: source.number },
  ];
}
