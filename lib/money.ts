/** How amounts are shown. Totals are computed in fen before anything is rounded. */
export const units = ["yuan", "wan", "yi"] as const;
export type Unit = (typeof units)[number];

const fenPer = { yuan: 100, wan: 1_000_000, yi: 10_000_000_000 } as const;
const largestFen = Number.MAX_SAFE_INTEGER;

const fullWidth = /[！-～]/g;

/** Full-width digits, signs and letters to plain ones, white space gone: what a sheet or a phone keyboard really sends. */
export const plainText = (text: string) =>
  text.replace(fullWidth, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[\s\u3000\u00a0]/g, "");

/** Why a text is no amount to the fen. */
export type AmountProblem = "notAnAmount" | "finerThanAFen" | "amountTooLarge";

/**
 * Reads an amount as people type it: "1,234.5", "12.5万", "１００", "-3", "￥8", "1.2亿". `unit` is what a bare number is in; a unit that
 * stands with the number ("300元") has the last word.
 * @returns fen, or why there is no amount
 */
export function amountOf(text: string, unit: Unit = "yuan"): number | AmountProblem {
  const match = /^([+-]?)[¥￥]?(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d+))?(万|亿)?(元?)$/.exec(plainText(text).replace("−", "-"));
  if (!match) return "notAnAmount";
  const [, sign, whole, fraction = "", named, yuan] = match;
  if (whole === undefined && fraction === "") return "notAnAmount";
  const stated = named === "亿" ? "yi" : named === "万" ? "wan" : yuan ? "yuan" : unit;
  const decimals = String(fenPer[stated]).length - 1;
  if (/[1-9]/.test(fraction.slice(decimals))) return "finerThanAFen";
  const fen = Number((whole ?? "0").replaceAll(",", "") + fraction.slice(0, decimals).padEnd(decimals, "0"));
  if (fen > largestFen) return "amountTooLarge";
  return sign === "-" && fen !== 0 ? -fen : fen;
}

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
 * Fen in a unit, grouped: "1,234.56" yuan, "12.3" wan, "1.23" yi. Rounded half away from zero, except that an amount is never
 * shown as having reached `lineFen` when it has not, nor the other way round: near the line it keeps all its digits.
 */
export function formatFen(fen: number, unit: Unit = "yuan", lineFen?: number): string {
  const places = String(fenPer[unit]).length - 1; // decimals that show a unit to the fen
  const decimals = unit === "wan" ? 1 : 2;
  const step = 10n ** BigInt(places - decimals);
  const exact = BigInt(Math.abs(fen));
  const rounded = ((exact + step / 2n) / step) * step;
  const line = lineFen === undefined ? undefined : BigInt(lineFen);
  const contradicts = line !== undefined && fen > 0 && rounded >= line !== exact >= line;
  const hides = exact !== 0n && rounded === 0n;
  const digits = String(contradicts || hides ? exact : rounded).padStart(places + 1, "0");
  const whole = digits.slice(0, -places).replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = digits.slice(-places).replace(/0+$/, "").padEnd(decimals, "0");
  return `${fen < 0 ? "−" : ""}${whole}.${fraction}`;
}

/**
 * Splits `totalFen` by `weights` so that every fen lands in exactly one part: the last fen go to the largest remainders,
 * ties to the earlier part, so that a re-run pays the same villages (give the parts in order of code).
 * @throws when the weights sum to nothing or one is negative.
 */
export function apportion(totalFen: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + BigInt(b), 0n);
  if (sum <= 0n || weights.some((w) => w < 0)) throw new Error("apportion needs weights that are not negative and not all zero");
  const sign = totalFen < 0 ? -1 : 1;
  const whole = BigInt(Math.abs(totalFen));
  const parts = weights.map((weight, index) => {
    const exact = whole * BigInt(weight);
    return { index, fen: exact / sum, remainder: exact % sum };
  });
  let left = whole - parts.reduce((a, part) => a + part.fen, 0n);
  for (const part of parts.toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))) {
    if (left === 0n) break;
    part.fen += 1n;
    left -= 1n;
  }
  return parts.map((part) => (part.fen === 0n ? 0 : sign * Number(part.fen)));
}
