import { z } from "zod";
import { disbursementModes, exceptionKinds, sources, stages } from "#db/schema/funding.ts";
import {
  dayText,
  idText,
  keyText,
  optionalDay,
  optionalText,
  reasonText,
  requiredText,
  yuan,
} from "#lib/core/fields.ts";
import { changes } from "./rules/movement.ts";

// Sums stay far inside what a number holds exactly: a thousand 亿 a posting is beyond any village.
const largestFen = 10_000_000_000_000;

export const PostFunding = z.object({
  projectId: idText,
  stage: z.enum(stages, "notAChoice"),
  source: z.enum(sources, "notAChoice"),
  /** An ordinary posting unless given; which way the amount goes follows from it. */
  change: z.enum(changes, "notAChoice").optional(),
  /** Always positive. */
  amountFen: yuan.refine((fen) => Math.abs(fen) <= largestFen, "notAnAmount"),
  onDay: dayText.refine((day) => day >= "1990-01-01", "notADay"),
  documentNo: optionalText(100),
  note: optionalText(500),
  explanation: optionalText(500),
  key: keyText,
});
export type PostFunding = z.output<typeof PostFunding>;

export const ReverseFunding = z.object({ postingId: idText, reason: reasonText(500), key: keyText });
export type ReverseFunding = z.output<typeof ReverseFunding>;

export const SetFundingMode = z.object({
  projectId: idText,
  source: z.enum(sources, "notAChoice"),
  mode: z.enum(disbursementModes, "notAChoice"),
  reason: reasonText(500),
  key: keyText,
});
export type SetFundingMode = z.output<typeof SetFundingMode>;

/**
 * Which exception, with the figures that the form was made from: nobody explains figures that they have not
 * seen.
 */
const AboutException = z.object({
  kind: z.enum(exceptionKinds, "notAChoice"),
  exception: requiredText(300),
  figures: requiredText(2000),
  key: keyText,
});
export const AssignException = AboutException.extend({ ownerId: idText, dueOn: dayText });
export type AssignException = z.output<typeof AssignException>;
export const ExplainException = AboutException.extend({ explanation: requiredText(500) });
export type ExplainException = z.output<typeof ExplainException>;

/** What a project counts as: its list, or — to split without counting twice — which lists it stands on. */
export const listings = ["village", "key", "villageOnly", "both", "keyOnly"] as const;
export type Listing = (typeof listings)[number];

export const fundingGroups = ["town", "village", "project", "list", "source", "stage", "year"] as const;
export type FundingGroup = (typeof fundingGroups)[number];

const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, "notAChoice").optional();

/** Which postings: everything is optional, and what is absent does not narrow. */
export const FundingFilter = z.object({
  /** 12-digit code; the actor's own scope unless given. A village takes its shares of its projects' money. */
  node: z
    .string()
    .regex(/^\d{12}$/, "notAChoice")
    .optional(),
  year: z.coerce.number("notAYear").int("notAYear").min(1990, "notAYear").max(2100, "notAYear").optional(),
  from: optionalDay,
  to: optionalDay,
  list: choice(listings),
  source: choice(sources),
  stage: choice(stages),
  project: idText.optional(),
});
export type FundingFilter = Partial<z.output<typeof FundingFilter>>;

/** Which exceptions, likewise; `age` in days at least. */
export const ExceptionFilter = z.object({
  node: FundingFilter.shape.node,
  project: FundingFilter.shape.project,
  source: FundingFilter.shape.source,
  kind: choice(exceptionKinds),
  state: choice(["open", "explained"]),
  /** The district office's, a town's, or those that were given to whoever asks. */
  owner: choice(["office", "town", "me"]),
  age: z.coerce.number("notANumber").int("notANumber").min(0, "notANumber").optional(),
});
export type ExceptionFilter = Partial<z.output<typeof ExceptionFilter>>;
