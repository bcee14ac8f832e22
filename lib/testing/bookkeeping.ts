import { eq } from "drizzle-orm";
import { type Source, type Stage, sources, stages } from "#db/schema/funding.ts";
import { incomeShares } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { addMonths } from "#lib/core/dates.ts";
import { reasonOf } from "#lib/core/fields.ts";
import type { Random } from "#lib/demo/random.ts";
import { approveMonth, lockMonth, returnMonth, unlockMonth } from "#lib/filing/commands/office.ts";
import { submitMonth, withdrawMonth } from "#lib/filing/commands/town.ts";
import { postFunding, reverseFunding } from "#lib/funding/commands/postings.ts";
import { postIncome, reverseIncome, saveIncomeGrid, setTarget } from "#lib/income/commands/postings.ts";
import { apportionIncome, postShares, withdrawReceipt } from "#lib/income/commands/receipts.ts";
import { editProject } from "#lib/projects/commands/projects.ts";
import {
  type Account,
  type Books,
  type Funding,
  type Income,
  kinds,
  mayBeNegative,
  type Portion,
  type Project,
  type Regime,
  regimeOf,
  split,
  type Town,
} from "./books.ts";

// What people do to the books, drawn by chance, with what the product must say of it. To add an operation,
// add its line to `operations`: it says what shall come of it, does it, and writes it into the hand-kept
// books.

/**
 * Something to do. `outcome` is "done", or the code of the refusal; what it writes goes into the books only
 * when it is done.
 */
export type Step = {
  says: string;
  outcome: string;
  run(ctx: Ctx): Promise<unknown>;
  income?: Omit<Income, "id">[];
  funding?: Omit<Funding, "id">[];
  /** Portions of a new receipt, in the order in which they are kept. */
  portions?: Portion[];
  keep?(): void;
};
export type Desk = { chance: Random; books: Books; accounts: Account[]; day: string };
type Operation = (desk: Desk) => Step | null;

const months = ["2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03"];
/** Rarely a month that has not begun, or that no regime governs. */
const monthOf = ({ chance }: Desk) =>
  chance.happens(3) ? chance.pick(["2004-12", "2024-07"]) : chance.pick(months);
const placeOf = ({ chance, books }: Desk) => {
  const town = chance.pick(books.towns.slice(0, 3));
  return { town, village: chance.pick(town.villages.slice(0, 4)) };
};
/**
 * Mostly some thousand yuan to the fen; sometimes nothing, just at the target, or more than anybody could
 * mean.
 */
const fenOf = (chance: Random) => {
  const drawn = chance.between(1, 100);
  if (drawn <= 4) return 0;
  if (drawn <= 8) return chance.pick([9_999_999, 10_000_000, 10_000_001, 1]);
  if (drawn <= 9) return 100_000_000_001;
  return drawn <= 16 ? -chance.between(1, 5_000_000) : chance.between(1, 5_000_000);
};

const isOf = (regime: Regime, kind: keyof (typeof kinds)[Regime], code: string) =>
  (kinds[regime][kind] as readonly string[]).includes(code);

/** What is said of an amount in an account, if anything. */
function refusalOf(month: string, { regime, code }: Account, fen: number): string | null {
  if (regime !== regimeOf(month)) return "income.otherRegime";
  if (isOf(regime, "never", code)) return "income.neverIncome";
  if (fen < 0 && !(mayBeNegative[regime] as readonly string[]).includes(code)) return "income.negative";
  return Math.abs(fen) > 100_000_000_000 ? "income.tooLarge" : null;
}
/** Only what the town has in hand takes entry. */
const closed = (books: Books, townId: number, month: string): string | null => {
  const { state } = books.filing(townId, month);
  return {
    open: null,
    returned: null,
    submitted: "monthSubmitted",
    approved: "monthApproved",
    locked: "monthLocked",
  }[state];
};
const refusalOfMonth = ({ day, books }: Desk, town: Town, month: string): string | null =>
  closed(books, town.id, month) ??
  (month > day.slice(0, 7) ? "income.futureMonth" : regimeOf(month) === null ? "income.noBasis" : null);

