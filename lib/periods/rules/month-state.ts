import type { FilingAct, FilingState } from "#db/schema/filing.ts";
import { addDays, type Day, daysBetween, earlierOf, lastDay, type Month } from "#lib/core/dates.ts";

/** Where a town's month stands now: as it was left, or `expired`, unlocked for a time that is over. */
export type MonthState = FilingState | "expired";

/** What the rules must know of a `filing_month`; no row is an open month. */
export type FilingRow = { state: FilingState; unlockedUntil: string | null };

/**
 * An unlocked month closes by itself: nobody has to remember it, and what was posted meanwhile waits for its
 * approval.
 */
export function monthStateOf(row: FilingRow | undefined, now: string): MonthState {
  if (!row) return "open";
  return row.state === "open" && row.unlockedUntil !== null && row.unlockedUntil <= now
    ? "expired"
    : row.state;
}

/** 报送: from where each act is done, and where it leads (DOMAIN §6). */
export const acts = {
  submit: { from: ["open", "returned"], to: "submitted" },
  withdraw: { from: ["submitted"], to: "open" },
  return: { from: ["submitted", "approved"], to: "returned" },
  approve: { from: ["submitted"], to: "approved" },
  lock: { from: ["approved", "expired"], to: "locked" },
  unlock: { from: ["approved", "locked", "expired"], to: "open" },
} as const satisfies Record<FilingAct, { from: readonly MonthState[]; to: FilingState }>;

/** May `act` be done to a month that stands so? */
export const isPossible = (act: FilingAct, standing: MonthState): boolean =>
  (acts[act].from as readonly MonthState[]).includes(standing);

/** Why a month takes no entry: a key under `refused`; undefined where it does. */
export const closedAs = {
  open: undefined,
  returned: undefined,
  submitted: "monthSubmitted",
  approved: "monthApproved",
  locked: "monthLocked",
  expired: "monthUnlockExpired",
} as const satisfies Record<MonthState, string | undefined>;
export type Closed = NonNullable<(typeof closedAs)[MonthState]>;

/** Do a month's figures stand until somebody unlocks or returns it? */
export const isSettled = (standing: MonthState): boolean =>
  standing === "approved" || standing === "locked" || standing === "expired";
/** Does the month lie with the office, or has it lain there: no more work for the town? */
export const isFiled = (standing: MonthState): boolean => standing === "submitted" || isSettled(standing);

/**
 * The first day on which a month may be filed: when its filing opens by the calendar, at the latest when it
 * is over.
 */
export function submittableFrom(month: Month, opensOn: Day | undefined): Day {
  const whenOver = addDays(lastDay(month), 1);
  return opensOn === undefined ? whenOver : earlierOf(opensOn, whenOver);
}

/** How long an unlocked month may stay so, in days. */
export const longestUnlockDays = 31;

export type Timeliness =
  | { kind: "onTime"; filedOn: Day; dueOn: Day }
  | { kind: "late"; filedOn: Day; dueOn: Day; days: number }
  | { kind: "overdue"; dueOn: Day; days: number }
  | { kind: "pending"; dueOn: Day };

/**
 * Was a month filed by the day it was due, and if not, by how many days late? Undefined where the calendar
 * names no day.
 */
export function timelinessOf(
  dueOn: Day | undefined,
  filedOn: Day | undefined,
  today: Day,
): Timeliness | undefined {
  if (dueOn === undefined) return undefined;
  if (filedOn === undefined)
    return today > dueOn
      ? { kind: "overdue", dueOn, days: daysBetween(dueOn, today) }
      : { kind: "pending", dueOn };
  return filedOn > dueOn
    ? { kind: "late", filedOn, dueOn, days: daysBetween(dueOn, filedOn) }
    : { kind: "onTime", filedOn, dueOn };
}

/**
 * When a month was filed: its first submission that was not withdrawn. Being returned makes no town late, and
 * withdrawing gains it no time.
 * @param events of one town and month, in their order
 */
export const filedBy = <E extends { act: FilingAct }>(events: readonly E[]): E | undefined =>
  events.find((event, at) => event.act === "submit" && events[at + 1]?.act !== "withdraw");

/**
 * Did a month count before there was filing, and was taken over as approved? Nobody filed it, in time or
 * late.
 * @param events of one town and month, in their order
 */
export const isTakenOver = ([first]: readonly { act: FilingAct; state: FilingState }[]): boolean =>
  first?.act === "approve" && first.state === "approved";

/** Was what belongs to `month` recorded after the month was due? */
export const isLateRow = (recordedOn: Day, dueOn: Day | undefined): boolean =>
  dueOn !== undefined && recordedOn > dueOn;
