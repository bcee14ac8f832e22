import type { DisbursementMode, Source, Stage } from "#db/schema/funding.ts";
import type { Day } from "#lib/core/dates.ts";

/** Money of one project and source by stage, or of whatever else is summed; in fen. */
export type ByStage = Record<Stage, number>;

export const noMoney = (): ByStage => ({ plan: 0, allot: 0, disburse: 0, receive: 0, spend: 0 });

/** A stage that holds more than the one that it rests on: by how much, in fen. */
export type Over = { stage: Stage; amountFen: number; limit: Stage; limitFen: number; overFen: number };

/**
 * Which stage may hold no more than which, per project and source (DOMAIN §5). In advance: spend ≤ receive ≤
 * disburse ≤ allot ≤ plan. As reimbursement the work is paid first and the money follows its acceptance:
 * receive ≤ disburse ≤ allot ≤ plan and disburse ≤ spend ≤ plan.
 */
const restsOn: Record<DisbursementMode, readonly (readonly [stage: Stage, limit: Stage])[]> = {
  advance: [
    ["allot", "plan"],
    ["disburse", "allot"],
    ["receive", "disburse"],
    ["spend", "receive"],
  ],
  reimbursement: [
    ["allot", "plan"],
    ["disburse", "allot"],
    ["disburse", "spend"],
    ["receive", "disburse"],
    ["spend", "plan"],
  ],
};

/** Every place where the sums of one project and source break the order of their mode. */
export function oversOf(sums: ByStage, mode: DisbursementMode = "advance"): Over[] {
  return restsOn[mode].flatMap(([stage, limit]) =>
    sums[stage] <= sums[limit]
      ? []
      : [{ stage, amountFen: sums[stage], limit, limitFen: sums[limit], overFen: sums[stage] - sums[limit] }],
  );
}

/**
 * The break that posting `amountFen` to `stage` makes or widens: a rise against what the stage rests on, a
 * fall against what rests on it. One that stood before and is not touched does not stand in the way.
 */
export function overBy(
  sums: ByStage,
  stage: Stage,
  amountFen: number,
  mode: DisbursementMode = "advance",
): Over | null {
  const overs = oversOf({ ...sums, [stage]: sums[stage] + amountFen }, mode);
  return overs.find((over) => (amountFen > 0 ? over.stage : over.limit) === stage) ?? null;
}

/** What money that is posted already would break by another mode, and does not break by the one it has. */
export function brokenByMode(sums: ByStage, from: DisbursementMode, to: DisbursementMode): Over | null {
  const known = oversOf(sums, from);
  return (
    oversOf(sums, to).find(
      (over) => !known.some(({ stage, limit }) => stage === over.stage && limit === over.limit),
    ) ?? null
  );
}

/** Under reimbursement money is disbursed once the project is accepted, on the day itself at the earliest. */
export const awaitsAcceptance = (
  mode: DisbursementMode,
  stage: Stage,
  onDay: Day,
  acceptedOn: Day | undefined,
): boolean =>
  mode === "reimbursement" && stage === "disburse" && (acceptedOn === undefined || onDay < acceptedOn);

/** Money that the state hands down: the district allots and disburses it, whatever town it goes to. */
const handedDown: readonly Source[] = ["central", "province", "city", "district"];

/**
 * May a town post this itself? It plans, confirms what arrived and spends; what the state hands down is
 * allotted and disbursed by the district office. The office may post any stage.
 */
export const isTownsOwn = (stage: Stage, source: Source): boolean =>
  !((stage === "allot" || stage === "disburse") && handedDown.includes(source));
