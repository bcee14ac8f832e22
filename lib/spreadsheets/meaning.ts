import type { WrittenUnit } from "#lib/core/money.ts";
import { compact } from "./cells.ts";

// What a text beside numbers says of them: a heading's brackets, a title, a line of units, a sheet's name, a
// footnote. Pure.

/** What numbers are in. */
export type HeadingUnit = WrittenUnit | "percent";

/**
 * `unit`: what the numbers are in, surely or by a mere mention of it. `month`: a month, its year where it is
 * said. `year`: a year and no month. `thisMonth`: 本月, 本期. `extent`: another stretch than one month, or no
 * fact at all: 累计, 上年同期, 计划, 第四季度, 同比.
 */
export type Claim = { text: string } & (
  | { is: "unit"; unit: HeadingUnit; sure: boolean }
  | { is: "month"; year: number | null; month: number }
  | { is: "year"; year: number }
  | { is: "thisMonth" }
  | { is: "extent" }
);

const yuanWord = "(?:百|千|十万|百万|千万|万|亿)?元";
const unitOfWord: Record<string, HeadingUnit> = {
  元: "yuan",
  百元: "bai",
  百: "bai",
  千元: "qian",
  千: "qian",
  万元: "wan",
  万: "wan",
  十万元: "shiwan",
  百万元: "baiwan",
  百万: "baiwan",
  千万元: "qianwan",
  千万: "qianwan",
  亿元: "yi",
  亿: "yi",
};
const foreign = /[美港欧日澳加台]元|usd|hkd|eur|\$/;

