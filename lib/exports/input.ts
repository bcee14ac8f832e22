import { z } from "zod";
import { sources } from "#db/schema/funding.ts";
import { projectLevels } from "#db/schema/projects.ts";
import { happenings, policy, type Verb } from "#lib/access/policy.ts";
import { subjectTypes } from "#lib/core/audit-entry.ts";
import { monthText, optionalDay, viewFields } from "#lib/core/fields.ts";
import { units } from "#lib/core/money.ts";
import { FundingFilter } from "#lib/funding/input.ts";

export const exportKinds = ["projects", "income", "funding", "exceptions", "monthly", "audit"] as const;
export type ExportKind = (typeof exportKinds)[number];
export const exportFormats = ["xlsx", "csv"] as const;
export type ExportFormat = (typeof exportFormats)[number];

const node = z
  .string()
  .regex(/^\d{12}$/, "notAChoice")
  .optional();
const year = FundingFilter.shape.year;
/** The day of which the rows are asked for, as they had been recorded by its end; today unless given. */
const asOf = optionalDay;
const source = z.enum(sources, "notAChoice").optional();

/**
 * Only what the office has approved, as the screens do unless told otherwise. Absent from exports of before
 * there was a choice.
 */
const approvedOnly = z.enum(["true", "false"], "notAChoice").default("true");

export const ProjectsExport = z.object({ node, asOf, list: z.enum(projectLevels, "notAChoice").optional() });
export type ProjectsExport = Partial<z.output<typeof ProjectsExport>>;

export const IncomeExport = z.object({
  node,
  asOf,
  approvedOnly,
  basis: viewFields.basis,
  year,
  from: monthText.optional(),
  to: monthText.optional(),
});
export type IncomeExport = Partial<z.output<typeof IncomeExport>>;

export const FundingExport = FundingFilter.extend({ asOf, approvedOnly });
export type FundingExport = Partial<z.output<typeof FundingExport>>;

export const ExceptionsExport = z.object({ node, asOf, source });
export type ExceptionsExport = Partial<z.output<typeof ExceptionsExport>>;

/** A county's or a town's month; the newest that has ended unless given. `unit` is that of its form. */
export const MonthlyExport = z.object({
  node,
  asOf,
  approvedOnly,
  basis: viewFields.basis,
  month: monthText.optional(),
  unit: z.enum(units, "notAChoice").optional(),
});
export type MonthlyExport = Partial<z.output<typeof MonthlyExport>>;

/** The trail as its screen filters it, up to an event: the newest unless given. */
export const AuditExport = z.object({
  node,
  person: z
    .union([z.literal("operator"), z.coerce.number("notANumber").int("notANumber").positive("outOfRange")])
    .optional(),
  verb: z.enum([...(Object.keys(policy) as Verb[]), ...happenings], "notAChoice").optional(),
  subjectType: z.enum(subjectTypes, "notAChoice").optional(),
  subject: z.string().trim().min(1).max(60, "tooLong").optional(),
  from: optionalDay,
  to: optionalDay,
  upTo: z.coerce.number("notANumber").int("notANumber").positive("outOfRange").optional(),
});
export type AuditExport = Partial<z.output<typeof AuditExport>>;

/** What is asked for; the filter is that of its screen. */
export type ExportRequest =
  | { kind: "projects"; filter: ProjectsExport }
  | { kind: "income"; filter: IncomeExport }
  | { kind: "funding"; filter: FundingExport }
  | { kind: "exceptions"; filter: ExceptionsExport }
  | { kind: "monthly"; filter: MonthlyExport }
  | { kind: "audit"; filter: AuditExport };

/** Reads the filter of a kind from a URL's parameters; what is not its own is left out. */
export const filterOf = {
  projects: ProjectsExport,
  income: IncomeExport,
  funding: FundingExport,
  exceptions: ExceptionsExport,
  monthly: MonthlyExport,
  audit: AuditExport,
} as const;

/** Can a file of this kind be of approved rows alone? One that cannot is of all that is recorded. */
export const offersApproval = (kind: ExportKind): boolean => "approvedOnly" in filterOf[kind].shape;
