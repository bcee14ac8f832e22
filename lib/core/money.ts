/** How amounts are shown. Totals are computed in fen before anything is rounded. */
export const units = ["yuan", "wan", "yi"] as const;
/** `compact` is how English says amounts: whole yuan, from a million on "8.955 m". */
export type Unit = (typeof units)[number] | "compact";

/** What a language can show amounts in; the first is the one unless another is chosen. */
export const unitsOf = (language: string): readonly Unit[] =>
  language === "en" ? ["compact", "yuan"] : ["wan", "yuan", "yi"];

/** A unit as a language has it: English counts in thousands and millions, never in 万. */
export const unitIn = (language: string, unit: Unit | undefined): Unit =>
  unitsOf(language).find((each) => each === unit) ?? (unitsOf(language)[0] as Unit);

const placesOf = { yuan: 2, wan: 6, yi: 10, compact: 2 } as const;
const aMillion = 100_000_000n;
const largestFen = Number.MAX_SAFE_INTEGER;

/** What amounts are written in, by how many decimals show one to the fen: 千元 has five. */
export const fenPlaces = {
  yuan: 2,
  bai: 4,
  qian: 5,
  wan: 6,
  shiwan: 7,
  baiwan: 8,
  qianwan: 9,
  yi: 10,
} as const;
export type WrittenUnit = keyof typeof fenPlaces;
const unitsByName: Record<string, WrittenUnit> = {
  百: "bai",
  千: "qian",
  万: "wan",
  十万: "shiwan",
  百万: "baiwan",
  千万: "qianwan",
  亿: "yi",
};

const fullWidth = /[！-～]/g;
/**
 * Signs that nobody sees: joiners, direction marks, the mark of an encoding. Spreadsheets and web pages hang
 * them on what is copied.
 */
export const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Full-width digits, signs and letters to plain ones, white space and invisible signs gone: what a sheet or a
 * phone keyboard really sends.
 */
export const plainText = (text: string) =>
  text
    .replace(invisible, "")
    .replace(fullWidth, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u3000\u00a0]/g, "");

/** Why a text is no amount to the fen. */
export type AmountProblem = "notAnAmount" | "finerThanAFen" | "amountTooLarge";

const currency = "(?:[¥￥]|人民币|rmb|cny)";
/** How an accounting format writes zero: "¥ -". */
const accountingZero = new RegExp(`^${currency}-+$`);
/** An accountant's minus: brackets round the amount, or the sign behind it. */
const inBrackets = new RegExp(`^(${currency}?)\\((${currency}?\\d[^()+-]*)\\)(元?)$`);
const amountForm = new RegExp(
  `^([+-]?)${currency}?([+-]?)(\\d{1,3}(?:,\\d{3})+|\\d+)?(?:\\.(\\d+))?(百万|千万|十万|万|亿|千|百)?(?:(元|圆)[整正]?|整)?$`,
);