/** Mostly an account that may be posted to; sometimes one that is never income, or another regime's. */
const accountFor = ({ chance, accounts }: Desk, month: string) => {
  const regime = regimeOf(month) ?? "2004";
  const own = accounts.filter((account) => account.regime === regime);
  return chance.pick(
    chance.happens(4)
      ? accounts
      : chance.happens(4)
        ? own
        : own.filter((account) => !isOf(regime, "never", account.code)),
  );
};

const post: Operation = (desk) => {
  const { chance } = desk;
  const month = monthOf(desk);
  const { town } = placeOf(desk);
  const rows = Array.from({ length: chance.between(1, 4) }, () => {
    const village = chance.pick(town.villages.slice(0, 4));
    return { village, account: accountFor(desk, month), fen: fenOf(chance), oneOff: chance.happens(20) };
  });
  const refused = rows.map((row) => refusalOf(month, row.account, row.fen)).find((code) => code !== null);
  return {
    says: `post ${month} ${rows.map((row) => `${row.village.code} ${row.account.code} ${row.fen}${row.oneOff ? " one-off" : ""}`).join(", ")}`,
    outcome: refusalOfMonth(desk, town, month) ?? refused ?? "done",
    run: (ctx) =>
      postIncome(ctx, {
        townId: town.id,
        month,
        rows: rows.map(({ village, account, fen, oneOff }) => ({
          villageId: village.id,
          accountId: account.id,
          amountFen: fen,
          oneOff,
        })),
      }),
    income: rows.map(({ village, account, fen, oneOff }) => ({
      villageId: village.id,
      month,
      account,
      fen,
      oneOff,
      reverses: null,
    })),
  };
};

const firstOf = (codes: readonly (string | null)[]) => codes.find((code) => code !== null);

const save: Operation = (desk) => {
  const { chance, books } = desk;
  const month = monthOf(desk);
  const { town } = placeOf(desk);
  const account = accountFor(desk, month);
  const reason = chance.happens(80) ? "更正" : "";
  const villages = chance.shuffled(town.villages.slice(0, 4)).slice(0, chance.between(1, 3));
  const cells = villages.map((village) => {
    const standing = books.inCell(village.id, month, account.id);
    const now = standing.length === 0 ? null : standing.reduce((sum, row) => sum + row.fen, 0);
    const read = chance.happens(6) ? 7 : now; // sometimes the form is older than what stands
    const given = chance.happens(15) ? read : chance.happens(15) ? null : fenOf(chance);
    return { village, standing, now, read, given };
  });
  const changed = cells.filter((cell) => cell.given !== cell.read && cell.given !== cell.now);
  const amounts = changed.map(({ given }) => refusalOf(month, account, given ?? 0));
  const refusals = changed.flatMap(({ standing }) => [
    standing.length > 1 ? "income.severalPostings" : null,
    standing.length > 0 && !reason ? "income.reasonRequired" : null,
  ]);
  const conflict = changed.some((cell) => cell.now !== cell.read) ? "changedMeanwhile" : null;
  const nothing = changed.length === 0 ? "income.nothingChanged" : null;
  return {
    says: `save ${month} ${account.code} ${cells.map((cell) => `${cell.village.code} ${cell.read}→${cell.given}`).join(", ")}`,
    // What no amount may be is said before what somebody else changed.
    outcome:
      refusalOfMonth(desk, town, month) ??
      nothing ??
      firstOf(amounts) ??
      conflict ??
      firstOf(refusals) ??
      "done",
    run: (ctx) =>
      saveIncomeGrid(ctx, {
        townId: town.id,
        month,
        reason,
        cells: cells.map(({ village, read, given }) => ({
          villageId: village.id,
          accountId: account.id,
          amountFen: given,
          readFen: read,
        })),
      }),
    income: changed.flatMap(({ village, standing, given }) => {
      const [old] = standing;
      const row = { villageId: village.id, month, account };
      return [
        ...(old ? [{ ...row, fen: old.fen === 0 ? 0 : -old.fen, oneOff: old.oneOff, reverses: old }] : []),
        ...(given === null ? [] : [{ ...row, fen: given, oneOff: old?.oneOff ?? false, reverses: null }]),
      ];
    }),
  };
};