/** English ways of naming a unit, blanks gone, the larger ones first. */
const english: [RegExp, HeadingUnit][] = [
  [
    /(?:100,?000,?000|100m(?:illion)?|hundredmillions?)(?:of)?(?:yuan|rmb|cny)|(?:yuan|rmb|cny|¥)(?:in)?(?:100m|hundredmillions?)/,
    "yi",
  ],
  [
    /(?:1,000,000|1m|millions?)(?:of)?(?:yuan|rmb|cny)|(?:yuan|rmb|cny|¥)'?(?:1m|mn?(?![a-z])|millions?)/,
    "baiwan",
  ],
  [
    /(?:10,?000|10k|tenthousands?|tensofthousands)(?:of)?(?:yuan|rmb|cny)|(?:yuan|rmb|cny|¥)'?(?:10,?000|10k|tenthousands?)/,
    "wan",
  ],
  [
    /(?:1,?000|1k|(?<![a-z])k|thousands?)(?:of)?(?:yuan|rmb|cny)|(?:yuan|rmb|cny|¥)(?:'?000s?|1k|k(?![a-z])|(?:in)?thousands?)/,
    "qian",
  ],
  [/(?:unit|amounts?|figures|values|in)[:：]?(?:areinthe)?(?:yuan|rmb|cny|¥)/, "yuan"],
];

/** A text that is nothing but a unit: 万元, 人民币元, (千元), 元, %, ¥10k. */
function wholeUnit(text: string): HeadingUnit | undefined {
  const inside = text.replace(/^(?:金额|计量|计价|货币)?(?:单位)?[:：]?(?:人民币|rmb|cny)?(?=.)/, "");
  const word = unitOfWord[inside] ?? unitOfWord[inside.replace(/^[:：]/, "")];
  if (word) return word;
  if (/^(?:%|percent(?:age)?|百分比|百分数)$/.test(text)) return "percent";
  if (/^(?:yuan|rmb|cny|¥)$/.test(text)) return "yuan";
  const found = english.find(
    ([pattern]) => pattern.exec(text)?.[0] === text.replace(/^(?:unit|in)[:：]?/, ""),
  );
  return found?.[1];
}

const months: Record<string, number> = {
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
  十一: 11,
  十二: 12,
  元: 1,
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  oct: 10,
  nov: 11,
  dec: 12,
};
const dash = "[-‐‑–—―~～至到]";

type Rule = [RegExp, (match: RegExpMatchArray) => Claim | null];
const extent = (match: RegExpMatchArray): Claim => ({ is: "extent", text: match[0] });
const month = (year: string | undefined, number: string, text: string): Claim | null => {
  const at = months[number] ?? Number(number);
  return at >= 1 && at <= 12
    ? { is: "month", year: year ? Number(year.length === 2 ? `20${year}` : year) : null, month: at, text }
    : null;
};
/** Unit names that stand for themselves and not behind a number: "10万元以上" is an amount. */
const mention = /(?<![\d.,一二三四五六七八九十百千万亿几多余])(?:千|百万|十万|千万|万|亿)元/g;

// In order: what a rule takes is gone for those below it.
const rules: Rule[] = [
  // A day says when something was filled in or is due, not of when the figures are; until a day is another
  // matter.
  [/截[至止]\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?/g, extent],
  [
    /(?:填报|填表|制表|报送|上报|打印|审核|编制|填写)(?:日期|时间)[:：]?\d{4}[年./-]\d{1,2}(?:[月./-]\d{1,2}日?|月)?/g,
    () => null,
  ],
  [/\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?|\d{1,2}月\d{1,2}日/g, () => null],
  [/截[至止](?:\d{4}年)?\d{1,2}月[份底末]?/g, extent],
  [new RegExp(`(?:\\d{4}年)?\\d{1,2}月?份?${dash}(?:\\d{4}年)?\\d{1,2}月份?(?:份?累计)?`, "g"), extent],
  [/第?[一二三四1-4]季度?|[上下]半年/g, extent],
  [
    /(?:本年|全年|年度|当年|年初至今|至今)?(?:累计|合计)(?:数|额|完成)?|本年(?:度|数|额)?|全年|当年(?:度|数)?|年报/g,
    extent,
  ],
  [/\d{4}年度|年度/g, extent],
  [/(?:上|去|前)一?年(?:同期|同月|度)?(?:数|额)?|同期(?:数)?|上(?:个)?月(?:数|末)?/g, extent],
  [/计划(?:数|额)?|预计(?:数)?|预算(?:数)?|预测|目标(?:数|任务)?|任务数?|拟(?:收)?/g, extent],
  [/同比|环比|增减(?:额|率)?|增(?:长|幅|速)率?|占比|比重|比例|人均|户均|应收|未收|欠(?:收|缴)?/g, extent],
  [
    /ytd|year-?to-?date|cumulative|accumulated|last(?:year|month)|pri?or(?:year|month)|previous|quarterly|q[1-4](?!\d)|annual|yearly/g,
    extent,
  ],
  [/planned|plan|budget(?:ed)?|forecast|target|expected|estimated?|growth|change|percapita/g, extent],
  [/(20\d{2})年(\d{1,2})月份?/g, (match) => month(match[1], match[2] ?? "", match[0])],
  [
    /(20\d{2})年(十[一二]?|[一二三四五六七八九元])月份?/g,
    (match) => month(match[1], match[2] ?? "", match[0]),
  ],
  [/(?<!\d)(20\d{2})[-./](0?[1-9]|1[0-2])(?![\d.])/g, (match) => month(match[1], match[2] ?? "", match[0])],
  [/(?<!\d)(20\d{2})(0[1-9]|1[0-2])(?!\d)/g, (match) => month(match[1], match[2] ?? "", match[0])],
  [/(?<!\d)(\d{2})年(\d{1,2})月份?/g, (match) => month(match[1], match[2] ?? "", match[0])],
  [/(?<![\d.])(\d{1,2})月份?/g, (match) => month(undefined, match[1] ?? "", match[0])],
  [
    /(?<![一二三四五六七八九十])(十[一二]?|[一二三四五六七八九])月份?/g,
    (match) => month(undefined, match[1] ?? "", match[0]),
  ],
  [
    /(?<![a-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|t?ember|ober)?,?(20\d{2})?(?![a-z])/g,
    (match) => month(match[2], match[1] ?? "", match[0]),
  ],
  [
    /本月(?:发生)?(?:数|额)?|当月(?:发生)?(?:数|额)?|本期(?:发生)?(?:数|额)?|(?:this|current)month|monthly/g,
    (match) => ({ is: "thisMonth", text: match[0] }),
  ],
  [/(?<!\d)(20\d{2})年?(?!\d)/g, (match) => ({ is: "year", year: Number(match[1]), text: match[0] })],
  [foreign.source ? new RegExp(foreign, "g") : /$^/g, extent],
  [
    new RegExp(`单位[:：为是均都以计(]*(?:人民币)?(${yuanWord}|[百千]?万|千|亿)(?![\\u4e00-\\u9fff/])`, "g"),
    (match) => ({ is: "unit", unit: unitOfWord[match[1] ?? ""] ?? "yuan", sure: true, text: match[0] }),
  ],
  [
    new RegExp(`\\((?:金额|单位)*[:：]?(?:人民币)?(${yuanWord})\\)`, "g"),
    (match) => ({ is: "unit", unit: unitOfWord[match[1] ?? ""] ?? "yuan", sure: true, text: match[0] }),
  ],
  [
    new RegExp(`(?:以|按|均为|都是)(${yuanWord})(?:为单位|填列|填报|填写|计|列示|表示)?`, "g"),
    (match) => ({ is: "unit", unit: unitOfWord[match[1] ?? ""] ?? "yuan", sure: true, text: match[0] }),
  ],
  ...english.map(
    ([pattern, unit]): Rule => [
      new RegExp(`(?:unit[:：]?|in)?(?:${pattern.source})`, "g"),
      (match) => ({ is: "unit", unit, sure: true, text: match[0] }),
    ],
  ),
  [mention, (match) => ({ is: "unit", unit: unitOfWord[match[0]] ?? "yuan", sure: false, text: match[0] })],
];

/** What a text claims, in the order of the rules, and what is left of it. */
export function claimsIn(text: string): { claims: Claim[]; rest: string } {
  let rest = compact(text).toLowerCase();
  const whole = wholeUnit(rest.replace(/^[([【〔](.*)[)\]】〕]$/, "$1"));
  if (whole) return { claims: [{ is: "unit", unit: whole, sure: true, text: rest }], rest: "" };
  const claims: Claim[] = [];
  for (const [pattern, claim] of rules) {
    rest = rest.replaceAll(pattern, (...match) => {
      const said = claim(match as unknown as RegExpMatchArray);
      if (said) claims.push(said);
      return "";
    });
  }
  return { claims, rest };
}

/** Words in brackets that change nothing of what the numbers are. */
const idle =
  /^(?:必填|选填|可填|可选|可不填|如有|填数字|数字|小写|金额|单位|收入|发生额|发生数|数额|合计|小计|实际|实际数|实收|到账|村级|集体|本村|自动(?:计算|生成)|不填|\d{3,6}|[a-z]|[一二三四五六七八九十\d]{1,2}|required|optional|amount|actual)?$/;

const isIdle = (rest: string) => rest.split(/[:：/.\-—]+/).every((word) => idle.test(word));
/** "本月，万元" claims a month and a unit; the comma of "10,000 yuan" parts nothing. */
const claimsOfParts = (text: string) => {
  const whole = claimsIn(text);
  return isIdle(whole.rest) ? [whole] : text.split(/(?<!\d)[,，]|[,，](?!\d)|[、;；]/).map(claimsIn);
};

/** What the brackets of a heading claim, and those whose words nobody here knows. */
export function bracketsOf(heading: string): { claims: Claim[]; unknown: string[] } {
  const found = { claims: [] as Claim[], unknown: [] as string[] };
  for (const [, inside = ""] of compact(heading).matchAll(/[([【〔]([^)\]】〕]*)/g)) {
    const parts = claimsOfParts(inside);
    found.claims.push(...parts.flatMap(({ claims }) => claims));
    if (!parts.every(({ rest }) => isIdle(rest))) found.unknown.push(inside);
  }
  if (/%$/.test(compact(heading))) found.claims.push({ is: "unit", unit: "percent", sure: true, text: "%" });
  return found;
}

/** A heading without what stands in brackets, stars and colons: "* 金额（万元）" is "金额". */
export const plainHeading = (text: string): string =>
  compact(text)
    .replace(/[([【〔][^)\]】〕]*[)\]】〕]?/g, "")
    .replace(/[*:：]/g, "")
    .toLowerCase();

/**
 * Is the text of a cell below or above a heading only a part of it: a unit, a month, an extent? "（万元）",
 * "本年累计", "本月".
 */
export function isPartOfHeading(text: string): boolean {
  const parts = claimsOfParts(text.replace(/[()[\]【】〔〕（）]/g, ""));
  return parts.some(({ claims }) => claims.length > 0) && parts.every(({ rest }) => isIdle(rest));
}
