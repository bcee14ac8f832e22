import type { IntakeKind } from "#db/schema/intake.ts";
import { fundingForm } from "./funding.ts";
import { incomeForm } from "./income.ts";
import { projectsForm } from "./projects.ts";
import { reportsForm } from "./reports.ts";
import type { Form } from "./sheet-form.ts";
import { villagesForm } from "./villages.ts";

const forms: Record<IntakeKind, Form> = {
  income: incomeForm,
  reports: reportsForm,
  funding: fundingForm,
  projects: projectsForm,
  villages: villagesForm,
};

export const formOf = (kind: IntakeKind): Form => forms[kind];
