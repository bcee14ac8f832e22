import { type AnyColumn, and, inArray, notExists, or, type SQL, sql } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisionCodes, divisions } from "#db/schema/index.ts";
import { contains } from "#db/sql.ts";
import { searchKeys } from "../rules/names.ts";
import { simplify } from "../rules/traditional.ts";

/** What something is found by: columns as they are written, and its stored pinyin. */
export type SearchedBy = { written: AnyColumn[]; pinyin: AnyColumn };

/**
 * The words that must all be found: full-width letters as half-width ones, what lies between blanks apart.
 */
const wordsOf = (text: string): string[] => text.normalize("NFKC").trim().split(/\s+/).filter(Boolean);

/** Pinyin as it is compared: no tones, and ü, v and u are one letter, as keyboards have no ü. "lǜ" → "lu" */
const plainPinyin = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("v", "u");

/** Does what people typed begin one of these names? For the order of what was found. */
export const beginsWith = (typed: string, keys: readonly string[]): boolean => {
  const plain = plainPinyin(wordsOf(typed).join(""));
  return keys.some((key) => plainPinyin(key).startsWith(plain));
};

/** What people typed with its Chinese characters spelled out: finds 军营 by 君营. */
export const spelledOut = (typed: string): string =>
  typed.replace(/\p{Script=Han}+/gu, (name) => searchKeys(name).pinyin);

/** A word as it is typed, and as official names are written: 軍營 finds 军营. */
function wordIn({ written, pinyin }: SearchedBy, word: string): SQL | undefined {
  const forms = [...new Set([word, simplify(word)])];
  return or(
    ...forms.map((form) => contains(written, form)),
    contains([sql`replace(${pinyin}, 'v', 'u')`], plainPinyin(word)),
  );
}

/**
 * Rows that have every word typed in any of their columns: 白交祠, bái jiāo cí, wulü, ｂｊｃ. Not to be asked for
 * no words.
 */
export const searched = (by: SearchedBy, typed: string): SQL | undefined =>
  and(...wordsOf(typed).map((word) => wordIn(by, word)));

const ofDivisions: SearchedBy = {
  written: [divisions.name, divisions.shortName, divisions.initials, divisions.code],
  pinyin: divisions.pinyin,
};

/**
 * Divisions by name, pinyin, initials, today's code or an earlier one. Of several words one may be the
 * town's: "wx 垵" finds 垵炉 of 五显镇. Characters that no division is written with are looked for by how they
 * sound: 君营 finds 军营.
 */
export function searchedDivisions(db: Reader, typed: string): SQL | undefined {
  const asTyped = divisionsLike(db, typed);
  if (spelledOut(typed) === typed) return asTyped;
  return or(
    asTyped,
    and(
      notExists(db.select({ id: divisions.id }).from(divisions).where(asTyped)),
      divisionsLike(db, spelledOut(typed)),
    ),
  );
}

function divisionsLike(db: Reader, typed: string): SQL | undefined {
  const words = wordsOf(typed);
  return and(
    ...words.map((word) => {
      const everHad = db
        .select({ id: divisionCodes.divisionId })
        .from(divisionCodes)
        .where(contains([divisionCodes.code, divisionCodes.name], word));
      const inTown = db.select({ id: divisions.id }).from(divisions).where(wordIn(ofDivisions, word));
      return or(
        wordIn(ofDivisions, word),
        inArray(divisions.id, everHad),
        words.length > 1 ? inArray(divisions.parentId, inTown) : undefined,
      );
    }),
  );
}
