import type { Movement, Stage } from "#db/schema/funding.ts";

/**
 * What a clerk does to a stage's money. The amount is typed as it is; which way it goes follows from this.
 */
export const changes = ["ordinary", "raise", "cut", "return"] as const;
export type Change = (typeof changes)[number];

/** 调整 goes either way, 退回 takes back: what a change is kept as, and its sign. */
const keptAs: Record<Change, { movement: Movement; sign: 1 | -1 }> = {
  ordinary: { movement: "ordinary", sign: 1 },
  raise: { movement: "adjustment", sign: 1 },
  cut: { movement: "adjustment", sign: -1 },
  return: { movement: "return", sign: -1 },
};

/** The movement and the signed amount, in fen, that a change of `amountFen` is posted as. */
export const movementOf = (change: Change, amountFen: number): { movement: Movement; amountFen: number } => ({
  movement: keptAs[change].movement,
  amountFen: keptAs[change].sign * amountFen,
});

const changeable: Record<Movement, readonly Stage[]> = {
  ordinary: ["plan", "allot", "disburse", "receive", "spend"],
  adjustment: ["plan", "allot"],
  return: ["disburse", "receive", "spend"],
};

/**
 * Plans and allotments are adjusted; what was disbursed, received or spent comes back (a treasury, a village,
 * a contractor).
 */
export const mayMove = (movement: Movement, stage: Stage): boolean => changeable[movement].includes(stage);

/**
 * Stages that name the paper they rest on: 文号 for an allotment; contract, invoice or acceptance number for
 * spending; and the voucher of whatever comes back.
 */
export const needsDocument = (stage: Stage, movement: Movement = "ordinary"): boolean =>
  stage === "allot" || stage === "spend" || movement === "return";
