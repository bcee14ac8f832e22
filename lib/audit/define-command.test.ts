import { expect, test } from "vitest";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Reason } from "#lib/core/fields.ts";
import { reasonOf } from "#lib/core/fields.ts";
import type { reverseIncome } from "#lib/income/commands/postings.ts";
import { defineCommand, takes, verbOfCommand } from "./define-command.ts";

// What a command cannot leave out is checked by the compiler: `tsc` fails where one of these lines compiles.

const subject: Subject = { type: "income", id: 1, name: "", divisionCode: "" };
const post = { verb: "income.post", input: takes<{ id: number }>() } as const;
const place = (_: unknown) => ({ divisionCode: "" });
const work = async (_: unknown) => ({ result: 1, audit: { subject } });
const silence = async (_: unknown) => ({ result: 1 });
const reasoned = takes<{ id: number; reason: Reason }>();
const versioned = takes<{ id: number; version: number }>();

export const whole = defineCommand({ ...post, place, work });
// @ts-expect-error no verb
export const nameless = defineCommand({ input: post.input, place, work });
// @ts-expect-error no verb of the policy
export const unknown = defineCommand({ ...post, verb: "income.burn", place, work });
// @ts-expect-error no audit entry
export const silent = defineCommand({ ...post, place, work: silence });
// @ts-expect-error no place, where the permission has one
export const anywhere = defineCommand({ ...post, work });
// @ts-expect-error nothing to compare the version with
export const blind = defineCommand({ ...post, input: versioned, place, work });
// @ts-expect-error its reason is not in the trail
export const mute = defineCommand({ ...post, input: reasoned, place, work });

type Reversal = Parameters<typeof reverseIncome>[1];
export const reversal: Reversal = { postingId: 1, reason: reasonOf("重复登记") };
// @ts-expect-error a reason that nobody parsed
export const empty: Reversal = { postingId: 1, reason: "" };
// @ts-expect-error none at all
export const without: Reversal = { postingId: 1 };

test("a reason is what was given: an empty one is none", () => {
  expect(reasonOf("重复登记")).toBe("重复登记");
  expect(() => reasonOf("")).toThrow("required");
  expect(() => reasonOf("   ")).toThrow("required");
});

test("a command is known by its verb, and nothing else is one", () => {
  expect(verbOfCommand(whole)).toBe("income.post");
  expect(verbOfCommand(work)).toBeUndefined();
  expect(verbOfCommand("income.post")).toBeUndefined();
});
