import { type ExceptionKind, type Source, sources } from "#db/schema/funding.ts";
import { addDays, type Day, laterOf } from "#lib/core/dates.ts";
import { type Budget, dayPassed, hillsFirst, type Movement, phaseOf } from "./budgets.ts";
import { standsOn } from "./timelines.ts";

/** What somebody does about an exception: says why it is right, or is given it by the office. */
export type ExceptionAction = {
  project: string;
  exception: ExceptionKind;
  on: Day;
  by: "town" | "office";
  words: string;
  /** Given to the town's clerk or the office's officer, by a day; else it is explained. */
  assigned?: { to: "town" | "office"; dueOn: Day };
};

const wan = 1_000_000;
const lastDay = addDays(standsOn, -1);

/**
 * What goes wrong with money, as it does: an invoice that two projects use, a receipt that is too large and
 * half given back, money that a contractor, a village and the treasury pay back; and what is said about it.
 * Some of it is left to be followed up.
 */
export function anomalies(
  budgets: Budget[],
  movements: Movement[],
): { movements: Movement[]; acts: ExceptionAction[] } {
  const of = (budget: Budget | undefined) => movements.filter((each) => each.project === budget?.sketch.name);
  const sum = (budget: Budget, stage: Movement["stage"]) =>
    of(budget)
      .filter((each) => each.stage === stage && each.source === "district")
      .reduce((all, each) => all + each.amountFen, 0);
  const plain = budgets.filter(
    (budget) => !budget.stuck && !budget.advanced && !budget.hasty && !budget.reimbursed,
  );
  const finished = plain.filter(
    (budget) =>
      ["operating", "handedOver"].includes(phaseOf(budget.course)) && sum(budget, "spend") > 20 * wan,
  );
  const [refunded, surplus, overpaid, doubled] = finished;
  const rooms = new Map(plain.map((budget) => [budget, roomOf(of(budget))]));
  const [twice, again] = twoOfATown(
    hillsFirst(plain.filter((budget) => of(budget).some(isLateInvoice) && rooms.get(budget))),
  );
  const post = (
    budget: Budget | undefined,
    given: Pick<Movement, "stage" | "amountFen" | "on" | "note"> & Partial<Movement>,
  ): Movement[] =>
    budget
      ? [
          {
            project: budget.sketch.name,
            source: "district",
            recordedOn: addDays(given.on, 1),
            explanation: "",
            ...given,
          },
        ]
      : [];
  const back = { change: "return" } as const;
  const invoice = of(twice).findLast(isLateInvoice);
  const advanced = budgets.filter((budget) => budget.advanced);
  const ahead = of(advanced[1]).findLast((each) => each.explanation !== "");
  const made = [
    ...post(refunded, {
      ...back,
      stage: "spend",
      amountFen: 3 * wan,
      on: "2016-12-19",
      note: "结算审核核减，施工单位退回多付工程款",
    }),
    ...post(surplus, {
      ...back,
      stage: "spend",
      amountFen: 2 * wan,
      on: "2016-12-19",
      note: "质保金扣减，施工单位退回",
    }),
    ...post(surplus, {
      ...back,
      stage: "receive",
      amountFen: 2 * wan,
      on: "2016-12-21",
      note: "结余资金退回区财政",
    }),
    ...post(surplus, {
      ...back,
      stage: "disburse",
      amountFen: 2 * wan,
      on: "2016-12-23",
      note: "收到村集体退回的结余资金",
    }),
    ...post(overpaid, {
      stage: "receive",
      amountFen: 4 * wan,
      on: "2016-12-06",
      note: "",
      explanation: "银行将另一项目的款项一并汇入，正在核对",
    }),
    ...post(overpaid, {
      ...back,
      stage: "receive",
      amountFen: 2.5 * wan,
      on: "2016-12-20",
      note: "多汇部分先退回 2.5 万元",
    }),
    ...post(doubled, {
      stage: "receive",
      amountFen: 1.2 * wan,
      on: "2016-12-08",
      note: "",
      explanation: "区财政直接支付的设计费，拨款单未到",
    }),
    ...(invoice
      ? post(again, {
          stage: "spend",
          source: (again && rooms.get(again)) ?? "district",
          amountFen: 0.8 * wan,
          on: addDays(lastDay, -1),
          note: "两个项目共用的监理费",
          explanation: "两个项目合签一份监理合同，发票合开",
          samePaperAs: invoice,
        })
      : []),
    ...(ahead
      ? post(advanced[1], {
          ...back,
          stage: "spend",
          amountFen: 0.5 * wan,
          on: ahead.on,
          recordedOn: lastDay,
          note: "施工单位退回多付部分",
        })
      : []),
  ];
  return { movements: made, acts: actsOf(budgets, movements) };
}

/** A source with money left. */
const roomOf = (movements: Movement[]): Source | undefined => {
  const left = (source: Source) =>
    movements.reduce(
      (sum, each) =>
        sum +
        (each.source !== source
          ? 0
          : each.stage === "receive"
            ? each.amountFen
            : each.stage === "spend"
              ? -each.amountFen
              : 0),
      0,
    );
  return sources.find((source) => left(source) > wan);
};

/** An invoice of the last months, paid out of the district's money. */
const isLateInvoice = ({ stage, on, explanation, source }: Movement) =>
  stage === "spend" && source === "district" && on > "2016-09" && on < "2016-12-10" && explanation === "";

function twoOfATown(budgets: Budget[]): Budget[] {
  const [first] = budgets;
  return first
    ? [
        first,
        ...budgets.filter((budget) => budget !== first && budget.sketch.townCode === first.sketch.townCode),
      ].slice(0, 2)
    : [];
}

function actsOf(budgets: Budget[], movements: Movement[]): ExceptionAction[] {
  const act = (budget: Budget | undefined, given: Omit<ExceptionAction, "project">): ExceptionAction[] =>
    budget ? [{ project: budget.sketch.name, ...given }] : [];
  const hasty = budgets.filter((budget) => budget.hasty);
  const stuck = budgets.filter((budget) => budget.stuck).filter((budget) => waitsLong(budget, movements));
  const contractOn =
    dayPassed(
      hasty.at(-1)?.course ?? { createdOn: "", plan: [], reports: [], pausedOn: undefined },
      "preparation",
    ) ?? standsOn;
  return [
    ...act(hasty.at(-1), {
      exception: "beforeContract",
      on: laterOf(addDays(contractOn, 60), "2016-12-12"),
      by: "town",
      words: "先期勘察和图纸费用，按规定可先行支付",
    }),
    ...act(hasty[0], {
      exception: "beforeContract",
      on: "2016-12-27",
      by: "office",
      words: "",
      assigned: { to: "town", dueOn: "2017-01-10" },
    }),
    ...act(stuck[0], {
      exception: "notReceived",
      on: "2016-12-26",
      by: "town",
      words: "村账户更名，银行退票，已重新报送账户信息",
    }),
    ...act(stuck[1], {
      exception: "notReceived",
      on: "2016-12-27",
      by: "office",
      words: "",
      assigned: { to: "town", dueOn: "2017-01-06" },
    }),
  ];
}

/** Disbursed, and for longer than a receipt may take. */
const waitsLong = ({ sketch }: Budget, movements: Movement[]): boolean => {
  const of = (stage: Movement["stage"]) =>
    movements.filter(
      (each) =>
        each.project === sketch.name &&
        each.source === "district" &&
        each.stage === stage &&
        each.on < "2016-12-08",
    );
  const fen = (stage: Movement["stage"]) => of(stage).reduce((all, each) => all + each.amountFen, 0);
  return fen("disburse") > fen("receive");
};
