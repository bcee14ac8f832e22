import type { OverrideLight } from "#db/schema/projects.ts";
import { addMonths, type Day, earlierOf, lastDay, monthOfDay } from "#lib/core/dates.ts";

/** What the office did to a light by hand: set it until `expiresOn`, or took that back from `fromOn` on. */
export type OverrideRow = {
  kind: "set" | "clear";
  light: OverrideLight | null;
  fromOn: Day;
  expiresOn: Day | null;
  reason: string;
  personName: string;
};

/** A light set by hand, shown with its reason from `fromOn` through `expiresOn`. */
export type Override = {
  light: OverrideLight;
  fromOn: Day;
  expiresOn: Day;
  reason: string;
  personName: string;
};

/**
 * 人工调整 in force on a day: the newest row by then, unless it takes back or has run out.
 * @param rows oldest first
 */
export function overrideOn(rows: readonly OverrideRow[], on: Day): Override | null {
  const row = rows.findLast((each) => each.fromOn <= on);
  if (!row || row.kind === "clear" || row.light === null || row.expiresOn === null || row.expiresOn < on)
    return null;
  const { light, fromOn, expiresOn, reason, personName } = row;
  return { light, fromOn, expiresOn, reason, personName };
}

/**
 * The last day until which a light may be set by hand on `on`: three months ahead, so that nobody forgets
 * one.
 */
export function latestExpiry(on: Day): Day {
  const month = addMonths(monthOfDay(on), 3);
  return earlierOf(`${month}-${on.slice(8)}`, lastDay(month));
}

/** What became of a light set by hand. */
export type OverrideSpan = Override & {
  state: "inForce" | "expired" | "replaced" | "cleared";
  /** The day from which another or none stood in its place, and why and by whom it was taken back. */
  endedOn: Day | null;
  endedReason: string;
  endedBy: string;
};

/**
 * Each light that was set by hand on one project with what became of it by `on`, newest first.
 * @param rows oldest first
 */
export function overrideSpans(rows: readonly OverrideRow[], on: Day): OverrideSpan[] {
  const spans = rows.flatMap(({ light, fromOn, expiresOn, reason, personName }, at): OverrideSpan[] => {
    if (light === null || expiresOn === null) return [];
    const next = rows[at + 1];
    const over = next !== undefined && next.fromOn <= expiresOn ? next : undefined;
    const state = over
      ? over.kind === "clear"
        ? "cleared"
        : "replaced"
      : expiresOn < on
        ? "expired"
        : "inForce";
    const cleared = over?.kind === "clear" ? over : undefined;
    return [
      {
        light,
        fromOn,
        expiresOn,
        reason,
        personName,
        state,
        endedOn: over?.fromOn ?? null,
        endedReason: cleared?.reason ?? "",
        endedBy: cleared?.personName ?? "",
      },
    ];
  });
  return spans.toReversed();
}
