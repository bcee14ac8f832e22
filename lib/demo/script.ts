import { stages } from "#db/schema/funding.ts";
import {
  addDays,
  addMonths,
  type Day,
  earlierOf,
  instantOn,
  type Month,
  monthOfDay,
  monthsBetween,
} from "#lib/core/dates.ts";
import type { ExceptionAction } from "./anomalies.ts";
import type { Movement, Reimbursement } from "./budgets.ts";
import type { DemonstrationPlan, Filing, Undertaking } from "./plan.ts";
import type { Random } from "./random.ts";
import type { DemoReceipt } from "./receipts.ts";
import { type Entered, forgotten, type Review, reviewsOf } from "./reviews.ts";
import { standsOn, type TimelineReport } from "./timelines.ts";
import { documentOf } from "./wording.ts";

export type Payment = { kind: "money"; movement: Movement; documentNo: string; typedFen: number };
/** One thing that somebody did on a day. */
export type ScriptedAction = { on: Day } & (
  | { kind: "create"; undertaking: Undertaking }
  | { kind: "target"; villageCode: string; amountFen: number; reason: string; revision: number }
  | { kind: "report"; undertaking: Undertaking; report: TimelineReport }
  | { kind: "pause"; undertaking: Undertaking; pausedOn: Day }
  | { kind: "mode"; reimbursement: Reimbursement }
  | Payment
  | { kind: "takeMoneyBack"; wrong: Payment; right: Payment }
  | { kind: "exception"; act: ExceptionAction }
  | { kind: "file"; filing: Filing; slips: Slip[] }
  | { kind: "correct"; filing: Filing; slip: Slip }
  | Review
  | { kind: "receive"; receiving: DemoReceipt }
  | { kind: "withdraw"; receiving: DemoReceipt; reason: string }
  | { kind: "postShares"; townCode: string }
);

/** An amount that was typed wrongly at first. */
export type Slip = { at: number; typedFen: number };

const order: ScriptedAction["kind"][] = [
  ...([
    "create",
    "target",
    "report",
    "pause",
    "mode",
    "money",
    "takeMoneyBack",
    "file",
    "correct",
    "receive",
    "withdraw",
    "postShares",
  ] as const),
  ...(["exception", "answer", "submit", "sendBack", "approve", "lock", "unlock"] as const),
];
const lastDayOfWork = addDays(standsOn, -1);

/**
 * The plan as a diary: every deed with the instant at which it was recorded, in the order of these instants.
 */
export function scriptOf(chance: Random, plan: DemonstrationPlan): { at: Date; deed: ScriptedAction }[] {
  const { filings, later } = forgetful(plan);
  const entries = [
    ...plan.undertakings.flatMap(projectDeeds),
    ...plan.reimbursements.map(
      (reimbursement): ScriptedAction => ({ kind: "mode", on: reimbursement.on, reimbursement }),
    ),
    ...moneyDeeds(plan),
    ...plan.acts.map((act): ScriptedAction => ({ kind: "exception", on: act.on, act })),
    ...filingDeeds(chance.of("slips"), filings),
    ...receivingDeeds(plan.receivings),
  ];
  const reviews = reviewsOf(chance.of("reviews"), plan.towns, enteredBy(plan, entries));
  const deeds = [...entries, ...targetDeeds(plan), ...reviews, ...later];
  const sorted = deeds
    .map((deed, sequence) => ({ deed, sequence }))
    .toSorted((a, b) => compare(a.deed, b.deed) || a.sequence - b.sequence)
    .map(({ deed }) => deed);
  return [...Map.groupBy(sorted, (deed) => deed.on)].flatMap(([day, ofDay]) => {
    // Spread over the office hours, 8:30 to 17:30.
    const apart = (9 * 3600_000) / ofDay.length;
    return ofDay.map((deed, i) => ({
      at: new Date(instantOn(day, 8, 30).getTime() + Math.floor(i * apart)),
      deed,
    }));
  });
}

