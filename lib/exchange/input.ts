import { z } from "zod";
import { projectLevels } from "#db/schema/projects.ts";
import { monthText } from "../fields.ts";
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

export const ProjectsExport = z.object({ node, list: z.enum(projectLevels, "notAChoice").optional() });
export type ProjectsExport = Partial<z.output<typeof ProjectsExport>>;

export const IncomeExport = z.object({ node, year, from: monthText.optional(), to: monthText.optional() });
export type IncomeExport = Partial<z.output<typeof IncomeExport>>;

/** What is asked for; the filter is that of its screen. */
export type ExportRequest =
  | { kind: "projects"; filter: ProjectsExport }
  | { kind: "income"; filter: IncomeExport }
  | { kind: "funding"; filter: FundingFilter };

/** Reads the filter of a kind from a URL's parameters; what is not its own is left out. */
export const filterOf = { projects: ProjectsExport, income: IncomeExport, funding: FundingFilter } as const;
