import { lettersOf } from "#lib/spreadsheets/cells.ts";
import { type Heading, withUnit } from "#lib/spreadsheets/headings.ts";
import { bracketsOf, plainHeading } from "#lib/spreadsheets/meaning.ts";
import type { Table } from "#lib/spreadsheets/sheet-table.ts";
import { saysNothing } from "#lib/spreadsheets/values.ts";
import { type About, fits, listed, withoutFitting } from "./about.ts";
import type { Sentence } from "./diff.ts";
import { choice, keyOf, says } from "./questions.ts";

/** The one of the columns called so that is the month's; asked where none or several may be. */
export function pickedColumn(
  { asking, expected, nameOf }: About,
  key: string,
  headings: readonly Heading[],
): Heading | null {
  // A column of a year is no column of a month, whichever year it is.
  const isOfYear = ({ claims }: Heading) =>
    expected.kind === "income" &&
    claims.some(({ is }) => is === "year") &&
    !claims.some(({ is }) => is === "month");
  const isOdd = (heading: Heading) =>
    heading.unknown.length > 0 || isOfYear(heading) || heading.claims.some((claim) => !fits(claim, expected));
  const isMonths = (heading: Heading) =>
    heading.claims.some((claim) => claim.is === "thisMonth" || claim.is === "month");
  const plain = headings.filter((heading) => !isOdd(heading));
  const best = [plain.filter(isMonths), plain, headings].find((some) => some.length > 0) ?? [];
  const [first] = best;
  if (!first || (best.length === 1 && plain.length > 0)) return first ?? null;
  const words = { ...nameOf(key), month: expected.month ?? "" };
  if (best.length === 1) {
    const heading = withoutFitting(first.text, first.claims, expected);
    const answer = asking.answer({
      key: keyOf("column", key, heading),
      says: says("column", { letters: lettersOf(first.column), heading: first.text, ...words }),
      choices: [choice("take", "takeColumn", words), choice("leave", "leaveColumn")],
      remembered: true,
    });
    return answer === "take" ? first : null;
  }
  const answer = asking.answer({
    key: keyOf(
      "which",
      key,
      ...best.map((heading) => withoutFitting(heading.text, heading.claims, expected)),
    ),
    says: says("which", {
      columns: listed(best.map((heading) => `${lettersOf(heading.column)} ${heading.text}`)),
      ...words,
    }),
    choices: [
      ...best.map((heading, at) =>
        choice(String(at), "columnAt", { letters: lettersOf(heading.column), heading: heading.text }),
      ),
      choice("leave", "leaveColumns"),
    ],
    remembered: true,
  });
  return answer === undefined || answer === "leave" ? null : (best[Number(answer)] ?? null);
}

/** A sheet that mixes two charts of accounts: what a bare code means in it is asked, not guessed. */
export function askedOfRegimes({ asking, expected, nameOf }: About, table: Table): void {
  const { otherRegimes } = expected;
  if (!otherRegimes || !table.extra.some(({ text }) => otherRegimes.names.has(plainHeading(text)))) return;
  for (const [key, heading] of table.columns) {
    if (!otherRegimes.codes.has(key) || plainHeading(heading.own) !== key) continue;
    const words = {
      letters: lettersOf(heading.column),
      code: key,
      month: expected.month ?? "",
      ...nameOf(key),
    };
    const answer = asking.answer({
      key: keyOf("regime", key, ...table.extra.map(({ text }) => text)),
      says: says("regime", words),
      choices: [choice("take", "takeColumn", words), choice("leave", "leaveColumn")],
      remembered: true,
    });
    if (answer === "take") continue;
    table.columns.delete(key);
    for (const row of table.rows) row.cells.delete(key);
  }
}

/**
 * Columns of accounts that only another chart has: each is asked, with the accounts of the month that its
 * money may stand under, and read as it is answered. One that has no place left here is said.
 * @param taken what the sheet has columns of by itself, whatever is asked about them
 */
export function askedOfForeign(
  about: About,
  table: Table,
  taken: ReadonlySet<string>,
  notes: Sentence[],
): void {
  const { asking, expected, sheet } = about;
  const isFilled = (column: number) =>
    table.rows.some((row) => !saysNothing(sheet.rows[row.number - 1]?.[column]));
  for (const extra of [...table.extra]) {
    const account = expected.otherRegimes?.names.get(plainHeading(extra.text));
    if (!account || !isFilled(extra.column)) continue;
    const { claims, unknown } = bracketsOf(extra.text);
    const heading = withUnit({ column: extra.column, text: extra.text, own: extra.text, claims, unknown });
    const words = {
      letters: lettersOf(extra.column),
      heading: extra.text,
      month: expected.month ?? "",
      field: account.label,
      fieldEn: account.labelEn,
    };
    const ways = account.ways.filter(({ code }) => !taken.has(code) && !table.columns.has(code));
    table.extra = table.extra.filter((each) => each !== extra);
    table.candidates.set(`${extra.column}`, [heading]);
    if (ways.length === 0) {
      notes.push({ key: "intake.note.foreignAccount", values: words });
      continue;
    }
    const answer = asking.answer({
      key: keyOf("foreign", extra.text, ...ways.map(({ code }) => code)),
      says: says("foreign", words),
      choices: [
        ...ways.map(({ code, label, labelEn }) =>
          choice(code, "asAccount", { field: label, fieldEn: labelEn }),
        ),
        choice("leave", "leaveForeign"),
      ],
      remembered: true,
    });
    if (answer === "leave")
      notes.push({ key: "intake.note.leftOut", values: { places: `${words.letters} ${extra.text}` } });
    if (answer === undefined || answer === "leave" || !pickedColumn(about, answer, [heading])) continue;
    table.columns.set(answer, heading);
    for (const row of table.rows) row.cells.set(answer, sheet.rows[row.number - 1]?.[extra.column] ?? null);
  }
}