const reverse: Operation = ({ chance, books }) => {
  if (books.income.length === 0) return null;
  const row = chance.pick(books.income);
  const { villageId, month, account, oneOff } = row;
  return {
    says: `reverse income ${row.id}`,
    outcome: row.reverses
      ? "income.isReversal"
      : books.isReversed(row)
        ? "income.alreadyReversed"
        : (closed(books, books.townOf(villageId).id, month) ?? "done"),
    run: (ctx) => reverseIncome(ctx, { postingId: row.id, reason: reasonOf("登记有误") }),
    income: [
      {
        villageId,
        month,
        account,
        oneOff,
        fen: row.fen === 0 ? 0 : -row.fen,
        reverses: row,
        portion: row.portion,
      },
    ],
  };
};

/** What an account of the earlier regime becomes in the later one; 511 becomes several (DOMAIN §3). */
const becomes: Record<string, string> = {
  "501": "501",
  "561": "502",
  "522": "503",
  "521": "503",
  "531": "504",
};
const accountIn = ({ accounts }: Desk, { code, regime }: Account, month: string): Account | undefined => {
  const now = regimeOf(month) ?? regime;
  const wanted = now === regime ? code : becomes[code];
  return accounts.find((account) => account.regime === now && account.code === wanted);
};
/** The postings of portions whose month has begun and is open, by month, village and portion. */
const postingsOf = (desk: Desk, portions: readonly Portion[]): Omit<Income, "id">[] =>
  portions
    .filter(
      ({ month, villageId }) =>
        month <= desk.day.slice(0, 7) && closed(desk.books, desk.books.townOf(villageId).id, month) === null,
    )
    .toSorted((a, b) =>
      a.month === b.month
        ? a.code === b.code
          ? a.id - b.id
          : a.code < b.code
            ? -1
            : 1
        : a.month < b.month
          ? -1
          : 1,
    )
    .map((portion) => {
      const { villageId, month, fen, oneOff } = portion;
      return {
        villageId,
        month,
        fen,
        oneOff,
        reverses: null,
        portion,
        account: accountIn(desk, portion.account, month) as Account,
      };
    });

/** A receipt over some months, of one village or parted among several. */
const apportion: Operation = (desk) => {
  const { chance, books, day } = desk;
  const fromMonth = monthOf(desk);
  const account = accountFor(desk, fromMonth);
  const length = chance.between(1, 7);
  const fen = chance.happens(20) ? chance.between(1, 9) : fenOf(chance);
  const receivedOn = chance.happens(4) ? "2024-07-01" : "2023-10-08";
  const { town } = placeOf(desk);
  const near = chance.happens(70)
    ? town.villages.slice(0, 4)
    : books.towns.slice(0, 3).flatMap((each) => each.villages.slice(0, 2));
  const some = chance.shuffled(near).slice(0, chance.between(1, 3));
  const cuts = [0, ...some.slice(1).map(() => chance.between(1, 9_999)), 10_000].toSorted((a, b) => a - b);
  const shares = some.map((village, at) => ({
    villageId: village.id,
    code: village.code,
    bp: (cuts[at + 1] ?? 0) - (cuts[at] ?? 0),
  }));
  const inOrder = shares.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const towns = [...new Set(inOrder.map((share) => books.townOf(share.villageId).id))];
  const last = addMonths(fromMonth, length - 1);
  const receivable = (["operating", "other"] as const).some((kind) =>
    isOf(account.regime, kind, account.code),
  );
  const refused = () => {
    if (regimeOf(fromMonth) === null) return "income.noBasis";
    const wrong = refusalOf(fromMonth, account, fen);
    if (wrong) return wrong;
    if (!receivable) return "income.noReceipt";
    if (fen <= 0) return "income.receiptNotPositive";
    if (receivedOn > day) return "income.receivedInFuture";
    if (shares.some((share) => share.bp === 0)) return "income.shareOfNothing";
    const shut = towns.map((id) => closed(books, id, fromMonth)).find((code) => code !== null);
    if (shut) return shut;
    return accountIn(desk, account, last) ? "done" : "income.receiptParts";
  };
  const outcome = refused();
  const receipt = books.portions.reduce((most, portion) => Math.max(most, portion.receipt), 0) + 1;
  const monthly = (own: number) =>
    Array.from({ length }, (_, at) => Math.floor(own / length) + (at < own % length ? 1 : 0));
  const portionsOf = ({ villageId, code, fen: own }: ReturnType<typeof split>[number]) =>
    monthly(own).map(
      (part, at): Portion => ({
        id: 0,
        receipt,
        villageId,
        code,
        month: addMonths(fromMonth, at),
        account,
        fen: part,
        oneOff: true,
      }),
    );
  const portions =
    outcome === "done"
      ? split(fen, shares)
          .flatMap(portionsOf)
          .filter((portion) => portion.fen !== 0)
      : [];
  const whole = {
    townId: town.id,
    accountId: account.id,
    amountFen: fen,
    receivedOn,
    fromMonth,
    months: length,
    oneOff: true,
  };
  const [only] = shares;
  return {
    says: `apportion ${JSON.stringify(whole)} among ${shares.map((share) => `${share.code} ${share.bp}`).join(", ")}`,
    outcome,
    run: (ctx) =>
      apportionIncome(
        ctx,
        shares.length === 1 && only
          ? { ...whole, split: "none", villageId: only.villageId }
          : {
              ...whole,
              split: "given",
              villages: shares.map(({ villageId, bp }) => ({ villageId, share: bp })),
            },
      ),
    portions,
    income: postingsOf(desk, portions),
  };
};

