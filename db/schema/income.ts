import {
  bool,
  day,
  fen,
  id,
  index,
  instant,
  int,
  month,
  primaryKey,
  ref,
  str,
  table,
  uniqueIndex,
} from "../columns.ts";
import { divisions } from "./divisions.ts";
import { people } from "./people.ts";
import { projects, provenances } from "./projects.ts";

/** 口径: an accounting regime and the days it governs. */
export const bases = table(
  "basis",
  {
    id: id(),
    key: str().notNull(),
    name: str().notNull(),
    document: str().notNull(),
    fromOn: day().notNull(),
    toOn: day(),
  },
  (t) => [uniqueIndex("basis_key").on(t.key)],
);

/** What an account counts as; the last five count in no basis, `never` can not be posted at all. */
export const accountKinds = [
  ...(["operating", "subsidy", "other", "cost", "administration"] as const),
  ...(["tax", "welfare", "otherCost", "incomeTax", "never"] as const),
] as const;
export type AccountKind = (typeof accountKinds)[number];

/**
 * An account of a basis; `kind` says what it counts as (DOMAIN §3), `never` may not be entered as income at
 * all.
 */
export const accounts = table(
  "account",
  {
    id: id(),
    basisId: ref(() => bases.id).notNull(),
    code: str().notNull(),
    name: str().notNull(),
    nameEn: str().notNull(),
    kind: str(accountKinds).notNull(),
    mayBeNegative: bool().notNull(),
    note: str().notNull().default(""), // of a `never` account: where the money belongs instead
    noteEn: str().notNull().default(""),
    rank: int().notNull(),
  },
  (t) => [uniqueIndex("account_code").on(t.basisId, t.code)],
);

/**
 * Where an account's money stands in the other regime: several rows where it parts, by what it is for. Data,
 * as the regimes are.
 */
export const accountMappings = table(
  "account_mapping",
  {
    id: id(),
    fromId: ref(() => accounts.id).notNull(),
    toId: ref(() => accounts.id).notNull(),
    part: str().notNull(), // which part of it goes there
    partEn: str().notNull(),
    rank: int().notNull(),
  },
  (t) => [uniqueIndex("account_mapping_once").on(t.fromId, t.toId, t.part)],
);

export const splits = ["none", "project", "cluster", "given"] as const;

/**
 * A receipt that belongs to several months or villages: posted share by share as the months come.
 * Append-only; its shares too.
 */
export const incomeReceipts = table(
  "income_receipt",
  {
    id: id(),
    townId: ref(() => divisions.id).notNull(), // whose clerk entered it
    accountId: ref(() => accounts.id).notNull(),
    amountFen: fen().notNull(),
    receivedOn: day().notNull(),
    fromMonth: month().notNull(),
    months: int().notNull(),
    split: str(splits).notNull(), // by what it was parted among villages
    projectId: ref(() => projects.id),
    oneOff: bool().notNull(),
    voucher: str().notNull().default(""),
    note: str().notNull().default(""),
    personId: ref(() => people.id),
    personName: str().notNull(),
    recordedAt: instant().notNull(),
    provenance: str(provenances).notNull(),
  },
  (t) => [index("income_receipt_town").on(t.townId, t.fromMonth)],
);

/**
 * The part of a receipt that falls to one village and month. The shares of a receipt add up to it, to the
 * fen.
 */
export const incomeShares = table(
  "income_share",
  {
    id: id(),
    receiptId: ref(() => incomeReceipts.id).notNull(),
    villageId: ref(() => divisions.id).notNull(),
    month: month().notNull(),
    shareBp: int().notNull(), // of the village, in basis points of the receipt
    amountFen: fen().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex("income_share_once").on(t.receiptId, t.villageId, t.month),
    index("income_share_month").on(t.month, t.villageId),
  ],
);

/**
 * A receipt taken back from a month on: what is posted of it then is reversed in the same act, and the rest
 * never falls due. Taken back further, there is another row with an earlier month. Append-only.
 */
export const incomeWithdrawals = table(
  "income_withdrawal",
  {
    id: id(),
    receiptId: ref(() => incomeReceipts.id).notNull(),
    fromMonth: month().notNull(),
    reason: str().notNull(),
    personId: ref(() => people.id),
    personName: str().notNull(),
    recordedAt: instant().notNull(),
    provenance: str(provenances).notNull(),
  },
  (t) => [uniqueIndex("income_withdrawal_once").on(t.receiptId, t.fromMonth)],
);

/**
 * One amount of one village, month and account. Never edited or deleted: a correction is a reversal and a new
 * row.
 */
