import { stages } from "#db/schema/funding.ts";
import { addDays, type Day, earlierOf, instantOn } from "../period.ts";
import type { Chance } from "./chance.ts";
import { type CourseReport, standsOn } from "./courses.ts";
import type { ExceptionDeed } from "./oddities.ts";
import type { DemonstrationPlan, Filing, Undertaking } from "./plan.ts";
import type { Movement, Reimbursement } from "./purses.ts";
import { documentOf } from "./wording.ts";

export type Payment = { kind: "money"; movement: Movement; documentNo: string; typedFen: number };
/** One thing that somebody did on a day. */
export type Deed = { on: Day } & (
  | { kind: "create"; undertaking: Undertaking }
  | { kind: "target"; villageCode: string; amountFen: number; reason: string; revision: number }
  | { kind: "report"; undertaking: Undertaking; report: CourseReport }
  | { kind: "pause"; undertaking: Undertaking; pausedOn: Day }
  | { kind: "mode"; reimbursement: Reimbursement }
  | Payment
  | { kind: "takeMoneyBack"; wrong: Payment; right: Payment }
  | { kind: "exception"; act: ExceptionDeed }
  | { kind: "file"; filing: Filing; slips: Slip[] }
  | { kind: "correct"; filing: Filing; slip: Slip }
);

/** An amount that was typed wrongly at first. */
export type Slip = { at: number; typedFen: number };

const order: Deed["kind"][] = ["create", "target", "report", "pause", "mode", "money", "takeMoneyBack", "file", "correct", "exception"];
const lastDayOfWork = addDays(standsOn, -1);

/** The plan as a diary: every deed with the instant at which it was recorded, in the order of these instants. */
export function diaryOf(chance: Chance, plan: DemonstrationPlan): { at: Date; deed: Deed }[] {
  const deeds = [
    ...plan.undertakings.flatMap(projectDeeds),
    ...targetDeeds(plan),
    ...plan.reimbursements.map((reimbursement): Deed => ({ kind: "mode", on: reimbursement.on, reimbursement })),
    ...moneyDeeds(plan),
    ...plan.acts.map((act): Deed => ({ kind: "exception", on: act.on, act })),
    ...filingDeeds(chance.of("slips"), plan.filings),
  ];
  const sorted = deeds
    .map((deed, sequence) => ({ deed, sequence }))
    .toSorted((a, b) => compare(a.deed, b.deed) || a.sequence - b.sequence)
    .map(({ deed }) => deed);
  return [...Map.groupBy(sorted, (deed) => deed.on)].flatMap(([day, ofDay]) => {
    // Spread over the office hours, 8:30 to 17:30.
    const apart = (9 * 3600_000) / ofDay.length;
    return ofDay.map((deed, i) => ({ at: new Date(instantOn(day, 8, 30).getTime() + Math.floor(i * apart)), deed }));
  });
}

function compare(a: Deed, b: Deed): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1;
  if (a.kind !== b.kind) return order.indexOf(a.kind) - order.indexOf(b.kind);
  return a.kind === "money" && b.kind === "money" ? stages.indexOf(a.movement.stage) - stages.indexOf(b.movement.stage) : 0;
}

function projectDeeds(undertaking: Undertaking): Deed[] {
  const { createdOn, reports, pausedOn } = undertaking.course;
  return [
    { kind: "create", on: createdOn, undertaking },
    ...reports.map((report): Deed => ({ kind: "report", on: report.recordedOn, undertaking, report })),
    ...(pausedOn ? [{ kind: "pause" as const, on: addDays(pausedOn, 1), undertaking, pausedOn }] : []),
  ];
}

const lowerTargetFen = 8_000_000;
const campaignTargetFen = 10_000_000;

/** The hills began 2016 with ¥80,000; in March the district put every village to the campaign's ¥100,000. */
function targetDeeds({ towns }: DemonstrationPlan): Deed[] {
  const hills = towns.filter((town) => ["lianhua", "tingxi"].includes(town.username)).flatMap((town) => town.villages.slice(0, 8));
  return hills.flatMap(({ code }): Deed[] => [
    { kind: "target", on: "2016-01-12", villageCode: code, amountFen: lowerTargetFen, reason: "山区村起步目标", revision: 0 },
    {
      kind: "target",
      on: "2016-03-15",
      villageCode: code,
      amountFen: campaignTargetFen,
      reason: "按区委部署，所有村(居)统一为 10 万元",
      revision: 1,
    },
  ]);
}

function moneyDeeds({ movements, reimbursements }: DemonstrationPlan): Deed[] {
  const counts = new Map<string, number>();
  const first = new Map<string, string>();
  const numbers = new Map<Movement, string>();
  const shared = new Set(movements.flatMap((each) => each.samePaperAs ?? []));
  const reimbursed = new Set(reimbursements.map(({ project }) => project));
  const isPlain = (each: Movement) => each.explanation === "" && !each.change && !shared.has(each) && !reimbursed.has(each.project);
  const chronological = movements.toSorted((a, b) => (a.recordedOn < b.recordedOn ? -1 : a.recordedOn > b.recordedOn ? 1 : 0));
  const oneFile = chronological.findLast((each) => each.stage === "allot" && each.source === "district" && each.on < "2016-11")?.project;
  const mistyped = chronological.findLast((each) => isPlain(each) && each.stage === "spend" && each.on < "2016-12-15");
  return chronological.flatMap((movement): Deed[] => {
    const series = documentOf(movement, 0);
    const n = (counts.get(series) ?? 0) + 1;
    counts.set(series, n);
    const paper = `${movement.project} ${movement.stage} ${movement.source}`;
    const earlier = first.get(paper);
    const own = movement.project === oneFile && movement.stage === "allot" && !movement.change && earlier ? earlier : documentOf(movement, n);
    const documentNo = (movement.samePaperAs && numbers.get(movement.samePaperAs)) ?? own;
    numbers.set(movement, documentNo);
    first.set(paper, earlier ?? documentNo);
    const explanation = movement.explanation === "" && documentNo === earlier && documentNo !== "" ? "同一文件分两批下达" : movement.explanation;
    const right: Payment = { kind: "money", movement: { ...movement, explanation }, documentNo, typedFen: movement.amountFen };
    if (movement !== mistyped) return [{ on: movement.recordedOn, ...right }];
    const wrong = { ...right, typedFen: Math.round(movement.amountFen / 10) };
    return [
      { on: movement.recordedOn, ...wrong },
      { kind: "takeMoneyBack", on: earlierOf(addDays(movement.recordedOn, 2), lastDayOfWork), wrong, right },
    ];
  });
}

/** Four amounts of 2016 were typed with a digit too few, and put right some days later. */
function filingDeeds(chance: Chance, filings: Filing[]): Deed[] {
  const slipped = new Set(chance.shuffled(filings.filter((filing) => filing.month > "2016-02" && filing.month < "2016-12")).slice(0, 4));
  return filings.flatMap((filing): Deed[] => {
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
