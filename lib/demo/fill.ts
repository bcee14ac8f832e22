import type { Db } from "#db/client.ts";
import { accounts as accountTable, clusters as clusterTable, divisions } from "#db/schema/index.ts";
import { operator } from "#lib/access/operator.ts";
import { headOf } from "#lib/audit/store/record.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Ctx } from "#lib/core/context.ts";
import { addMonths, type Day, dayOf, instantOn, lastDay, monthOfDay } from "#lib/core/dates.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { foundDistrict } from "#lib/divisions/commands/divisions.ts";
import { shippedDivisions, shippedEdition } from "#lib/divisions/store/edition.ts";
import { approveMonth, lockMonth, returnMonth, unlockMonth } from "#lib/filing/commands/office.ts";
import { answerRemark, submitMonth } from "#lib/filing/commands/town.ts";
import { remarksOf } from "#lib/filing/queries/missing.ts";
import { assignException, explainException } from "#lib/funding/commands/exceptions.ts";
import { setFundingMode } from "#lib/funding/commands/modes.ts";
import { postFunding, reverseFunding } from "#lib/funding/commands/postings.ts";
import { exceptionsOf } from "#lib/funding/queries/exceptions.ts";
import { isTownsOwn } from "#lib/funding/rules/stage-order.ts";
import { postIncome, reverseIncome, setTarget } from "#lib/income/commands/postings.ts";
import { apportionIncome, postShares, withdrawReceipt } from "#lib/income/commands/receipts.ts";
import { seeNotices } from "#lib/people/commands/notices.ts";
import { createPerson } from "#lib/people/commands/people.ts";
import { demonstrationPassword } from "#lib/people/store/passwords.ts";
import { pauseProject } from "#lib/projects/commands/lifecycle.ts";
import { createProject } from "#lib/projects/commands/projects.ts";
import { reportProject } from "#lib/projects/commands/reports.ts";
import { demonstrationAccounts } from "./accounts.ts";
import type { Movement } from "./budgets.ts";
import { demonstrationPlan, type Filing, partOf, type Undertaking } from "./plan.ts";
import { type Random, randomOf } from "./random.ts";
import type { DemoReceipt } from "./receipts.ts";
import type { Remarked, Review } from "./reviews.ts";
import { type Payment, type ScriptedAction, scriptOf } from "./script.ts";
import { evidenceOf, noteOf } from "./wording.ts";

/** The seed of the demonstration that everybody sees. */
export const demonstrationSeed = "guatu";

/**
 * Fills an empty database with the demonstration of DOMAIN §2, through the product's own commands and in the
 * order in which it would have happened, so that any past day can be looked at. The same seed gives the same
 * content, but for password hashes.
 * @param towns only what these see, by their accounts: for tests
 * @param atMonthEnd called on the last evening of each month, when what happened in it has been recorded: for
 * tests
 * @throws {Refused} `alreadyFounded` when the database holds a district.
 */
export async function fillDemonstration(
  db: Db,
  {
    seed = demonstrationSeed,
    towns,
    atMonthEnd,
  }: { seed?: string; towns?: string[]; atMonthEnd?: (day: Day) => Promise<void> } = {},
): Promise<void> {
  const beginning: Ctx = {
    db,
    actor: operator,
    now: instantOn("2015-01-04", 8),
    request: "demonstration",
    provenance: "demo",
  };
  await foundDistrict(beginning, { edition: shippedDivisions(), ...shippedEdition, demonstration: true });
  const book = await openBook(beginning, randomOf(seed).of("wording"));
  const plan = demonstrationPlan(seed);
  let month = monthOfDay(dayOf(beginning.now));
  for (const { at, deed } of scriptOf(randomOf(seed).of("diary"), towns ? partOf(plan, towns) : plan)) {
    for (; month < monthOfDay(dayOf(at)); month = addMonths(month, 1)) await atMonthEnd?.(lastDay(month));
    await perform(book, { ...beginning, now: at }, deed);
  }
  await keepAccounts(book, beginning);
  await atMonthEnd?.(lastDay(month));
}

/**
 * The administrator has asked for a second auditor's account, which the other one has still to confirm; the
 * auditor is told of it.
 */
