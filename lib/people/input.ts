import { z } from "zod";
import { duties, roles } from "#db/schema/people.ts";
import { idText, keyText, optionalText, requiredText, single, tick, versionText } from "#lib/core/fields.ts";
import {
  absoluteHoursChoices,
  guessesChoices,
  historyChoices,
  idleMinutesChoices,
  passwordDaysChoices,
  secondFactorChoices,
} from "./queries/sign-in-rules.ts";

/** What an account may be called: it is typed on phones and read out on the telephone. */
export const usernamePattern = /^[a-z][a-z0-9._-]{1,31}$/;

const username = requiredText(32).toLowerCase().regex(usernamePattern, "notAUsername");
const role = z.enum(roles, "notAChoice");
/** What an administrator is for, where the district separates duties; nothing for everybody else. */
const duty = z
  .enum([...duties, ""], "notAChoice")
  .transform((text) => text || null)
  .optional();
/** A password as typed: full-width and plain forms of a character are the same, spaces count. */
const password = z.string({ error: "required" }).min(1, "required").max(128, "tooLong").normalize("NFKC");
/** The same, or nothing where the system shall make one. */
const optionalPassword = z
  .string()
  .max(128, "tooLong")
  .normalize("NFKC")
  .transform((text) => text || undefined)
  .optional();
/** A one-time code: six digits, however they are spaced or how wide they are. */
const code = z
  .string({ error: "required" })
  .normalize("NFKC")
  .transform((text) => text.replace(/\s/g, ""))
  .pipe(
    z
      .string()
      .min(1, "required")
      .regex(/^\d{6}$/, "notACode"),
  );

/** The form of `POST /login`. */
export const SignIn = z.object({
  username: requiredText(200).normalize("NFKC").toLowerCase(),
  password,
  next: optionalText(2000),
});
export type SignIn = z.output<typeof SignIn>;

export const CodeInput = z.object({ code, next: optionalText(2000) });
export type CodeInput = z.output<typeof CodeInput>;

export const ChangePassword = z
  .object({ currentPassword: password, password, passwordAgain: password, next: optionalText(2000) })
  .refine((form) => form.password === form.passwordAgain, { error: "notTheSame", path: ["passwordAgain"] });
export type ChangePassword = z.output<typeof ChangePassword>;

/** How long an API token may live, in days. */
export const tokenDays = [30, 90, 365] as const;

export const CreateToken = z.object({
  name: requiredText(60),
  days: single(
    z.coerce
      .number("notAChoice")
      .refine((days) => (tokenDays as readonly number[]).includes(days), "notAChoice"),
  ).default(90),
  key: keyText,
});
export type CreateToken = z.output<typeof CreateToken>;

export const RevokeToken = z.object({ tokenId: idText, key: keyText });
export type RevokeToken = z.output<typeof RevokeToken>;

export const EndSession = z.object({ sessionId: idText, key: keyText });
export type EndSession = z.output<typeof EndSession>;

export const CreatePerson = z.object({
  username,
  name: requiredText(40),
  post: optionalText(60),
  role,
  duty,
  scopeId: idText,
  password: optionalPassword,
  mustChangePassword: tick.default(true),
  key: keyText,
});
export type CreatePerson = z.output<typeof CreatePerson>;

export const EditPerson = z.object({
  personId: idText,
  version: versionText,
  name: requiredText(40),
  post: optionalText(60),
  role,
  duty,
  scopeId: idText,
  key: keyText,
});
export type EditPerson = z.output<typeof EditPerson>;

export const DisablePerson = z.object({
  personId: idText,
  version: versionText,
  reason: optionalText(200),
  key: keyText,
});
export type DisablePerson = z.output<typeof DisablePerson>;

export const EnablePerson = z.object({ personId: idText, version: versionText, key: keyText });
export type EnablePerson = z.output<typeof EnablePerson>;

export const ConfirmPerson = z.object({ personId: idText, version: versionText, key: keyText });
export type ConfirmPerson = z.output<typeof ConfirmPerson>;

export const UnlockPerson = z.object({ personId: idText, key: keyText });
export type UnlockPerson = z.output<typeof UnlockPerson>;

export const ResetPassword = z.object({
  personId: idText,
  password: optionalPassword,
  clearSecondFactor: tick,
  key: keyText,
});
export type ResetPassword = z.output<typeof ResetPassword>;

const oneOf = (choices: readonly number[]) =>
  single(z.coerce.number("notAChoice").refine((value) => choices.includes(value), "notAChoice"));

export const SetDoorRules = z.object({
  version: versionText,
  passwordDays: oneOf(passwordDaysChoices),
  history: oneOf(historyChoices),
  guesses: oneOf(guessesChoices),
  idleMinutes: oneOf(idleMinutesChoices),
  absoluteHours: oneOf(absoluteHoursChoices),
  secondFactor: z.enum(secondFactorChoices, "notAChoice"),
  key: keyText,
});
export type SetDoorRules = z.output<typeof SetDoorRules>;

export const SetDuties = z.object({ on: tick, key: keyText });
export type SetDuties = z.output<typeof SetDuties>;
