import type { OverrideLight } from "#db/schema/projects.ts";
import type { Day } from "../period.ts";

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
export type Override = { light: OverrideLight; fromOn: Day; expiresOn: Day; reason: string; personName: string };

/** 人工调整 in force on a day: the newest row by then, unless it takes back or has run out. @param rows oldest first */
export function overrideOn(rows: readonly OverrideRow[], on: Day): Override | null {
  const row = rows.findLast((each) => each.fromOn <= on);
  if (!row || row.kind === "clear" || row.light === null || row.expiresOn === null || row.expiresOn < on) return null;
  const { light, fromOn, expiresOn, reason, personName } = row;
  return { light, fromOn, expiresOn, reason, personName };
}