/** For which town and month each deed enters something: what has to be in before that month is filed. */
function enteredBy(plan: DemonstrationPlan, deeds: ScriptedAction[]): Entered[] {
  const physical = plan.undertakings.filter(({ sketch }) => !sketch.sameAs);
  const townOf = new Map(physical.map(({ sketch }) => [sketch.name, sketch.townCode]));
  const ofMoney = ({ project, on }: Movement) => ({
    townCode: townOf.get(project) ?? "",
    month: monthOfDay(on),
  });
  return deeds.flatMap((deed): Entered[] => {
    const { on } = deed;
    if (deed.kind === "report") {
      const { sketch, number } = deed.undertaking;
      return [{ on, townCode: sketch.townCode, month: deed.report.month, project: number }];
    }
    if (deed.kind === "money") return [{ on, ...ofMoney(deed.movement) }];
    if (deed.kind === "takeMoneyBack") return [{ on, ...ofMoney(deed.wrong.movement) }];
    if (deed.kind === "receive")
      return deed.receiving.withdrawn
        ? []
        : [{ on, townCode: deed.receiving.townCode, month: monthOfDay(on) }];
    if (deed.kind === "postShares") return [{ on, townCode: deed.townCode, month: monthOfDay(on) }];
    if (deed.kind === "file" || deed.kind === "correct")
      return [{ on, townCode: deed.filing.townCode, month: deed.filing.month }];
    return [];
  });
}

/** Takes one bill out of the books of a month, to be entered when it was noticed. */
function forgetful({ towns, filings }: DemonstrationPlan): { filings: Filing[]; later: ScriptedAction[] } {
  const townCode = towns.find((town) => town.username === forgotten.username)?.code;
  const later: ScriptedAction[] = [];
  const kept = filings.map((filing) => {
    const bill =
      filing.townCode === townCode &&
      filing.month === forgotten.month &&
      filing.entries.findLast((entry) => entry.account === "541");
    if (!bill) return filing;
    later.push({
      kind: "file",
      on: forgotten.enteredOn,
      filing: { ...filing, recordedOn: forgotten.enteredOn, entries: [bill] },
      slips: [],
    });
    return { ...filing, entries: filing.entries.filter((entry) => entry !== bill) };
  });
  return { filings: kept, later };
}

function compare(a: ScriptedAction, b: ScriptedAction): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1;
  if (a.kind !== b.kind) return order.indexOf(a.kind) - order.indexOf(b.kind);
  return a.kind === "money" && b.kind === "money"
    ? stages.indexOf(a.movement.stage) - stages.indexOf(b.movement.stage)
    : 0;
}

function projectDeeds(undertaking: Undertaking): ScriptedAction[] {
  const { createdOn, reports, pausedOn } = undertaking.course;
  if (undertaking.sketch.sameAs) return [{ kind: "create", on: createdOn, undertaking }]; // reported as the village project that it is
  return [
    { kind: "create", on: createdOn, undertaking },
    ...reports.map(
      (report): ScriptedAction => ({ kind: "report", on: report.recordedOn, undertaking, report }),
    ),
    ...(pausedOn ? [{ kind: "pause" as const, on: addDays(pausedOn, 1), undertaking, pausedOn }] : []),
  ];
}

const lowerTargetFen = 8_000_000;
const campaignTargetFen = 10_000_000;

/** The hills began 2016 with ¥80,000; in March the district put every village to the campaign's ¥100,000. */
function targetDeeds({ towns }: DemonstrationPlan): ScriptedAction[] {
  const hills = towns
    .filter((town) => ["lianhua", "tingxi"].includes(town.username))
    .flatMap((town) => town.villages.slice(0, 8));
  return hills.flatMap(({ code }): ScriptedAction[] => [
    {
      kind: "target",
      on: "2016-01-12",
      villageCode: code,
      amountFen: lowerTargetFen,
      reason: "山区村起步目标",
      revision: 0,
    },
    {
      kind: "target",
      on: "2016-03-15",
      villageCode: code,
      amountFen: campaignTargetFen,
      reason: "按区委部署，所有村（居）统一为 10 万元",
      revision: 1,
    },
  ]);
}

