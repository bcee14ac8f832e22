import { type Month, monthsOf } from "#lib/core/dates.ts";
import { apportion } from "#lib/core/money.ts";
import type { Town, Village } from "./places.ts";
import type { Random } from "./random.ts";

/** One amount that a village's books show for a month. */
export type Entry = {
  villageCode: string;
  month: Month;
  account: string;
  amountFen: number;
  oneOff: boolean;
};

// How many villages of each town were below ¥100,000 at the end of 2015: 45 of 136, about a third, most of
// them in the hills.
const belowIn2015: Record<string, number> = {
  "350212001000": 3,
  "350212002000": 3,
  "350212105000": 10,
  "350212106000": 5,
  "350212107000": 6,
  "350212108000": 4,
  "350212109000": 7,
  "350212110000": 7,
};

// The article's clusters: the led were weak, the leaders strong. 西山, 西坑, 淡溪, 堤内; 梧侣, 白交祠, 军营, 顶村.
const led = new Set(["350212106208", "350212105209", "350212105207", "350212109208"]);
const leading = new Set(["350212106004", "350212105208", "350212105206", "350212109207"]);

const yuan = 100;
const lineFen = 100_000 * yuan;

/**
 * Which villages have posted December 2016 by the day the demonstration stands on; it is due five days later.
 */
export function decemberPosted(towns: Town[]): Set<string> {
  const share: Record<string, number> = { lianhua: 11, xinmin: 14, hongtang: 0, wuxian: 10 };
  return new Set(
    towns.flatMap((town) =>
      town.villages.slice(0, share[town.username] ?? town.villages.length).map((village) => village.code),
    ),
  );
}

/**
 * 24 months of books, 2015-01 to 2016-12, of every village by account. By the last month posted every village
 * has at least ¥100,000 of operating income in 2016; 45 had less in 2015 (DOMAIN §2).
 */
export function incomePlan(chance: Random, towns: Town[]): Entry[] {
  const inDecember = decemberPosted(towns);
  const classes = classesOf(chance.of("classes"), towns);
  const crossing = crossingInDecember(chance.of("crossing"), towns, classes, inDecember);
  return towns.flatMap((town) =>
    town.villages.flatMap((village) => {
      const luck = chance.of(village.code);
      const tier = classes.get(village.code) ?? "met";
      const months2016 = monthsOf(2016).slice(0, inDecember.has(village.code) ? 12 : 11);
      const annual = annualOperating(
        luck,
        tier,
        crossing.has(village.code),
        village.code === exactly.line2016,
      );
      const in2015 = village.code === exactly.below2015 ? lineFen - 1 : annual.in2015;
      const manner = mannerOf(luck, village, tier, crossing.has(village.code));
      return [
        ...yearOf(luck, village, in2015, monthsOf(2015), { ...manner, rises: undefined, late: false }),
        ...yearOf(luck, village, annual.in2016, months2016, manner),
      ];
    }),
  );
}

type Tier = "none" | "weak" | "near" | "met" | "strong" | "million";

// Two villages stand right at the line, so that ≥ can be seen to mean ≥: 水洋 had 99,999.99 in 2015, 古坑 exactly
// 100,000.00 in 2016.
const exactly = { below2015: "350212105212", line2016: "350212109204" };

function classesOf(chance: Random, towns: Town[]): Map<string, Tier> {
  const classes = new Map<string, Tier>();
  for (const town of towns) {
    const mixed = chance.shuffled(town.villages).toSorted((a, b) => rankOf(a) - rankOf(b));
    const below = mixed.slice(0, belowIn2015[town.code]);
    below.forEach((village, i) => {
      classes.set(village.code, i % 3 === 2 ? "weak" : "near");
    });
    mixed.slice(below.length).forEach((village, i, above) => {
      const fromTop = above.length - 1 - i;
      classes.set(
        village.code,
        fromTop === 0 && !hilly(village) ? "million" : fromTop <= 2 && !hilly(village) ? "strong" : "met",
      );
    });
  }
  // Two that had nothing at all.
  const weak = [...classes].filter(([code, tier]) => tier === "weak" && !led.has(code)).map(([code]) => code);
  for (const code of chance.shuffled(weak).slice(0, 2)) classes.set(code, "none");
  return classes;
}

