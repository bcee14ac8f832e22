import { compact } from "#lib/spreadsheets/cells.ts";
import type { FileRow, Sentence } from "./diff.ts";
import { isCalled, type Known, nearestTo, whichOf } from "./match-village.ts";
import { type Asking, choice, keyOf, says } from "./questions.ts";
import { nameIn, textIn } from "./rows.ts";

export type Places = { known: readonly Known[]; elsewhere: readonly Known[]; town: string };

/** What a row or a pasted line calls a village, and where that stands. */
export type Named = { code: string; name: string; town: string; at: string };

/**
 * The village that the sender says a name means which nobody here has, or why it is none of theirs; neither
 * while it is open or unknown.
 */
export function meantBy(
  { known, elsewhere, town }: Places,
  { code, name, town: said, at }: Named,
  asking: Asking,
): { is?: Known; none?: Sentence } {
  const found = whichOf(known, { code, name, town: said });
  if (!("none" in found)) return {};
  const called = name || code;
  const there = found.elsewhere ?? elsewhere.find((each) => name !== "" && isCalled([each], called));
  if (there)
    return {
      none: {
        key: "intake.says.elsewhere",
        values: { name: called, elsewhere: there.towns?.[0] ?? "", town: said || town },
      },
    };
  const nearest = /^\d{12}$/.test(compact(code)) || isTown(called, town) ? [] : nearestTo(known, called);
  if (nearest.length === 0) return {};
  const answer = asking.answer({
    key: keyOf("name", town, said, called),
    says: says("name", { at, name: called, town }),
    choices: [
      ...nearest.map((each) => choice(String(each.id), "village", { name: each.label })),
      choice("none"),
    ],
    remembered: true,
  });
  const is = nearest.find((each) => String(each.id) === answer);
  return is ? { is } : {};
}

/**
 * The row with the village that its sender says it is about, or why it is about none; a row that names one is
 * left as it is.
 */
export function matched(row: FileRow, places: Places, asking: Asking): { row: FileRow; none?: Sentence } {
  const name = nameIn(row);
  const said = textIn(row, "town");
  const named = {
    code: textIn(row, "code"),
    name: textIn(row, "name"),
    town: said,
    at: row.cells.name?.at ?? "",
  };
  const { is, none } = meantBy(places, named, asking);
  if (!is) return { row, ...(none && { none }) };
  const at = row.cells.name ?? row.cells.code ?? { at: "", shown: name };
  const identity = {
    code: { at: at.at, shown: at.shown, value: is.codes[0] ?? "" },
    name: { at: at.at, shown: at.shown, value: null },
  };
  return {
    row: {
      ...row,
      cells: { ...row.cells, ...identity, ...(said && { town: { at: at.at, shown: said, value: null } }) },
    },
  };
}

/** A row about the town as a whole is about none of its villages. */
const isTown = (name: string, town: string) => compact(name).replace(/[()（）]/g, "") === compact(town);
