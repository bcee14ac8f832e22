import { pinyin } from "pinyin-pro";

/**
 * What a Chinese name is found and sorted by: full pinyin without tones and its initials, lower case, nothing
 * between. 白交祠 → { pinyin: "baijiaoci", initials: "bjc" }
 */
export function searchKeys(name: string): { pinyin: string; initials: string } {
  const options = { toneType: "none", type: "array", nonZh: "consecutive", v: true } as const;
  const join = (parts: string[]) => parts.join("").toLowerCase().replace(/\s/g, "");
  return {
    pinyin: join(pinyin(name, options)),
    initials: join(pinyin(name, { ...options, pattern: "first" })),
  };
}

const generic = /^(.{1,}?)(街道办事处|村委会|居委会|街道|社区|农场|茶场|林场|镇|乡|村|场|区|县|市|省)$/u;
const ofPosts =
  /(党工委|党委|党总支|党支部|党组织|村委会|居委会|街道办|人大|政府|办事处|街道|分管|挂钩|第一|副?(?:镇长|场长|区长|县长|乡长|主任|书记|主席)|组织委员|宣传委员|委员|干部)/u;
const isPost = /([镇乡场区县市村组局校]长|主任|书记|主席|委员|干部)$/u;

/**
 * Syllables as one word: a vowel that could be read with the syllable before is kept from it. 同安 → "tong'an"
 */
function syllables(han: string): string {
  const parts = pinyin(han, { toneType: "none", type: "array", nonZh: "consecutive" });
  return parts.map((part, at) => (at > 0 && /^[aoe]/.test(part) ? `'${part}` : part)).join("");
}
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function wordsOf(han: string): string {
  if (isPost.test(han)) {
    const words = han.split(ofPosts).filter(Boolean);
    return capital(words.map((word) => (generic.test(word) ? wordsOf(word) : syllables(word))).join(" "));
  }
  const [, stem, kind] = generic.exec(han) ?? [];
  return stem && kind ? `${capital(syllables(stem))} ${capital(syllables(kind))}` : capital(syllables(han));
}

const known = new Map<string, string>();

/**
 * A text with the names of places and posts in it as a language reads them: in English in pinyin, with the
 * Chinese beside it. 白交祠 → "Baijiaoci 白交祠", 莲花镇 → "Lianhua Zhen 莲花镇", 分管副镇长 → "Fenguan fuzhenzhang 分管副镇长"
 */
export function nameIn(language: string, text: string): string {
  if (language !== "en") return text;
  const found = known.get(text);
  if (found !== undefined) return found;
  const named = text.replace(/\p{Script=Han}+/gu, (han, at: number) => {
    const spelled = wordsOf(han);
    return text.slice(0, at).endsWith(`${spelled} `) ? han : `${spelled} ${han}`;
  });
  if (known.size > 10_000) known.clear();
  known.set(text, named);
  return named;
}
