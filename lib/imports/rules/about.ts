import type { IntakeKind } from "#db/schema/intake.ts";
import { type Month, yearOfMonth } from "#lib/core/dates.ts";
import { compact, type ReadSheet } from "#lib/spreadsheets/cells.ts";
import type { Claim } from "#lib/spreadsheets/meaning.ts";
import type { Table } from "#lib/spreadsheets/sheet-table.ts";
import type { Field } from "../forms/sheet-form.ts";
import type { Asking } from "./questions.ts";

// What a file or a paste should be, and a sheet of it while it is being understood.

/**
 * An account of another chart of accounts, and the codes in the month's own that its money may stand under.
 */
export type ForeignAccount = {
  label: string;
  labelEn: string;
  ways: readonly { code: string; label: string; labelEn: string }[];
};

/** What a file or a paste is expected to be. */
export type Expected = {
  kind: IntakeKind;
  town: { code: string; name: string } | null;
  month: Month | null;
  /** Names of the other towns of the district: a title that names one is not theirs. */
  otherTowns?: readonly string[];
  /** Is this the name of one of their places? */
  isPlace?: (text: string) => boolean;
  /**
   * What only the other charts of accounts call an account, and the codes that mean another kind of money
   * there.
   */
  otherRegimes?: { names: ReadonlyMap<string, ForeignAccount>; codes: ReadonlySet<string> };
};

const few = 5;
export const listed = (texts: readonly string[]) =>
  texts.slice(0, few).join("、") + (texts.length > few ? "…" : "");

/** Is what a text claims of its numbers about the month that is expected? */
export function fits(claim: Claim, { kind, month }: Expected): boolean {
  if (claim.is === "unit" || claim.is === "thisMonth" || !month) return true;
  if (claim.is === "month")
    return (
      kind !== "income" ||
      (claim.month === Number(month.slice(5)) && (claim.year ?? yearOfMonth(month)) === yearOfMonth(month))
    );
  if (claim.is === "year") return claim.year === yearOfMonth(month);
  return kind !== "income";
}

/** A text without the month that it rightly names: next month's file says the same of another month. */
export const withoutFitting = (text: string, claims: readonly Claim[], expected: Expected) =>
  claims
    .filter(
      (claim) =>
        claim.is !== "unit" && fits(claim, expected) && (claim.is === "month" || claim.is === "year"),
    )
    .reduce((rest, claim) => rest.replace(claim.text, ""), compact(text).toLowerCase());

export type About = {
  sheet: ReadSheet;
  fields: readonly Field[];
  byKey: ReadonlyMap<string, Field>;
  nameOf: (key: string) => { field: string; fieldEn: string };
  expected: Expected;
  asking: Asking;
};

export const amountsIn = ({ fields }: Pick<About, "fields">, table: Table) =>
  fields.filter((field) => field.kind === "amount" && table.columns.has(field.key));