/** The sign and the rest of an amount, told from everything that accountants hang on it. */
function signed(given: string): { minus: boolean; text: string } {
  // A sheet's way of saying that digits are text: '600 and ="600".
  const text = given.replace(/^'/, "").replace(/^="([^"]*)"$/, "$1");
  const [, sign = "", inside, yuan = ""] = inBrackets.exec(text) ?? [];
  if (inside !== undefined) return { minus: true, text: sign + inside + yuan };
  return /^[^+-]*\d[^+-]*-$/.test(text) ? { minus: true, text: text.slice(0, -1) } : { minus: false, text };
}

/**
 * Reads an amount as people and accounting formats write it: "1,234.5", "12.5万", "１００", "-3", "￥-8",
 * "(1,234.00)", "1,234.00-", "人民币300元整", "3千", and "¥ -" for zero. `unit` is what a bare number is in; a unit
 * that stands with the number ("300元") has the last word.
 * @returns fen, or why there is no amount
 */
export function amountOf(given: string, unit: WrittenUnit = "yuan"): number | AmountProblem {
  const plain = plainText(given).replace("−", "-").toLowerCase();
  if (accountingZero.test(plain)) return 0;
  const { minus, text } = signed(plain);
  const match = amountForm.exec(text);
  if (!match) return "notAnAmount";
  const [, before, after, whole, fraction = "", named, yuan] = match;
  const signs = `${before}${after}`;
  if ((whole === undefined && fraction === "") || signs.length > 1 || (minus && signs !== ""))
    return "notAnAmount";
  const stated = named ? (unitsByName[named] ?? unit) : yuan ? "yuan" : unit;
  const decimals = fenPlaces[stated];
  if (/[1-9]/.test(fraction.slice(decimals))) return "finerThanAFen";
  const fen = Number((whole ?? "0").replaceAll(",", "") + fraction.slice(0, decimals).padEnd(decimals, "0"));
  if (fen > largestFen) return "amountTooLarge";
  return (minus || signs === "-") && fen !== 0 ? -fen : fen;
}

/** Does an amount say itself what it is in, or is it a bare number? */
export const namesUnit = (given: string): boolean => /[¥￥元圆百千万亿]|人民币|rmb|cny/i.test(given);

/** The same of an amount in yuan, `null` where it is none. */
export function parseYuan(text: string): number | null {
  const fen = amountOf(text);
  return typeof fen === "number" ? fen : null;
}

/** Fen as exact plain yuan with two decimals, "100000.00": for forms, files and machines. */
export function yuanText(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, "0");
  return `${fen < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * Fen in a unit, grouped: "1,234.56" yuan, "12.3" wan, "1.23" yi, "12,500" and "8.955 m" compact. Rounded
 * half away from zero, with as many decimals as every amount of that unit. What would be rounded to nothing
 * is "<0.1". What would be rounded to `lineFen` without being it is said in yuan and fen, "¥99,999.99" where
 * the unit is another: no amount looks as if it had reached a line that it has not. What is missing to a line
 * has 0 for its own.
 */
export function formatFen(fen: number, unit: Unit = "yuan", lineFen?: number): string {
  const exact = BigInt(Math.abs(fen));
  const isMillions = unit === "compact" && rounded(exact, 2, 0) >= aMillion;
  const places = isMillions ? 8 : placesOf[unit];
  const decimals = isMillions ? 3 : unit === "compact" ? 0 : unit === "wan" ? 1 : 2;
  const near = rounded(exact, places, decimals);
  const line = lineFen === undefined ? undefined : BigInt(lineFen);
  const isNear =
    line !== undefined &&
    fen > 0 &&
    exact !== line &&
    (near === rounded(line, places, decimals) || near >= line !== exact >= line);
  const minus = fen < 0 ? "−" : "";
  if (isNear) return `${unit === "yuan" || unit === "compact" ? "" : "¥"}${digitsOf(exact, 2, 2)}`;
  if (exact !== 0n && near === 0n)
    return `${fen < 0 ? ">−" : "<"}${digitsOf(10n ** BigInt(places - decimals), places, decimals)}`;
  return `${minus}${digitsOf(near, places, decimals)}${isMillions ? " m" : ""}`;
}

function rounded(exact: bigint, places: number, decimals: number): bigint {
  const step = 10n ** BigInt(places - decimals);
  return ((exact + step / 2n) / step) * step;
}

function digitsOf(fen: bigint, places: number, decimals: number): string {
  const digits = String(fen).padStart(places + 1, "0");
  const whole = digits.slice(0, -places).replace(/\B(?=(\d{3})+$)/g, ",");
  return decimals === 0 ? whole : `${whole}.${digits.slice(-places).slice(0, decimals)}`;
}

/**
 * An amount with the name of its unit, as a sentence has it: "12.3 万元", "¥12,500", "−¥8.955 m". What says its
 * own unit keeps it.
 */
export function withUnit(amount: string, unitName: string): string {
  if (amount.startsWith("¥")) return amount;
  return unitName === "¥" ? amount.replace(/^[<>]?−?/, (sign) => `${sign}¥`) : `${amount} ${unitName}`;
}

/** A bound of a class, which is round: "5" 万, or "50,000" in English. */
export const boundOf = (fen: number, english: boolean): string =>
  english ? formatFen(fen, "compact").replace(/\.0+ m/, " m") : String(fen / 1_000_000);

/** An amount whose unit is named nearby: English has ¥ before it all the same. */
export const withSign = (amount: string, unitName: string): string =>
  unitName === "¥" ? withUnit(amount, unitName) : amount;

/** What of the unit's name stands behind an amount: nothing where it stands before. */
export const unitBehind = (unitName: string): string => (unitName === "¥" ? "" : unitName);

/**
 * Splits `totalFen` by `weights` so that every fen lands in exactly one part: the last fen go to the largest
 * remainders, ties to the earlier part, so that a re-run pays the same villages (give the parts in order of
 * code).
 * @throws when the weights sum to nothing or one is negative.
 */
export function apportion(totalFen: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + BigInt(b), 0n);
  if (sum <= 0n || weights.some((w) => w < 0))
    throw new Error("apportion needs weights that are not negative and not all zero");
  const sign = totalFen < 0 ? -1 : 1;
  const whole = BigInt(Math.abs(totalFen));
  const parts = weights.map((weight, index) => {
    const exact = whole * BigInt(weight);
    return { index, fen: exact / sum, remainder: exact % sum };
  });
  let left = whole - parts.reduce((a, part) => a + part.fen, 0n);
  for (const part of parts.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  )) {
    if (left === 0n) break;
    part.fen += 1n;
    left -= 1n;
  }
  return parts.map((part) => (part.fen === 0n ? 0 : sign * Number(part.fen)));
}
