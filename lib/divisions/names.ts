import { pinyin } from "pinyin-pro";

/**
 * What a Chinese name is found and sorted by: full pinyin without tones and its initials, lower case, nothing between.
 * 白交祠 → { pinyin: "baijiaoci", initials: "bjc" }
 */
export function searchKeys(name: string): { pinyin: string; initials: string } {
  const options = { toneType: "none", type: "array", nonZh: "consecutive", v: true } as const;
  const join = (parts: string[]) => parts.join("").toLowerCase().replace(/\s/g, "");
  return { pinyin: join(pinyin(name, options)), initials: join(pinyin(name, { ...options, pattern: "first" })) };
}