/** Posts what is due of a town's receipts, or one portion, which may have been taken back. */
const postDue: Operation = (desk) => {
  const { chance, books, day } = desk;
  const { town } = placeOf(desk);
  const one = chance.happens(40) && books.portions.length > 0 ? chance.pick(books.portions) : undefined;
  const townId = one ? books.townOf(one.villageId).id : town.id;
  const own = books.portions.filter(
    (portion) => books.townOf(portion.villageId).id === townId && portion.month <= day.slice(0, 7),
  );
  const due = one
    ? own.filter((portion) => portion === one && !portion.withdrawn && !books.postedOf(portion).stands)
    : own.filter((portion) => !portion.withdrawn && !books.postedOf(portion).ever);
  const shut = one && due.length > 0 ? closed(books, townId, one.month) : null;
  const income = postingsOf(desk, due);
  return {
    says: `post what is due of ${townId}${one ? `, portion ${one.id}` : ""}`,
    outcome: shut ?? (income.length === 0 ? "income.nothingDue" : "done"),
    run: (ctx) => postShares(ctx, { townId, shareId: one?.id }),
    income,
  };
};

/** Takes a receipt back from a month on: what is posted of it is reversed, the rest never comes. */
const withdraw: Operation = ({ chance, books }) => {
  if (books.portions.length === 0) return null;
  const { receipt, month: fromMonth, id } = chance.pick(books.portions);
  const own = books.portions
    .filter((portion) => portion.receipt === receipt && portion.month >= fromMonth && !portion.withdrawn)
    .toSorted((a, b) => (a.month === b.month ? (a.code < b.code ? -1 : 1) : a.month < b.month ? -1 : 1));
  const rows = own.flatMap((portion) =>
    books.standing(books.income.filter((row) => row.portion === portion)),
  );
  const shut = rows
    .map((row) => closed(books, books.townOf(row.villageId).id, row.month))
    .find((code) => code !== null);
  return {
    says: `withdraw receipt ${receipt} from ${fromMonth}`,
    outcome: own.length === 0 ? "income.alreadyWithdrawn" : (shut ?? "done"),
    run: async (ctx) => {
      const [share] = await ctx.db.select().from(incomeShares).where(eq(incomeShares.id, id));
      return withdrawReceipt(ctx, { receiptId: share?.receiptId ?? 0, fromMonth, reason: reasonOf("退租") });
    },
    income: rows.map((row) => ({ ...row, fen: row.fen === 0 ? 0 : -row.fen, reverses: row })),
    keep: () => {
      for (const portion of own) portion.withdrawn = true;
    },
  };
};