export const incomePostings = table(
  "income_posting",
  {
    id: id(),
    villageId: ref(() => divisions.id).notNull(),
    month: month().notNull(),
    accountId: ref(() => accounts.id).notNull(),
    amountFen: fen().notNull(),
    oneOff: bool().notNull(),
    projectId: ref(() => projects.id),
    voucher: str().notNull().default(""),
    note: str().notNull().default(""),
    reversesId: int(), // a posting is reversed at most once
    shareId: ref(() => incomeShares.id), // of a receipt: the share that it posts
    byProxy: bool().notNull(),
    personId: ref(() => people.id),
    personName: str().notNull(),
    recordedAt: instant().notNull(),
    provenance: str(provenances).notNull(),
  },
  (t) => [
    index("income_posting_village").on(t.villageId, t.month, t.accountId),
    index("income_posting_month").on(t.month, t.villageId),
    uniqueIndex("income_posting_reverses").on(t.reversesId),
    index("income_posting_project").on(t.projectId),
    index("income_posting_share").on(t.shareId),
  ],
);

/** Target of a village and year; the newest revision counts, the earlier ones stay. Append-only. */
export const incomeTargets = table(
  "income_target",
  {
    id: id(),
    villageId: ref(() => divisions.id).notNull(),
    year: int().notNull(),
    revision: int().notNull(),
    amountFen: fen().notNull(),
    reason: str().notNull(),
    personId: ref(() => people.id),
    personName: str().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [uniqueIndex("income_target_once").on(t.villageId, t.year, t.revision)],
);

/** 档次: half-open bands [fromFen, toFen) of yearly operating income, in force from a year on. */
export const tiers = table(
  "tier",
  {
    id: id(),
    fromYear: int().notNull(),
    key: str().notNull(),
    name: str().notNull(),
    nameEn: str().notNull(),
    fromFen: fen(),
    toFen: fen(),
    rank: int().notNull(),
  },
  (t) => [uniqueIndex("tier_key").on(t.fromYear, t.key)],
);

/**
 * 口径, by which income is counted (DOMAIN §3): operating income; the same without one-off items; less its
 * costs; all income.
 */
export const incomeBases = ["strict", "recurring", "netReturn", "total"] as const;
export type IncomeBasis = (typeof incomeBases)[number];

const monthSums = () => ({
  divisionId: ref(() => divisions.id).notNull(),
  month: month().notNull(),
  operatingFen: fen().notNull(),
  oneOffFen: fen().notNull(), // the part of operatingFen that is one-off
  otherFen: fen().notNull(), // subsidies and other income: total income = operating + other
  costFen: fen().notNull(), // operating costs and administration: net operating return = operating − cost
  posted: int().notNull(),
});

const yearSums = () => ({
  divisionId: ref(() => divisions.id).notNull(),
  year: int().notNull(),
  operatingFen: fen().notNull(),
  oneOffFen: fen().notNull(),
  otherFen: fen().notNull(),
  costFen: fen().notNull(),
  targetFen: fen().notNull(),
  gapFen: fen().notNull(), // Σ max(0, target − operating) over villages with data
  villages: int().notNull(), // that stand in this row
  withData: int().notNull(),
  met: int().notNull(),
  // The same two by the other bases of DOMAIN §3: without one-off items, net operating return, total income.
  recurringGapFen: fen().notNull().default(0),
  recurringMet: int().notNull().default(0),
  netReturnGapFen: fen().notNull().default(0),
  netReturnMet: int().notNull().default(0),
  totalGapFen: fen().notNull().default(0),
  totalMet: int().notNull().default(0),
});

/**
 * Sums of a division and month, kept by every posting in its own transaction, for village, town and county.
 * Above the county a board adds up counties. `posted` counts the villages with a standing posting in the
 * month: one that was only reversed leaves a village as unreported as before.
 */
export const incomeMonths = table("income_month", monthSums(), (t) => [
  primaryKey({ columns: [t.divisionId, t.month] }),
]);

/**
 * The same for a division and year, with how many of its villages have data and how many meet their target.
 * Only villages with data or a target of their own stand in it; the others have the campaign's target and are
 * counted by `division.villages`.
 */
export const incomeYears = table("income_year", yearSums(), (t) => [
  primaryKey({ columns: [t.divisionId, t.year] }),
]);

/** Both again, of approved postings only: brought up when a town's month is approved. */
export const approvedIncomeMonths = table("approved_income_month", monthSums(), (t) => [
  primaryKey({ columns: [t.divisionId, t.month] }),
]);
export const approvedIncomeYears = table("approved_income_year", yearSums(), (t) => [
  primaryKey({ columns: [t.divisionId, t.year] }),
]);