function moneyDeeds({ movements, reimbursements }: DemonstrationPlan): ScriptedAction[] {
  const counts = new Map<string, number>();
  const first = new Map<string, string>();
  const numbers = new Map<Movement, string>();
  const shared = new Set(movements.flatMap((each) => each.samePaperAs ?? []));
  const reimbursed = new Set(reimbursements.map(({ project }) => project));
  const isPlain = (each: Movement) =>
    each.explanation === "" && !each.change && !shared.has(each) && !reimbursed.has(each.project);
  const chronological = movements.toSorted((a, b) =>
    a.recordedOn < b.recordedOn ? -1 : a.recordedOn > b.recordedOn ? 1 : 0,
  );
  const oneFile = chronological.findLast(
    (each) => each.stage === "allot" && each.source === "district" && each.on < "2016-11",
  )?.project;
  const mistyped = chronological.findLast(
    (each) => isPlain(each) && each.stage === "spend" && each.on < "2016-12-15",
  );
  return chronological.flatMap((movement): ScriptedAction[] => {
    const series = documentOf(movement, 0);
    const n = (counts.get(series) ?? 0) + 1;
    counts.set(series, n);
    const paper = `${movement.project} ${movement.stage} ${movement.source}`;
    const earlier = first.get(paper);
    const own =
      movement.project === oneFile && movement.stage === "allot" && !movement.change && earlier
        ? earlier
        : documentOf(movement, n);
    const documentNo = (movement.samePaperAs && numbers.get(movement.samePaperAs)) ?? own;
    numbers.set(movement, documentNo);
    first.set(paper, earlier ?? documentNo);
    const explanation =
      movement.explanation === "" && documentNo === earlier && documentNo !== ""
        ? "同一文件分两批下达"
        : movement.explanation;
    const right: Payment = {
      kind: "money",
      movement: { ...movement, explanation },
      documentNo,
      typedFen: movement.amountFen,
    };
    if (movement !== mistyped) return [{ on: movement.recordedOn, ...right }];
    const wrong = { ...right, typedFen: Math.round(movement.amountFen / 10) };
    return [
      { on: movement.recordedOn, ...wrong },
      { kind: "takeMoneyBack", on: earlierOf(addDays(movement.recordedOn, 2), lastDayOfWork), wrong, right },
    ];
  });
}

/** Four amounts of 2016 were typed with a digit too few, and put right some days later. */
function filingDeeds(chance: Random, filings: Filing[]): ScriptedAction[] {
  const slipped = new Set(
    chance
      .shuffled(filings.filter((filing) => filing.month > "2016-02" && filing.month < "2016-12"))
      .slice(0, 4),
  );
  return filings.flatMap((filing): ScriptedAction[] => {
    if (!slipped.has(filing)) return [{ kind: "file", on: filing.recordedOn, filing, slips: [] }];
    const at = filing.entries.findIndex((entry) => entry.account === "501" && !entry.project);
    const slip = { at, typedFen: Math.round((filing.entries[at]?.amountFen ?? 0) / 10) };
    const found = earlierOf(addDays(filing.recordedOn, chance.between(2, 6)), lastDayOfWork);
    return [
      { kind: "file", on: filing.recordedOn, filing, slips: [slip] },
      { kind: "correct", on: found, filing, slip },
    ];
  });
}

/**
 * What comes in for several months is entered on the day; its later months are posted early in each,
 * December's are still due.
 */
function receivingDeeds(receivings: DemoReceipt[]): ScriptedAction[] {
  const towns = Map.groupBy(receivings, (receiving) => receiving.townCode);
  return [
    ...receivings.map(
      (receiving): ScriptedAction => ({ kind: "receive", on: receiving.receivedOn, receiving }),
    ),
    ...receivings.flatMap((receiving): ScriptedAction[] => {
      const { withdrawn } = receiving;
      return withdrawn ? [{ kind: "withdraw", on: withdrawn.on, receiving, reason: withdrawn.reason }] : [];
    }),
    ...[...towns].flatMap(([townCode, own]) => {
      const first = own.map((receiving) => monthOfDay(receiving.receivedOn)).toSorted()[0] as Month;
      const months = Array.from({ length: Math.max(0, monthsBetween(first, "2016-11")) }, (_, at) =>
        addMonths(first, at + 1),
      );
      return months.map((month): ScriptedAction => ({ kind: "postShares", on: `${month}-08`, townCode }));
    }),
  ];
}