const target: Operation = (desk) => {
  const { chance, books } = desk;
  const { village } = placeOf(desk);
  const year = chance.pick([2023, 2024]);
  const own = books.revisions(village.id, year);
  const version = chance.happens(10) ? own.length + 1 : own.length;
  const fen = chance.happens(10) ? 0 : chance.happens(30) ? 10_000_000 : chance.between(1, 15_000_000);
  const stale = own.length > 0 && version !== own.length;
  return {
    says: `target of ${village.code} in ${year}: ${fen}`,
    outcome: fen <= 0 ? "income.targetNotPositive" : stale ? "changedMeanwhile" : "done",
    run: (ctx) =>
      setTarget(ctx, { villageId: village.id, year, amountFen: fen, reason: reasonOf("调整"), version }),
    keep: () => books.targets.set(`${village.id}/${year}`, [...own, fen]),
  };
};

/**
 * The break of the order of stages that a posting would make or widen: a rise above the stage before, a fall
 * below the one after.
 */
function breaksOrder(books: Books, { id }: Project, source: Source, stage: Stage, fen: number): boolean {
  const at = stages.indexOf(stage);
  const sum = (index: number) =>
    books.stageSum(id, source, stages[index] as Stage) + (index === at ? fen : 0);
  if (fen > 0) return at > 0 && sum(at) > sum(at - 1);
  return at + 1 < stages.length && sum(at + 1) > sum(at);
}

const pay: Operation = ({ chance, books, day }) => {
  // The last one seldom: while it has no money of its own it can be named the same thing as another.
  const all = [...books.projects.values()];
  const project = chance.pick(
    chance.happens(97) ? all.filter((each) => each !== all.at(-1) || each.sameAs !== null) : all,
  );
  const stage = chance.pick(stages);
  const source = chance.pick(chance.happens(80) ? (["district", "town"] as const) : sources);
  const before = stages[stages.indexOf(stage) - 1];
  const room = before
    ? books.stageSum(project.id, source, before) - books.stageSum(project.id, source, stage)
    : 0;
  const likely =
    stage === "plan" ? chance.between(1, 900_000_00) : chance.between(1, Math.max(1, Math.round(room * 1.2)));
  const amountFen = chance.happens(4) ? -chance.between(0, 2_000_000) : likely;
  const change = chance.happens(78) ? "ordinary" : chance.pick(["raise", "cut", "return"] as const);
  const movement = (
    { ordinary: "ordinary", raise: "adjustment", cut: "adjustment", return: "return" } as const
  )[change];
  const fen = change === "cut" || change === "return" ? -amountFen : amountFen;
  const documentNo = chance.happens(80) ? `同财〔2023〕${chance.between(1, 60)}号` : "";
  const note = movement !== "ordinary" && chance.happens(85) ? "调整" : "";
  const explanation = chance.happens(25) ? "经区专班同意" : "";
  const onDay = chance.happens(3)
    ? "2024-07-01"
    : chance.pick(["2023-03-01", "2023-12-31", "2024-01-01", "2024-05-20"]);
  const paper = books
    .standing(books.funding)
    .filter(
      (row) =>
        row.stage === stage &&
        row.movement === movement &&
        documentNo !== "" &&
        row.documentNo === documentNo,
    );
  const here = paper.some((row) => row.projectId === project.id && row.source === source);
  const elsewhere =
    stage === "spend" && movement === "ordinary" && paper.some((row) => row.projectId !== project.id);
  const mayMove = {
    ordinary: stages,
    adjustment: ["plan", "allot"],
    return: ["disburse", "receive", "spend"],
  }[movement] as readonly Stage[];
  const refused = () => {
    if (onDay > day) return "funding.future";
    const shut = closed(books, project.townId, onDay.slice(0, 7));
    if (shut) return shut;
    if (project.sameAs !== null) return "funding.postOnPhysical";
    if (amountFen <= 0) return "funding.notPositive";
    if (!mayMove.includes(stage)) return "funding.notMovable";
    if (movement !== "ordinary" && note === "") return "funding.noteRequired";
    if (documentNo === "" && (stage === "allot" || stage === "spend" || movement === "return"))
      return "funding.documentRequired";
    if (books.stageSum(project.id, source, stage) + fen < 0) return "funding.belowZero";
    if (!explanation && here) return "funding.sameDocument";
    if (!explanation && elsewhere) return "funding.documentElsewhere";
    return breaksOrder(books, project, source, stage, fen) && !explanation ? "funding.order" : "done";
  };
  const row = { projectId: project.id, stage, source, movement, fen, onDay, documentNo };
  return {
    says: `pay ${JSON.stringify(row)}`,
    outcome: refused(),
    run: (ctx) =>
      postFunding(ctx, {
        projectId: project.id,
        stage,
        source,
        change,
        amountFen,
        onDay,
        documentNo,
        note,
        explanation,
      }),
    funding: [{ ...row, reverses: null }],
  };
};

