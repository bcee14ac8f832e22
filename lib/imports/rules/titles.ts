import { placeOf } from "#lib/spreadsheets/cells.ts";
import type { Line } from "#lib/spreadsheets/headings.ts";
import { claimsIn } from "#lib/spreadsheets/meaning.ts";
import { type About, type Expected, fits, listed, withoutFitting } from "./about.ts";
import type { Sentence } from "./diff.ts";
import { choice, keyOf, says } from "./questions.ts";

// What stands above a table: held against the month and the town that were chosen, and said where it speaks
// of neither.

/**
 * Asks of each text above the table, and of the sheet's name, that speaks of another town, another month or
 * another stretch than one month.
 * @returns is nothing to be read, by an answer?
 */
export function askedOfTitles(
  { asking, expected, sheet }: Pick<About, "asking" | "expected" | "sheet">,
  lines: readonly Line[],
  sheetName: string,
) {
  const named: Line = {
    at: { row: 0, column: 0 },
    text: sheetName,
    where: "above",
    claims: claimsIn(sheetName).claims,
  };
  let stopped = false;
  for (const line of [named, ...lines]) {
    if (line.where !== "above") continue;
    const odd = line.claims.filter((claim) => !fits(claim, expected));
    if (odd.length === 0 && !otherTownIn(line, expected)) continue;
    const words = {
      text: line.text.slice(0, 60),
      place: expected.town?.name ?? "",
      month: expected.month ?? "",
    };
    const answer = asking.answer({
      key: keyOf(
        "line",
        withoutFitting(line.text, line.claims, expected),
        ...(odd.some((claim) => claim.is === "month") ? [expected.month ?? ""] : []),
      ),
      says:
        line === named
          ? says("sheet", words)
          : says("line", { at: placeOf(sheet, line.at.row, line.at.column), ...words }),
      choices: [choice("take", "takeAsAsked", words), choice("stop")],
      remembered: true,
    });
    if (answer === "stop") stopped = true;
  }
  return stopped;
}

const otherTownIn = ({ text }: Line, { town, otherTowns = [] }: Expected) =>
  town !== null && otherTowns.some((name) => text.includes(name));

/**
 * Says which texts above a town's table tell nothing of month, town or unit: whoever wrote them may have
 * meant something.
 */
export function unclearTitles(lines: readonly Line[], { town, month }: Expected): Sentence[] {
  if (!town || !month) return [];
  const tells = (line: Line) =>
    line.claims.length > 0 || claimsIn(line.text).rest === "" || line.text.includes(town.name);
  const unclear = lines
    .filter((line) => line.where === "above" && !tells(line) && /\p{L}/u.test(line.text))
    .map(({ text }) => text.slice(0, 30));
  return unclear.length === 0 ? [] : [{ key: "intake.note.titles", values: { texts: listed(unclear) } }];
}
