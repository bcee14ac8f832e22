import { addDays, addMonths, type Day, earlierOf, firstDay, laterOf, type Month } from "#lib/core/dates.ts";
import type { Town } from "./places.ts";
import type { Random } from "./random.ts";

/** What a remark is about: a village by its code, a project by its number, or the whole month. */
export type Remarked = { villageCode?: string; project?: string; text: string };

/** What was done to a town's month, or by the office to several towns' at once. */
export type Review = { on: Day; month: Month } & (
  | { kind: "submit"; townCode: string }
  | { kind: "sendBack"; townCode: string; reason: string; remarks: Remarked[] }
  | { kind: "answer"; townCode: string; answer: string }
  | { kind: "approve"; townCodes: string[]; reason: string }
  | { kind: "lock"; townCodes: string[] }
  | { kind: "unlock"; townCode: string; reason: string; until: Day }
);

/** Something that was entered for a town's month, with the project it is about, if it is about one. */
export type Entered = { townCode: string; month: Month; on: Day; project?: string };

/** 汀溪 had forgotten a bill of August: the month was unlocked for it in October. */
export const forgotten = { username: "tingxi", month: "2016-08", enteredOn: "2016-10-19" } as const;

/**
 * December at the year's end: two towns are through, two wait for the office, 新民 has its month back, the
 * others are at work.
 */
const december: Record<string, "approved" | "submitted" | "returned"> = {
  datong: "approved",
  xike: "approved",
  xiangping: "submitted",
  wuxian: "submitted",
  xinmin: "returned",
};

/**
 * The course of every town's months through the office, around what was entered for them: filed about the day
 * they were due, some late, some sent back for what was missing, approved about the eighth, locked in their
 * order two months later. Up to October 2016 all is locked, November is approved.
 */
export function reviewsOf(chance: Random, towns: readonly Town[], entered: readonly Entered[]): Review[] {
  const byMonth = Map.groupBy(entered, (entry) => entry.month);
  return [...byMonth.keys()].toSorted().flatMap((month) => {
    const filed = towns.flatMap((town) => {
      const own = (byMonth.get(month) ?? []).filter((entry) => entry.townCode === town.code);
      if (own.length === 0) return [];
      return [
        {
          town,
          steps:
            month === "2016-12"
              ? yearsEnd(town, own)
              : courseOf(chance.of(`${town.code} ${month}`), town.code, month, own),
        },
      ];
    });
    return [
      ...filed.flatMap(({ steps }) => steps),
      ...judged(month, filed),
      ...(month === forgotten.month ? unlocking(towns) : []),
    ];
  });
}

/** Filed on time; or late, when something came in late; or on time without it, and sent back for it. */
function courseOf(chance: Random, townCode: string, month: Month, entered: Entered[]): Review[] {
  const dueOn = `${addMonths(month, 1)}-05`;
  const last = entered
    .map((entry) => entry.on)
    .toSorted()
    .at(-1) as Day;
  const habit = addDays(dueOn, chance.happens(3) ? chance.between(1, 3) : chance.between(-3, 0));
  const isSentBack = chance.happens(50);
  if (last <= dueOn) return [{ kind: "submit", on: laterOf(last, habit), townCode, month }];
  if (!isSentBack) return [{ kind: "submit", on: last, townCode, month }];
  const late = entered.filter((entry) => entry.on > dueOn);
  const first = late.map((entry) => entry.on).toSorted()[0] as Day;
  const projects = [...new Set(late.flatMap((entry) => entry.project ?? []))];
  const remarks =
    projects.length > 0
      ? projects.map((project) => ({ project, text: "本月月报没有填，请补报" }))
      : [{ text: "收入没有报齐，请核对后重报" }];
  return [
    { kind: "submit", on: dueOn, townCode, month },
    {
      kind: "sendBack",
      on: earlierOf(addDays(dueOn, 1), addDays(first, -1)),
      townCode,
      month,
      reason: "有数据没有报齐，请补报后重新提交",
      remarks,
    },
    { kind: "answer", on: last, townCode, month, answer: "已补报，请审核" },
    { kind: "submit", on: last, townCode, month },
  ];
}

const yearsEndOn = "2016-12-30";

/** Why a month is approved of which something is missing. */
const lacking = "已电话核实：缺报的下月一并补报，不影响本月汇总";

function yearsEnd(town: Town, entered: Entered[]): Review[] {
  const state = december[town.username];
  const filing = { on: yearsEndOn, townCode: town.code, month: "2016-12" };
  if (!state) return [];
  if (state !== "returned") return [{ kind: "submit", ...filing }];
  const project = entered.find((entry) => entry.project !== undefined)?.project;
  const village = town.villages[3];
  return [
    { kind: "submit", ...filing },
    {
      kind: "sendBack",
      ...filing,
      reason: "个别数据与台账对不上，请核对后重新提交",
      remarks: [
        ...(village
          ? [{ villageCode: village.code, text: "12 月收入比往月高出不少，请核对凭证，是否有一次性收入" }]
          : []),
        ...(project ? [{ project, text: "月报进度与上周现场看到的不一致，请核实" }] : []),
      ],
    },
  ];
}

/**
 * The office goes through what it has on the eighth, and through what comes later the day after; it locks two
 * months on.
 */
function judged(month: Month, filed: { town: Town; steps: Review[] }[]): Review[] {
  if (month === "2016-12") {
    const townCodes = filed
      .filter(({ town }) => december[town.username] === "approved")
      .map(({ town }) => town.code);
    return townCodes.length > 0
      ? [{ kind: "approve", on: yearsEndOn, month, townCodes, reason: lacking }]
      : [];
  }
  const eighth = `${addMonths(month, 1)}-08`;
  const days = Map.groupBy(filed, ({ steps }) => laterOf(eighth, addDays(steps.at(-1)?.on as Day, 1)));
  const approvals = [...days].map(
    ([on, ready]): Review => ({
      kind: "approve",
      on,
      month,
      reason: lacking,
      townCodes: ready.map(({ town }) => town.code),
    }),
  );
  if (month >= "2016-11") return approvals;
  return [
    ...approvals,
    {
      kind: "lock",
      on: addDays(firstDay(addMonths(month, 2)), 9),
      month,
      townCodes: filed.map(({ town }) => town.code),
    },
  ];
}

function unlocking(towns: readonly Town[]): Review[] {
  const town = towns.find((each) => each.username === forgotten.username);
  if (!town) return [];
  const { month, enteredOn } = forgotten;
  const one = { month, townCodes: [town.code] };
  const after = (days: number) => addDays(enteredOn, days);
  return [
    {
      kind: "unlock",
      on: after(-1),
      month,
      townCode: town.code,
      reason: "漏记一笔管理费用，补记后重报",
      until: after(5),
    },
    { kind: "submit", on: after(1), month, townCode: town.code },
    { kind: "approve", on: after(2), ...one, reason: lacking },
    { kind: "lock", on: after(5), ...one },
  ];
}