const rankOf = (village: Village) =>
  led.has(village.code) || Object.values(exactly).includes(village.code)
    ? 0
    : leading.has(village.code)
      ? 2
      : 1;
const hilly = (village: Village) =>
  ["350212105000", "350212109000", "350212110000"].includes(village.townCode);

function crossingInDecember(
  chance: Random,
  towns: Town[],
  classes: Map<string, Tier>,
  inDecember: Set<string>,
): Set<string> {
  const rising = towns
    .flatMap((town) => town.villages)
    // 新民 has its December back from the office: nothing hangs on it.
    .filter(
      (village) =>
        inDecember.has(village.code) &&
        village.townCode !== "350212106000" &&
        ["weak", "near"].includes(classes.get(village.code) ?? "") &&
        rankOf(village) === 1,
    );
  return new Set(
    chance
      .shuffled(rising)
      .slice(0, 7)
      .map((village) => village.code),
  );
}

function annualOperating(
  chance: Random,
  tier: Tier,
  crosses: boolean,
  onTheLine: boolean,
): { in2015: number; in2016: number } {
  const [least, most] = {
    none: [0, 0],
    weak: [8_000, 49_000],
    near: [52_000, 98_500],
    met: [104_000, 320_000],
    strong: [510_000, 880_000],
    million: [1_050_000, 2_300_000],
  }[tier];
  // Squared, so that most of a class stand near its lower end, as incomes do.
  const draw = chance.between(0, 1000) / 1000;
  const in2015 =
    Math.round(
      (least as number) + ((most as number) - (least as number)) * (tier === "near" ? draw : draw * draw),
    ) * yuan;
  if (onTheLine) return { in2015, in2016: lineFen };
  if (crosses) return { in2015, in2016: lineFen + chance.between(300, 6_000) * yuan };
  if (in2015 < lineFen)
    return { in2015, in2016: lineFen + chance.between(800, 42_000) * yuan + chance.between(0, 99) };
  return {
    in2015,
    in2016: Math.max(
      Math.round((in2015 * chance.between(98, 124)) / 100),
      lineFen + chance.between(2_000, 9_000) * yuan,
    ),
  };
}

type Manner = {
  rent: "monthly" | "quarterly" | "seasonal";
  contractPercent: number;
  contractMonths: readonly number[];
  investmentPercent: number;
  grainFen: number;
  /** Operating income picks up from this month (1–12) on. */
  rises: number | undefined;
  /** The line is crossed by what comes in December. */
  late: boolean;
};

function mannerOf(chance: Random, village: Village, tier: Tier, late: boolean): Manner {
  const weak = tier === "none" || tier === "weak" || tier === "near";
  return {
    rent: village.urban
      ? chance.pick(["monthly", "monthly", "quarterly"] as const)
      : chance.pick(["monthly", "quarterly", "seasonal"] as const),
    contractPercent: village.urban ? chance.between(0, 12) : chance.between(8, 38),
    contractMonths: chance.pick([
      [1, 7],
      [3, 9],
      [6, 11],
    ]),
    investmentPercent: led.has(village.code)
      ? chance.between(18, 30)
      : chance.happens(weak ? 20 : 35)
        ? chance.between(4, 14)
        : 0,
    grainFen: chance.pick([100 * yuan, 10 * yuan, yuan, 1]),
    rises: weak ? chance.between(3, 8) : undefined,
    late,
  };
}

/**
 * Splits a year's operating income over its accounts and months, and adds what else a village's books show.
 */
