import type { IntakeKind } from "#db/schema/intake.ts";
import type { Form } from "./form.ts";
import { fundingForm } from "./funding.ts";
import { incomeForm } from "./income.ts";
import { reportsForm } from "./reports.ts";

/** The files of a town's month, and those of an office's register. */
export const monthly = ["income", "reports", "funding"] as const satisfies readonly IntakeKind[];
export type Monthly = (typeof monthly)[number];

const forms: Record<Monthly, Form> = { income: incomeForm, reports: reportsForm, funding: fundingForm };

export const formOf = (kind: IntakeKind): Form => {
  const form = (forms as Partial<Record<IntakeKind, Form>>)[kind];
  if (!form) throw new Error(`There is no form of ${kind}`);
  return form;
};