async function keepAccounts({ people }: Book, beginning: Ctx): Promise<void> {
  const [admin, auditor] = ["admin", "auditor"].map((username) => people.get(username));
  if (!admin || !auditor) return;
  const by = (actor: Actor, hour: number): Ctx => ({
    ...beginning,
    actor,
    now: instantOn("2016-12-30", hour),
  });
  await seeNotices(by(auditor, 22), { through: (await headOf(beginning.db)).seq });
  const account = { username: "audit2", role: "auditor", name: "区审计二科", post: "区审计局" } as const;
  await createPerson(by(admin, 23), {
    ...account,
    scopeId: admin.scope.id,
    password: demonstrationPassword,
    mustChangePassword: false,
  });
}

/** What the generator must remember while it works: ids by code, versions by number. */
type Book = {
  chance: Random;
  places: Map<string, { id: number; code: string; level: "county" | "town" | "village"; name: string }>;
  people: Map<string, Actor>;
  accountIds: Map<string, number>;
  clusters: { id: number; name: string }[];
  /** By number, and a physical one by its name too. */
  projects: Map<string, { id: number; version: number; townCode: string }>;
  /** What was posted for a filing or a movement. */
  postings: Map<Filing | Movement, number[]>;
  receipts: Map<DemoReceipt, number>;
  /** How often something was done to a town's month: its version. */
  months: Map<string, number>;
};

async function openBook(ctx: Ctx, chance: Random): Promise<Book> {
  const places: Book["places"] = new Map();
  for (const row of await ctx.db.select().from(divisions))
    places.set(row.code, row as typeof row & { level: "village" });
  const district = [...places.values()].find((place) => place.level === "county");
  // The demonstration ends long before the next regime begins: the first basis is the one that governs it.
  const rows = (await ctx.db.select().from(accountTable)).toSorted((a, b) => b.id - a.id);
  const people: Book["people"] = new Map();
  for (const { townCode, ...account } of demonstrationAccounts()) {
    const scope = places.get(townCode) ?? district;
    if (!scope) throw new Error("The demonstration has no district");
    const made = await createPerson(ctx, {
      ...account,
      scopeId: scope.id,
      password: demonstrationPassword,
      mustChangePassword: false,
    });
    people.set(townCode || account.username, {
      id: made.id,
      username: account.username,
      name: account.name,
      role: account.role,
      scope,
    });
  }
  return {
    chance,
    places,
    people,
    accountIds: new Map(rows.map((row) => [row.code, row.id])),
    clusters: await ctx.db.select().from(clusterTable),
    projects: new Map(),
    postings: new Map(),
    receipts: new Map(),
    months: new Map(),
  };
}

function perform(book: Book, ctx: Ctx, deed: ScriptedAction): Promise<unknown> {
  switch (deed.kind) {
    case "create":
      return create(book, ctx, deed.undertaking);
    case "target":
      return target(book, ctx, deed);
    case "report":
      return report(book, ctx, deed);
    case "pause":
      return pause(book, ctx, deed);
    case "mode":
      return mode(book, ctx, deed);
    case "exception":
      return aboutException(book, ctx, deed);
    case "money":
      return money(book, ctx, deed);
    case "takeMoneyBack":
      return takeMoneyBack(book, ctx, deed);
    case "file":
      return file(book, ctx, deed);
    case "correct":
      return correct(book, ctx, deed);
    case "receive":
      return receive(book, ctx, deed.receiving);
    case "withdraw":
      return withdraw(book, ctx, deed);
    case "postShares":
      return postShares(as(book, ctx, deed.townCode), { townId: placeId(book, deed.townCode) });
    default:
      return review(book, ctx, deed);
  }
}

async function review(book: Book, ctx: Ctx, deed: Review): Promise<void> {
  const { month } = deed;
  /** The town's month as this deed finds it; what is done to it makes the next version. */
  const found = (townCode: string) => {
    const key = `${townCode} ${month}`;
    const version = book.months.get(key) ?? 0;
    book.months.set(key, version + 1);
    return { townId: placeId(book, townCode), month, version };
  };
  const office = as(book, ctx, "office");
  switch (deed.kind) {
    case "submit":
      await submitMonth(as(book, ctx, deed.townCode), { ...found(deed.townCode), confirmed: true });
      return;
    case "sendBack":
      await returnMonth(office, {
        ...found(deed.townCode),
        reason: reasonOf(deed.reason),
        remarks: deed.remarks.map((remark) => asRemark(book, remark)),
      });
      return;
    case "answer":
      for (const { id } of await remarksOf(ctx.db, placeId(book, deed.townCode), month))
        await answerRemark(as(book, ctx, deed.townCode), { remarkId: id, answer: deed.answer });
      return;
    case "approve":
      await approveMonth(office, {
        month,
        towns: deed.townCodes.map(found),
        confirmed: true,
        reason: deed.reason,
      });
      return;
    case "lock":
      await lockMonth(office, { month, towns: deed.townCodes.map(found) });
      return;
    case "unlock":
      await unlockMonth(office, {
        ...found(deed.townCode),
        reason: reasonOf(deed.reason),
        until: deed.until,
      });
  }
}