const takeBack: Operation = ({ chance, books, day }) => {
  if (books.funding.length === 0) return null;
  const row = chance.pick(books.funding);
  const project = books.projects.get(row.projectId) as Project;
  const shut = closed(books, project.townId, row.onDay.slice(0, 7));
  const onDay = shut ? day : row.onDay; // a filed month keeps what was read out
  const refused = () => {
    if (row.reverses) return "funding.isReversal";
    if (books.isReversed(row)) return "funding.alreadyReversed";
    if (shut && shut !== "monthSubmitted" && !books.isApproved(row)) return shut; // what is approved never had it
    if (books.stageSum(project.id, row.source, row.stage) < row.fen) return "funding.belowZero";
    return breaksOrder(books, project, row.source, row.stage, -row.fen) ? "funding.reversalOrder" : "done";
  };
  return {
    says: `reverse funding ${row.id}`,
    outcome: refused(),
    run: (ctx) => reverseFunding(ctx, { postingId: row.id, reason: reasonOf("登记有误") }),
    funding: [{ ...row, onDay, fen: -row.fen, reverses: row }],
  };
};

const fields = {
  name: "茶园",
  type: "farm",
  sector: "economy",
  owner: "分管副镇长",
  contact: "",
  contactPhone: "",
} as const;

/** Other shares, sometimes another town, sometimes the same thing as a village project or no longer. */
const edit: Operation = ({ chance, books }) => {
  const project = chance.pick([...books.projects.values()]);
  const town = chance.happens(15)
    ? chance.pick(books.towns.slice(0, 3))
    : books.towns.find((each) => each.id === project.townId);
  if (!town) return null;
  const several = chance
    .shuffled(books.towns.slice(0, 3).flatMap((each) => each.villages.slice(0, 3)))
    .slice(0, chance.between(1, 4));
  const cuts = [0, ...several.slice(1).map(() => chance.between(1, 9_999)), 10_000].toSorted((a, b) => a - b);
  const shares = several.map((village, at) => ({
    villageId: village.id,
    code: village.code,
    bp: (cuts[at + 1] ?? 0) - (cuts[at] ?? 0),
  }));
  const others = [...books.projects.values()].filter((each) => each.level === "village");
  const sameAs =
    project.level === "key" && chance.happens(30)
      ? chance.happens(50)
        ? chance.pick(others).id
        : null
      : project.sameAs;
  const stale = chance.happens(5);
  const refused = () => {
    if (stale) return "changedMeanwhile";
    if (shares.some((share) => share.bp === 0)) return "project.shareNothing";
    if (sameAs !== project.sameAs && sameAs !== null) {
      if ([...books.projects.values()].some((each) => each.id !== project.id && each.sameAs === sameAs))
        return "project.sameAsTaken";
      if (books.funding.some((row) => row.projectId === project.id)) return "project.sameAsHasFunding";
    }
    return "done";
  };
  return {
    says: `edit ${project.number}: town ${town.code}, ${shares.map((share) => `${share.code} ${share.bp}`).join(", ")}, same as ${sameAs}`,
    outcome: refused(),
    run: (ctx) =>
      editProject(ctx, {
        ...fields,
        approaches: ["project"],
        projectId: project.id,
        version: stale ? project.version + 1 : project.version,
        townId: town.id,
        sameAsId: sameAs ?? undefined,
        description: `第${project.version + 1}版`,
        villages: shares.map(({ villageId, bp }) => ({ villageId, share: bp })),
      }),
    keep: () =>
      books.projects.set(project.id, {
        ...project,
        townId: town.id,
        shares,
        sameAs,
        version: project.version + 1,
      }),
  };
};

/** From where each act on a month is done, and where it leads. */
const acts = {
  submit: { from: ["open", "returned"], to: "submitted" },
  withdraw: { from: ["submitted"], to: "open" },
  return: { from: ["submitted", "approved"], to: "returned" },
  approve: { from: ["submitted"], to: "approved" },
  lock: { from: ["approved"], to: "locked" },
  unlock: { from: ["approved", "locked"], to: "open" },
} as const;
type Act = keyof typeof acts;

