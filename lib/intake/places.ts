import { asc, eq, inArray } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisionCodes, divisions } from "#db/schema/index.ts";

/** A village or project that a row may be about, with every code and name it ever had. */
export type Known = { id: number; label: string; codes: string[]; names: string[]; towns?: string[] };
export type Found<K> = { is: K } | { none: true } | { several: K[] } | { contradiction: K };

const villageEndings = /(?:村民委员会|村委会|社区居民委员会|社区居委会|居委会|社区|村)$/;
const townEndings = /(?:镇|街道|乡|场)$/;
const plain = (text: string) => text.normalize("NFKC").replace(/\s/g, "");
/** A village as files call it, and without what they hang on it: 白交祠村委会 → 白交祠. */
const villageName = (name: string) => plain(name).replace(villageEndings, "") || plain(name);
const townName = (name: string) => plain(name).replace(townEndings, "") || plain(name);

type Index<K> = { byCode: Map<string, K[]>; byName: Map<string, K[]> };
// A file asks for the same places thousands of times.
const indexes = new WeakMap<readonly Known[], Index<Known>>();
function indexOf<K extends Known>(known: readonly K[]): Index<K> {
  const made = indexes.get(known) as Index<K> | undefined;
  if (made) return made;
  const index: Index<K> = { byCode: new Map(), byName: new Map() };
  const put = (map: Map<string, K[]>, key: string, each: K) => map.set(key, [...(map.get(key) ?? []), each]);
  for (const each of known) {
    for (const code of new Set(each.codes)) put(index.byCode, code, each);
    for (const name of new Set(each.names.map(villageName))) put(index.byName, name, each);
  }
  indexes.set(known, index as unknown as Index<Known>);
  return index;
}

/**
 * Which of `known` a row is about: by any code it ever had, else by name, and town where the row says it (DOMAIN §7). A code and a
 * name that speak of different ones are a contradiction: a row that slipped would write into another's.
 */
export function whichOf<K extends Known>(known: readonly K[], row: { code: string; name: string; town?: string }): Found<K> {
  const [code, name, town] = [plain(row.code), villageName(row.name), townName(row.town ?? "")];
  const { byCode, byName } = indexOf(known);
  const named = byName.get(name) ?? [];
  if (code !== "") {
    const coded = byCode.get(code) ?? [];
    const first = coded.find((each) => each.codes[0] === code) ?? coded[0];
    if (first) return name === "" || named.includes(first) ? { is: first } : { contradiction: first };
    if (/^\d{12}$/.test(code)) return { none: true }; // a code of elsewhere: a namesake here is somebody else
  }
  if (name === "") return { none: true };
  const found = named.filter((each) => town === "" || !each.towns || each.towns.some((other) => townName(other) === town));
  const [only] = found;
  if (!only) return { none: true };
  return found.length === 1 ? { is: only } : { several: found };
}

/** The villages with these ids as rows may call them; today's code is the first. */
export async function knownVillages(db: Reader, ids: readonly number[], towns?: ReadonlyMap<number, string[]>): Promise<Known[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select()
    .from(divisions)
    .where(inArray(divisions.id, [...ids]))
    .orderBy(asc(divisions.code));
  const past = await db
    .select({ id: divisionCodes.divisionId, code: divisionCodes.code, name: divisionCodes.name })
    .from(divisionCodes)
    .innerJoin(divisions, eq(divisions.id, divisionCodes.divisionId))
    .where(inArray(divisionCodes.divisionId, [...ids]));
  const byId = Map.groupBy(past, (each) => each.id);
  return rows.map((row) => ({
    id: row.id,
    label: row.shortName,
    codes: [row.code, ...(byId.get(row.id) ?? []).map((each) => each.code)],
    names: [row.shortName, row.name, ...(byId.get(row.id) ?? []).map((each) => each.name)],
    ...(towns ? { towns: towns.get(row.parentId ?? 0) ?? [] } : {}),
  }));
}
