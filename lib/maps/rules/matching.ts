import { type Feature, refuseFeature } from "./geojson.ts";

/** A village that a file may speak of, with every code and name it ever had. */
export type Candidate = { id: number; code: string; names: string[]; codes: string[]; townNames: string[] };

const villageEndings = /(?:村民委员会|村委会|社区居民委员会|社区居委会|居委会|社区|村)$/;
const townEndings = /(?:镇|街道|乡|场)$/;

/** A name as files write it, and without what they hang on it: 白交祠村委会 → 白交祠. */
const villageNames = (name: string): string[] =>
  [...new Set([name, name.replace(villageEndings, "")])].filter(Boolean);
const townNames = (name: string): string[] =>
  [...new Set([name, name.replace(townEndings, "")])].filter(Boolean);
/** What a town may be called in full that a file calls `town`: 莲花 → 莲花镇, … */
export const townsCalled = (town: string): string[] => [
  town,
  ...["镇", "街道", "乡", "场"].map((ending) => town + ending),
];
const meet = (some: string[], others: string[]) => some.some((each) => others.includes(each));

/**
 * The village that each feature is about, in the order of the features: by any code it ever had, today's
 * first, else by town and name (DOMAIN §7).
 * @param candidates villages of the importer's own area: others are not known
 * @throws {Refused} `map.feature` where a feature is about none or several, or one is there twice.
 */
export function villagesOf(features: readonly Feature[], candidates: readonly Candidate[]): number[] {
  const byCode = new Map<string, Candidate[]>();
  for (const candidate of candidates)
    for (const code of new Set(candidate.codes)) byCode.set(code, [...(byCode.get(code) ?? []), candidate]);
  const byName = Map.groupBy(
    candidates.flatMap((candidate) =>
      [...new Set(candidate.names.flatMap(villageNames))].map((name) => ({ name, candidate })),
    ),
    ({ name }) => name,
  );
  const found = ({ code, town, name }: Feature): Candidate[] => {
    const coded = byCode.get(code) ?? [];
    const current = coded.filter((each) => each.code === code);
    if (current.length > 0) return current;
    if (coded.length > 0) return coded;
    if (town === "" || name === "") return [];
    const named = villageNames(name).flatMap((each) =>
      (byName.get(each) ?? []).map(({ candidate }) => candidate),
    );
    return [...new Set(named)].filter((each) => meet(each.townNames.flatMap(townNames), townNames(town)));
  };
  const seen = new Map<string, number>();
  return features.map((feature) => {
    const [village, another] = found(feature);
    if (!village) return refuseFeature(feature, { problem: "unknown" });
    if (another) return refuseFeature(feature, { problem: "ambiguous" });
    const place = `${village.id} ${feature.kind}`;
    const other = seen.get(place);
    if (other !== undefined) refuseFeature(feature, { problem: "twice", other, place: feature.kind });
    seen.set(place, feature.index);
    return village.id;
  });
}