/** Files a town's month, judges it, opens it again: mostly one that is on its way, so that most stay open. */
const file: Operation = ({ chance, books }) => {
  const underway = [...books.months]
    .filter(([, { state }]) => state !== "open")
    .map(([key]) => key.split("/") as [string, string]);
  const anew = [
    String(chance.pick(books.towns.slice(0, 3)).id),
    chance.pick([...months, "2023-03", "2024-05"]),
  ] as const;
  const [townId, month] = underway.length > 0 && chance.happens(75) ? chance.pick(underway) : anew;
  const town = Number(townId);
  const held = books.filing(town, month);
  const all = Object.keys(acts) as Act[];
  const possible = all.filter(
    (act) =>
      (acts[act].from as readonly string[]).includes(held.state) && (act !== "lock" || chance.happens(20)),
  );
  const act = chance.pick(
    chance.happens(8)
      ? all
      : possible.includes("approve") && chance.happens(60)
        ? (["approve"] as const)
        : possible,
  );
  const version = chance.happens(4) ? held.version + 1 : held.version;
  const asked = { townId: town, month, version };
  const batch = { month, towns: [{ townId: town, version }] };
  const doing: Record<Act, (ctx: Ctx) => Promise<unknown>> = {
    submit: (ctx) => submitMonth(ctx, { ...asked, confirmed: true }),
    withdraw: (ctx) => withdrawMonth(ctx, { ...asked, reason: "" }),
    return: (ctx) => returnMonth(ctx, { ...asked, reason: reasonOf("缺凭证"), remarks: [] }),
    approve: (ctx) => approveMonth(ctx, { ...batch, confirmed: true, reason: "其余村（居）无收入" }),
    lock: (ctx) => lockMonth(ctx, batch),
    unlock: (ctx) => unlockMonth(ctx, { ...asked, reason: reasonOf("更正"), until: "2024-07-20" }),
  };
  const refused = () => {
    if (version !== held.version) return "changedMeanwhile";
    if (!(acts[act].from as readonly string[]).includes(held.state)) return "filing.cannot";
    return act === "lock" && hasEarlierUnlocked(books, town, month) ? "filing.earlierNotLocked" : "done";
  };
  const upTo =
    act === "approve"
      ? { incomeUpTo: books.income.at(-1)?.id ?? 0, fundingUpTo: books.funding.at(-1)?.id ?? 0 }
      : {};
  return {
    says: `${act} ${month} of ${town}`,
    outcome: refused(),
    run: doing[act],
    keep: () =>
      books.months.set(`${town}/${month}`, {
        ...held,
        ...upTo,
        state: acts[act].to,
        version: held.version + 1,
      }),
  };
};

/** Months lock in order, from the first in which the town has anything. */
function hasEarlierUnlocked(books: Books, townId: number, month: string): boolean {
  const income = books.income
    .filter((row) => books.townOf(row.villageId).id === townId)
    .map((row) => row.month);
  const funding = books.funding
    .filter((row) => books.projects.get(row.projectId)?.townId === townId)
    .map((row) => row.onDay.slice(0, 7));
  const first = [...income, ...funding].toSorted()[0];
  for (let each = first ?? month; each < month; each = addMonths(each, 1))
    if (books.filing(townId, each).state !== "locked") return true;
  return false;
}

/** How often each is drawn, of their sum. */
const operations: [weight: number, operation: Operation][] = [
  [30, post],
  [20, save],
  [14, reverse],
  [6, target],
  [20, pay],
  [8, takeBack],
  [6, edit],
  [14, file],
  [6, apportion],
  [5, postDue],
  [4, withdraw],
];

/** The next thing that somebody does. */
export function nextStep(desk: Desk): Step {
  const total = operations.reduce((sum, [weight]) => sum + weight, 0);
  for (;;) {
    let drawn = desk.chance.between(1, total);
    for (const [weight, operation] of operations) {
      drawn -= weight;
      if (drawn > 0) continue;
      const step = operation(desk);
      if (step) return step;
      break;
    }
  }
}