function asRemark(book: Book, { villageCode, project, text }: Remarked) {
  const about = { remark: text, field: "" };
  if (villageCode !== undefined)
    return { ...about, subject: "village" as const, subjectId: placeId(book, villageCode) };
  if (project !== undefined)
    return { ...about, subject: "project" as const, subjectId: must(book.projects.get(project)).id };
  return { ...about, subject: "month" as const, subjectId: 0 };
}

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error("The demonstration's plan speaks of something that is not there");
  return value;
};
const placeId = (book: Book, code: string) => must(book.places.get(code)).id;
const as = (book: Book, ctx: Ctx, who: string): Ctx => ({ ...ctx, actor: must(book.people.get(who)) });
const clerk = (book: Book, ctx: Ctx, { sketch }: Undertaking) => as(book, ctx, sketch.townCode);

async function create(book: Book, ctx: Ctx, undertaking: Undertaking) {
  const { number, sketch, course } = undertaking;
  const { costWan, townCode, villages, sameAs, ...given } = sketch;
  const made = await createProject(
    sketch.level === "key" ? as(book, ctx, "office") : clerk(book, ctx, undertaking),
    {
      ...given,
      number,
      townId: placeId(book, townCode),
      villages: villages.map(({ code, shareBp }) => ({ villageId: placeId(book, code), share: shareBp })),
      contactPhone: "",
      createdOn: course.createdOn,
      plan: course.plan,
      sameAsId: sameAs === undefined ? undefined : must(book.projects.get(sameAs)).id,
    },
  );
  const entry = { id: made.id, version: 1, townCode };
  book.projects.set(number, entry);
  if (sameAs === undefined) book.projects.set(sketch.name, entry);
}

function target(
  book: Book,
  ctx: Ctx,
  { villageCode, amountFen, reason, revision }: Extract<ScriptedAction, { kind: "target" }>,
) {
  const villageId = placeId(book, villageCode);
  return setTarget(as(book, ctx, "office"), {
    villageId,
    year: 2016,
    amountFen,
    reason: reasonOf(reason),
    version: revision,
  });
}

async function report(
  book: Book,
  ctx: Ctx,
  { undertaking, report: given }: Extract<ScriptedAction, { kind: "report" }>,
) {
  const project = must(book.projects.get(undertaking.number));
  const n = Number(undertaking.number.slice(2));
  const evidence = given.passed.flatMap(({ phase, on }) =>
    phase === "identified" ? [] : [[phase, { text: evidenceOf(phase, on, n), on }] as const],
  );
  await reportProject(clerk(book, ctx, undertaking), {
    projectId: project.id,
    version: project.version,
    month: given.month,
    progress: given.progressBp,
    phase: given.phase,
    evidence: Object.fromEntries(evidence),
    delayReason: given.delayReason,
    delayText: "",
    note: noteOf(book.chance.of(`${undertaking.sketch.name} ${given.month}`), given.phase, given.delayReason),
    forecastOn: given.forecastOn,
  });
  project.version += 1;
}

async function pause(
  book: Book,
  ctx: Ctx,
  { undertaking, pausedOn }: Extract<ScriptedAction, { kind: "pause" }>,
) {
  const project = must(book.projects.get(undertaking.number));
  const approval = `演示专班〔2016〕${Number(undertaking.number.slice(2))}号`;
  await pauseProject(as(book, ctx, "office"), {
    projectId: project.id,
    version: project.version,
    onDay: pausedOn,
    reason: reasonOf("用地红线调整，暂缓实施"),
    approval,
  });
  project.version += 1;
}

async function money(book: Book, ctx: Ctx, { movement, documentNo, typedFen }: Payment) {
  const { stage, source, on, note, explanation, change } = movement;
  const project = must(book.projects.get(movement.project));
  // The office hands down what the state gives; the town enters the rest.
  const handler = as(book, ctx, isTownsOwn(stage, source) ? project.townCode : "office");
  const made = await postFunding(handler, {
    projectId: project.id,
    stage,
    source,
    amountFen: typedFen,
    onDay: on,
    documentNo,
    note,
    explanation,
    change,
  });
  book.postings.set(movement, [made.id]);
}

