import { inArray } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "#db/client.ts";
import { type Role, settings } from "#db/schema/index.ts";

// How people of a district come in: what its administrator has set, kept as one setting and read at each use,
// so that a change is in force with the next request.

export const passwordDaysChoices = [0, 90, 180, 365] as const;
export const historyChoices = [5, 6, 8, 10, 12] as const;
export const guessesChoices = [10, 5] as const;
export const idleMinutesChoices = [30, 20, 15, 10] as const;
export const absoluteHoursChoices = [12, 8, 4] as const;
export const secondFactorChoices = ["some", "all"] as const;

/** The rules at the door. */
export type DoorRules = {
  /** A password is changed after so many days; 0: never for its age. */
  passwordDays: number;
  /** How many passwords back an account does not go. */
  history: number;
  /** Wrong guesses in a quarter of an hour before nobody may guess. */
  guesses: number;
  /** A session ends after so long without use, and after so long however busy it was. */
  idleMinutes: number;
  absoluteHours: number;
  /** Whose sign-in has a second step: administrators and auditors alone, or everybody. */
  secondFactor: (typeof secondFactorChoices)[number];
};

export const usualRules: DoorRules = {
  passwordDays: 0,
  history: 5,
  guesses: 10,
  idleMinutes: 30,
  absoluteHours: 12,
  secondFactor: "some",
};
/** The longest that a session may live under any rules. */
export const longestMs = usualRules.absoluteHours * 3_600_000;

const Kept = z.object({
  passwordDays: z.number(),
  history: z.number(),
  guesses: z.number(),
  idleMinutes: z.number(),
  absoluteHours: z.number(),
  secondFactor: z.enum(secondFactorChoices),
  version: z.number(),
  by: z.string(),
  at: z.string(),
});

/**
 * The door as it stands: its rules, whether duties are separated, whether this is a demonstration, which asks
 * nobody for a second step.
 */
export type Door = DoorRules & {
  version: number;
  by: string;
  at: string;
  threeDuties: boolean;
  demonstration: boolean;
};

export const rulesKey = "door";
export const dutiesKey = "threeDuties";

export async function doorOf(db: Reader): Promise<Door> {
  const rows = await db
    .select()
    .from(settings)
    .where(inArray(settings.key, [rulesKey, dutiesKey, "demonstration"]));
  const values = new Map(rows.map(({ key, value }) => [key, value]));
  const kept = values.get(rulesKey);
  return {
    ...usualRules,
    version: 1,
    by: "",
    at: "",
    ...(kept === undefined ? {} : Kept.parse(JSON.parse(kept))),
    threeDuties: values.get(dutiesKey) === "yes",
    demonstration: values.get("demonstration") === "yes",
  };
}

/** Who must have a second factor; a demonstration lets them in without. */
export const requiresSecondFactor = (
  door: Pick<Door, "secondFactor" | "demonstration">,
  role: Role,
): boolean => !door.demonstration && (door.secondFactor === "all" || role === "admin" || role === "auditor");

/** Is a password of that age to be changed? Those of a demonstration are not: anybody may read them. */
export const isAged = (
  door: Pick<Door, "passwordDays" | "demonstration">,
  since: string,
  at: Date,
): boolean =>
  !door.demonstration &&
  door.passwordDays > 0 &&
  Date.parse(since) + door.passwordDays * 24 * 3_600_000 <= at.getTime();
