import type { IntakeKind } from "#db/schema/intake.ts";
import type { Form } from "./form.ts";
import { fundingForm } from "./funding.ts";
import { incomeForm } from "./income.ts";
import { projectsForm } from "./projects.ts";
import { reportsForm } from "./reports.ts";
import { villagesForm } from "./villages.ts";

/** The files of a town's month, and those of an office's register. */
export const monthly = ["income", "reports", "funding"] as const satisfies readonly IntakeKind[];
export type Monthly = (typeof monthly)[number];

export const registers = ["projects", "villages"] as const satisfies readonly IntakeKind[];
export type Register = (typeof registers)[number];

const forms: Record<IntakeKind, Form> = {
  income: incomeForm,
  reports: reportsForm,
  funding: fundingForm,
  projects: projectsForm,
  villages: villagesForm,
};

export const formOf = (kind: IntakeKind): Form => forms[kind];