function mode(
  book: Book,
  ctx: Ctx,
  { reimbursement: { project, source } }: Extract<ScriptedAction, { kind: "mode" }>,
) {
  const projectId = must(book.projects.get(project)).id;
  return setFundingMode(as(book, ctx, "office"), {
    projectId,
    source,
    mode: "reimbursement",
    reason: reasonOf("上级资金先建后补，验收后报账"),
  });
}

async function aboutException(book: Book, ctx: Ctx, { act }: Extract<ScriptedAction, { kind: "exception" }>) {
  const { id, townCode } = must(book.projects.get(act.project));
  const actor = as(book, ctx, act.by === "town" ? townCode : "office");
  const { rows } = await exceptionsOf(actor, { project: id, kind: act.exception, state: "open" });
  must(rows[0]);
  for (const { kind, key, figures } of rows) {
    const exception = { kind, exception: key, figures };
    if (!act.assigned) await explainException(actor, { ...exception, explanation: act.words });
    else {
      const owner = must(book.people.get(act.assigned.to === "town" ? townCode : "office"));
      await assignException(actor, {
        ...exception,
        ownerId: must(owner.id ?? undefined),
        dueOn: act.assigned.dueOn,
      });
    }
  }
}

async function takeMoneyBack(
  book: Book,
  ctx: Ctx,
  { wrong, right }: Extract<ScriptedAction, { kind: "takeMoneyBack" }>,
) {
  const [postingId] = must(book.postings.get(wrong.movement));
  const { townCode } = must(book.projects.get(wrong.movement.project));
  await reverseFunding(as(book, ctx, townCode), {
    postingId: must(postingId),
    reason: reasonOf("金额少录一位，红冲后重录"),
  });
  await money(book, ctx, right);
}

async function file(book: Book, ctx: Ctx, { filing, slips }: Extract<ScriptedAction, { kind: "file" }>) {
  const rows = filing.entries.map((entry, at) =>
    rowOf(book, entry, slips.find((slip) => slip.at === at)?.typedFen),
  );
  const made = await postIncome(as(book, ctx, filing.townCode), {
    townId: placeId(book, filing.townCode),
    month: filing.month,
    rows,
  });
  book.postings.set(filing, made.ids);
}

async function correct(book: Book, ctx: Ctx, { filing, slip }: Extract<ScriptedAction, { kind: "correct" }>) {
  const postingId = must(must(book.postings.get(filing))[slip.at]);
  const clerk = as(book, ctx, filing.townCode);
  await reverseIncome(clerk, { postingId, reason: reasonOf("金额少录一位，红冲后重录") });
  const rows = [rowOf(book, must(filing.entries[slip.at]))];
  await postIncome(clerk, { townId: placeId(book, filing.townCode), month: filing.month, rows });
}

async function receive(book: Book, ctx: Ctx, receiving: DemoReceipt) {
  const { townCode, account, villageCode, cluster, withdrawn: _, ...receipt } = receiving;
  const { id } = await apportionIncome(as(book, ctx, townCode), {
    ...receipt,
    townId: placeId(book, townCode),
    accountId: must(book.accountIds.get(account)),
    ...(cluster
      ? { split: "cluster", clusterId: must(book.clusters.find(({ name }) => name.startsWith(cluster))).id }
      : { split: "none" }),
    ...(villageCode && { villageId: placeId(book, villageCode) }),
  });
  book.receipts.set(receiving, id);
}

const withdraw = (
  book: Book,
  ctx: Ctx,
  { receiving, reason }: Extract<ScriptedAction, { kind: "withdraw" }>,
) =>
  withdrawReceipt(as(book, ctx, receiving.townCode), {
    receiptId: must(book.receipts.get(receiving)),
    fromMonth: receiving.fromMonth,
    reason: reasonOf(reason),
  });

function rowOf(book: Book, entry: Filing["entries"][number], typedFen = entry.amountFen) {
  return {
    villageId: placeId(book, entry.villageCode),
    accountId: must(book.accountIds.get(entry.account)),
    amountFen: typedFen,
    oneOff: entry.oneOff,
    projectId: entry.project === undefined ? undefined : must(book.projects.get(entry.project)).id,
    note: entry.oneOff ? "处置旧设备一次性收入" : "",
  };
}
