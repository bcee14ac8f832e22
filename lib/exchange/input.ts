import { z } from "zod";
import { projectLevels } from "#db/schema/projects.ts";
import { monthText, optionalDay } from "../fields.ts";
import { FundingFilter } from "../funding/input.ts";

export const exportKinds = ["projects", "income", "funding"] as const;
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

/** Only what the office has approved, as the screens do unless told otherwise. Absent from exports of before there was a choice. */
const approvedOnly = z.enum(["true", "false"], "notAChoice").default("true");

export const ProjectsExport = z.object({ node, asOf, list: z.enum(projectLevels, "notAChoice").optional() });
export type ProjectsExport = Partial<z.output<typeof ProjectsExport>>;

export const IncomeExport = z.object({ node, asOf, approvedOnly, year, from: monthText.optional(), to: monthText.optional() });
export type IncomeExport = Partial<z.output<typeof IncomeExport>>;

export const FundingExport = FundingFilter.extend({ asOf, approvedOnly });
export type FundingExport = Partial<z.output<typeof FundingExport>>;

/** What is asked for; the filter is that of its screen. */
export type ExportRequest =
  | { kind: "projects"; filter: ProjectsExport }
  | { kind: "income"; filter: IncomeExport }
  | { kind: "funding"; filter: FundingExport };

/** Reads the filter of a kind from a URL's parameters; what is not its own is left out. */
export const filterOf = { projects: ProjectsExport, income: IncomeExport, funding: FundingExport } as const;
