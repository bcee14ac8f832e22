import { searchKeys } from "#lib/divisions/rules/names.ts";
import { simplify } from "#lib/divisions/rules/traditional.ts";
import { compact } from "#lib/spreadsheets/cells.ts";

/** A village or project that a row may be about, with every code and name it ever had. */
export type Known = {
  id: number;
  label: string;
  codes: string[];
  names: string[];
  towns?: string[];
  /** The divisions that it lies in, as they are written before its name: 同安区, 莲花镇. */
  within?: string[];
};
/** `elsewhere`: there is one of that name, in another town than the row says. */
export type Found<K> = { is: K } | { none: true; elsewhere?: K } | { several: K[] } | { contradiction: K };

const bodies = /(?:股份|经济|农业|集体)*(?:合作|联合)(?:经济)?(?:总|联)?社$|经联社$|经合社$|集体经济组织$/;
const villageEndings =
  /(?:村民委员会|村民委|村委会|村委|社区居民委员会|社区居委会|社区居委|居民委员会|居委会|居委|社区|村|居)$/;
const townEndings = /(?:镇|街道|乡|场)$/;
const numbering = /^(?:\(?\d{1,3}[).、:：]|\(\d{1,3}\)|[一二三四五六七八九十]{1,3}[、.]|\d{1,3}(?=[^\d]))/;
const plain = (text: string) => simplify(compact(text));

/** A name without its numbering and what stands in brackets; "莲花(镇)" stays the town. */
const bare = (name: string) =>
  plain(name)
    .replace(numbering, "")
    .replace(/[([【〔](镇|街道|乡|场|区|县)[)\]】〕]/g, "$1")
    .replace(/[([【〔][^)\]】〕]*[)\]】〕]?/g, "");
/** A village as files call it, and without what they hang on it: 1.白交祠村经联社 → 白交祠. */
function villageName(name: string): string {
  const own = bare(name);
  const body = own.replace(bodies, "") || own;
  return body.replace(villageEndings, "") || body;
}
const townName = (name: string) => plain(name).replace(townEndings, "") || plain(name);

type Index<K> = { byCode: Map<string, K[]>; byName: Map<string, K[]>; within: string[] };
// A file asks for the same places thousands of times.
const indexes = new WeakMap<readonly Known[], Index<Known>>();
function indexOf<K extends Known>(known: readonly K[]): Index<K> {
  const made = indexes.get(known) as Index<K> | undefined;
  if (made) return made;
  const within = [...new Set(known.flatMap((each) => each.within ?? []))].toSorted(
    (a, b) => b.length - a.length,
  );
  const index: Index<K> = { byCode: new Map(), byName: new Map(), within };
  const put = (map: Map<string, K[]>, key: string, each: K) => map.set(key, [...(map.get(key) ?? []), each]);
  for (const each of known) {
    for (const code of new Set(each.codes)) put(index.byCode, code, each);
    for (const name of new Set(each.names.map(villageName))) put(index.byName, name, each);
  }
  indexes.set(known, index as unknown as Index<Known>);
  return index;
}

/** Those of `known` that are called so, with the divisions that may stand before a name: 同安区莲花镇淡溪村. */
function calledSo<K extends Known>({ byName, within }: Index<K>, text: string): K[] {
  const name = villageName(text);
  // 莲花村村委会 is 莲花 where nobody is called 莲花村.
  const found = byName.get(name) ?? byName.get(name.replace(villageEndings, "") || name);
  if (found) return found;
  let rest = bare(text);
  const before: string[] = [];
  for (
    let prefix = within.find((each) => rest.startsWith(each));
    prefix;
    prefix = within.find((each) => rest.startsWith(each))
  ) {
    before.push(prefix);
    rest = rest.slice(prefix.length);
  }
  if (before.length === 0 || rest === "") return [];
  return (byName.get(villageName(rest)) ?? []).filter((each) =>
    before.every((prefix) => each.within?.includes(prefix)),
  );
}

/** Is this what one of `known` is called? */
export const isCalled = (known: readonly Known[], text: string): boolean =>
  villageName(text) !== "" && calledSo(indexOf(known), text).length > 0;

/**
 * Which of `known` a row is about: by any code it ever had, else by name, and town where the row says it
 * (DOMAIN §7). A code and a name that speak of different ones are a contradiction: a row that slipped would
 * write into another's.
 */
export function whichOf<K extends Known>(
  known: readonly K[],
  row: { code: string; name: string; town?: string },
): Found<K> {
  const [code, name, town] = [plain(row.code), villageName(row.name), townName(row.town ?? "")];
  const index = indexOf(known);
  const named = name === "" ? [] : calledSo(index, row.name);
  if (code !== "") {
    const coded = index.byCode.get(code) ?? [];
    const first = coded.find((each) => each.codes[0] === code) ?? coded[0];
    if (first) return name === "" || named.includes(first) ? { is: first } : { contradiction: first };
    if (/^\d{12}$/.test(code)) return { none: true }; // a code of elsewhere: a namesake here is somebody else
  }
  if (name === "") return { none: true };
  const found = named.filter(
    (each) => town === "" || !each.towns || each.towns.some((other) => townName(other) === town),
  );
  const [only] = found;
  if (!only) return named[0] ? { none: true, elsewhere: named[0] } : { none: true };
  return found.length === 1 ? { is: only } : { several: found };
}

/** Those that a name nobody has may mean, the likeliest first: the same sounds, or most of the same signs. */
export function nearestTo<K extends Known>(known: readonly K[], text: string): K[] {
  const name = villageName(text);
  if (name === "") return [];
  const sound = searchKeys(name).pinyin;
  const likeness = (each: K) =>
    Math.max(
      ...each.names.map(villageName).map((other) => {
        if (other.length > 1 && (name.includes(other) || other.includes(name))) return 0.9;
        if (searchKeys(other).pinyin === sound) return 0.8;
        return [...other].filter((sign) => name.includes(sign)).length / Math.max(other.length, name.length);
      }),
    );
  return known
    .map((each) => ({ each, like: likeness(each) }))
    .filter(({ like }) => like >= 0.5)
    .toSorted((a, b) => b.like - a.like)
    .slice(0, 4)
    .map(({ each }) => each);
}