function yearOf(
  chance: Random,
  village: Village,
  operatingFen: number,
  months: readonly Month[],
  manner: Manner,
): Entry[] {
  const entry = (month: Month, account: string, amountFen: number, oneOff = false): Entry => ({
    villageCode: village.code,
    month,
    account,
    amountFen,
    oneOff,
  });
  const over = (fen: number, weights: number[]) =>
    grained(fen, weights.slice(0, months.length), manner.grainFen);
  const investment =
    Math.floor((operatingFen * manner.investmentPercent) / 100 / manner.grainFen) * manner.grainFen;
  const contract =
    Math.floor((operatingFen * manner.contractPercent) / 100 / manner.grainFen) * manner.grainFen;
  const decemberLump = manner.late
    ? Math.round((operatingFen * chance.between(9, 22)) / 100 / yuan) * yuan
    : 0;
  const rent = operatingFen - investment - contract - decemberLump;

  const at = (...of: number[]) => Array.from({ length: 12 }, (_, i) => (of.includes(i + 1) ? 1 : 0));
  const rentWeights = Array.from(
    { length: 12 },
    (_, i) => rentWeight(chance, manner.rent, i + 1) * (manner.rises && i + 1 < manner.rises ? 40 : 100),
  );
  const amounts: [string, number[]][] = [
    ["501", over(rent, rentWeights)],
    ["511", over(contract, at(...manner.contractMonths))],
    ["561", over(investment, at(6, 11))],
  ];
  const rows = amounts.flatMap(([account, parts]) =>
    parts.flatMap((fen, i) => (fen === 0 ? [] : [entry(months[i] as Month, account, fen)])),
  );
  if (decemberLump > 0) rows.push(entry(months.at(-1) as Month, "511", decemberLump));
  if (village.code === "350212106004" && months[0] === "2015-01") rows.push(...loss(entry)); // 梧侣 lost on an investment and won it back
  return [
    ...rows,
    ...oneOffs(chance, entry, months, operatingFen),
    ...otherBooks(chance, entry, months, operatingFen),
  ];
}

type MakeEntry = (month: Month, account: string, amountFen: number, oneOff?: boolean) => Entry;

const loss = (entry: MakeEntry) => [
  entry("2015-08", "561", -18_600 * yuan),
  entry("2015-12", "561", 18_600 * yuan),
];

function rentWeight(chance: Random, rent: Manner["rent"], month: number): number {
  if (rent === "monthly") return chance.between(90, 110);
  if (rent === "quarterly") return month % 3 === 1 ? chance.between(240, 300) : chance.between(4, 20);
  return [5, 6, 9, 10, 11].includes(month) ? chance.between(160, 240) : chance.between(5, 40);
}

/** A sale that will not come again, on top, in few villages and only where the line does not hang on it. */
function oneOffs(chance: Random, entry: MakeEntry, months: readonly Month[], operatingFen: number): Entry[] {
  if (operatingFen < lineFen * 1.2 || !chance.happens(8)) return [];
  return [entry(chance.pick(months), "501", chance.between(6, 40) * 1_000 * yuan, true)];
}

function otherBooks(
  chance: Random,
  entry: MakeEntry,
  months: readonly Month[],
  operatingFen: number,
): Entry[] {
  const subsidy = chance.between(18, 46) * 1_000 * yuan;
  const office = chance.between(1_800, 5_200) * yuan;
  return months.flatMap((month, i) => {
    const quarterEnds = i % 3 === 2;
    const rows = [entry(month, "541", office + chance.between(-40_000, 60_000))];
    const cost = Math.round((operatingFen * chance.between(8, 24)) / 1200);
    if (cost > 0) rows.push(entry(month, "502", cost));
    if (i % 3 === 0) rows.push(entry(month, "522", subsidy));
    if (quarterEnds) rows.push(entry(month, "531", chance.between(2_000, 90_000)));
    return rows;
  });
}

/**
 * Apportions, then rounds to what people agree on as a rent; what that leaves goes to the last part that has
 * something.
 */
function grained(fen: number, weights: number[], grainFen: number): number[] {
  if (fen === 0 || weights.every((weight) => weight === 0)) return weights.map(() => 0);
  const parts = apportion(fen, weights).map((part) => Math.floor(part / grainFen) * grainFen);
  const last = weights.findLastIndex((weight) => weight > 0);
  parts[last] = (parts[last] ?? 0) + fen - parts.reduce((a, b) => a + b, 0);
  return parts;
}
