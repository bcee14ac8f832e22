import { type Source, type Stage, stages } from "#db/schema/funding.ts";

/** Money of one project and source by stage, or of whatever else is summed; in fen. */
export type ByStage = Record<Stage, number>;

export const noMoney = (): ByStage => ({ plan: 0, allot: 0, disburse: 0, receive: 0, spend: 0 });

/** A stage that holds more than the stage before it: by how much, in fen. */
export type Over = { stage: Stage; amountFen: number; limit: Stage; limitFen: number; overFen: number };

/** Every place where the sums of one project and source break spend ≤ receive ≤ disburse ≤ allot ≤ plan (DOMAIN §5). */
export function oversOf(sums: ByStage): Over[] {
  return stages.flatMap((stage, at) => {
    const limit = stages[at - 1];
    if (!limit || sums[stage] <= sums[limit]) return [];
    return [{ stage, amountFen: sums[stage], limit, limitFen: sums[limit], overFen: sums[stage] - sums[limit] }];
  });
}

/**
 * The break that posting `amountFen` to `stage` makes or widens: a rise against the stage before, a fall against the stage
 * after. One that stood before and is not touched does not stand in the way.
 */
export function overBy(sums: ByStage, stage: Stage, amountFen: number): Over | null {
  const touched = amountFen > 0 ? stage : stages[stages.indexOf(stage) + 1];
  return oversOf({ ...sums, [stage]: sums[stage] + amountFen }).find((over) => over.stage === touched) ?? null;
}

/** Money that the state hands down: the district allots and disburses it, whatever town it goes to. */
const handedDown: readonly Source[] = ["central", "province", "city", "district"];

/**
 * May a town post this itself? It plans, confirms what arrived and spends; what the state hands down is allotted and disbursed
 * by the district office. The office may post any stage.
 */
export const isTownsOwn = (stage: Stage, source: Source): boolean => !((stage === "allot" || stage === "disburse") && handedDown.includes(source));

/** Stages that name the paper they rest on: 文号 for an allotment; contract, invoice or acceptance number for spending. */
export const needsDocument = (stage: Stage): boolean => stage === "allot" || stage === "spend";
