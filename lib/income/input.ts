import { z } from "zod";
import { accountKinds, incomeBases, splits } from "#db/schema/income.ts";
import {
  dayText,
  idText,
  keyText,
  monthText,
  optionalText,
  percentText,
  reasonText,
  single,
  tick,
  yuan,
} from "#lib/core/fields.ts";
import { type AmountProblem, amountOf } from "#lib/core/money.ts";
import type { GivenCell } from "./rules/cells.ts";

const optionalId = z.union([z.literal("").transform(() => undefined), idText]).optional();

/** One amount to add. */
export const IncomeRow = z.object({
  villageId: idText,
  amountFen: yuan,
  accountId: idText,
  oneOff: tick,
  projectId: optionalId,
  voucher: optionalText(60),
  note: optionalText(300),
});

/** Amounts to add to the ledger of a town's villages, of one month. */
export const PostIncome = z.object({
  townId: idText,
  month: monthText,
  rows: z.array(IncomeRow).min(1, "required").max(5000),
  key: keyText,
});
export type PostIncome = {
  townId: number;
  month: string;
  rows: {
    villageId: number;
    accountId: number;
    amountFen: number;
    oneOff?: boolean;
    projectId?: number | undefined;
    voucher?: string;
    note?: string;
  }[];
  key?: string | undefined;
  sizesRight?: SizesRight;
};

/**
 * Of amounts out of all proportion to what their villages usually have: did somebody say that they are right?
 * Left out where they were asked about before: in a file's preview.
 */
type SizesRight = boolean | undefined;

/** 登记一笔: the form of one amount. */
export const PostOne = IncomeRow.extend({
  townId: idText,
  month: monthText,
  key: keyText,
  sizesRight: tick,
}).transform(({ townId, month, key, sizesRight, ...row }) => ({
  townId,
  month,
  key,
  sizesRight,
  rows: [row],
}));

/**
 * An amount as typed, or nothing → fen or `null`, or why it is none: said together with what else is wrong in
 * the grid.
 */
const cellText = z
  .string()
  .transform((text): number | null | AmountProblem => (text.trim() === "" ? null : amountOf(text)));
/** What the form was made from, in fen; "" where the cell was empty. */
const readText = z
  .string()
  .regex(/^(-?\d+)?$/, "unusable")
  .transform((text) => (text === "" ? null : Number(text)));

const byCell = <T extends z.ZodType>(value: T) =>
  z.record(z.string().regex(/^v\d+$/), z.record(z.string().regex(/^a\d+$/), value)).default({});

/**
 * The grid as a form sends it, by village and account (`cell.v12.a3`, see `cellName`): `cell` holds what
 * shall stand, `read` what stood when the form was made.
 */
export const SaveIncomeGrid = z
  .object({
    townId: idText,
    month: monthText,
    cell: byCell(cellText),
    read: byCell(readText),
    reason: optionalText(200),
    sizesRight: tick,
    key: keyText,
  })
  .transform(({ cell, read, ...rest }) => ({
    ...rest,
    cells: Object.entries(cell).flatMap(([village, row]) =>
      Object.entries(row).map(([account, said]) => ({
        villageId: Number(village.slice(1)),
        accountId: Number(account.slice(1)),
        amountFen: typeof said === "string" ? null : said,
        ...(typeof said === "string" && { problem: said }),
        readFen: read[village]?.[account] ?? null,
      })),
    ),
  }));
export type SaveIncomeGrid = {
  townId: number;
  month: string;
  cells: GivenCell[];
  reason?: string;
  key?: string | undefined;
  sizesRight?: SizesRight;
};

export const ReverseIncome = z.object({ postingId: idText, reason: reasonText(200), key: keyText });
export type ReverseIncome = z.infer<typeof ReverseIncome>;

/** The most months that one receipt may run over. */
export const mostMonths = 120;

/** `villages.0.villageId`, `villages.0.share`: rows left empty are no rows. */
const shareRows = z.preprocess(
  (given) =>
    Array.isArray(given)
      ? given.filter((row) => row?.villageId !== "" && row?.villageId !== undefined)
      : given,
  z
    .array(z.object({ villageId: idText, share: percentText }))
    .max(40, "unusable")
    .optional(),
);

/**
 * A receipt over several months or villages. Of what it may be parted by, only what `split` names is read.
 */
export const ApportionIncome = z
  .object({
    townId: idText,
    amountFen: yuan,
    accountId: idText,
    receivedOn: dayText,
    fromMonth: monthText,
    months: single(
      z.coerce
        .number({ error: "required" })
        .int("notMonthsOfReceipt")
        .min(1, "notMonthsOfReceipt")
        .max(mostMonths, "notMonthsOfReceipt"),
    ),
    split: z.enum(splits, { error: "notAChoice" }),
    villageId: optionalId,
    projectId: optionalId,
    clusterId: optionalId,
    villages: shareRows,
    oneOff: tick,
    voucher: optionalText(60),
    note: optionalText(300),
    key: keyText,
  })
  .transform(({ villageId, projectId, clusterId, villages, ...receipt }) => ({
    ...receipt,
    ...(receipt.split === "none" && { villageId }),
    ...(receipt.split === "project" && { projectId }),
    ...(receipt.split === "cluster" && { clusterId }),
    ...(receipt.split === "given" && { villages }),
  }));
export type ApportionIncome = {
  townId: number;
  accountId: number;
  amountFen: number;
  receivedOn: string;
  fromMonth: string;
  months: number;
  split: (typeof splits)[number];
  villageId?: number | undefined;
  projectId?: number | undefined;
  clusterId?: number | undefined;
  villages?: { villageId: number; share: number }[] | undefined;
  oneOff?: boolean;
  voucher?: string;
  note?: string;
  key?: string | undefined;
};

/** Posts what is due of a town's receipts; with `shareId` that one, which may have been reversed. */
export const PostShares = z.object({ townId: idText, shareId: optionalId, key: keyText });
export type PostShares = { townId: number; shareId?: number | undefined; key?: string | undefined };

/** Takes a receipt back from a month on. */
export const WithdrawReceipt = z.object({
  receiptId: idText,
  fromMonth: monthText,
  reason: reasonText(200),
  key: keyText,
});
export type WithdrawReceipt = z.infer<typeof WithdrawReceipt>;

/**
 * A village's target of a year; `version` is the revision that the form showed, 0 for the campaign's target.
 */
export const SetTarget = z.object({
  villageId: idText,
  year: single(
    z.coerce.number({ error: "required" }).int("required").min(2000, "unusable").max(2100, "unusable"),
  ),
  amountFen: yuan,
  reason: reasonText(200),
  version: single(z.coerce.number({ error: "required" }).int("required").min(0, "required")),
  key: keyText,
});
export type SetTarget = z.infer<typeof SetTarget>;

const yearText = z.coerce.number().int().min(2000).max(2100);

export const villageSorts = ["code", "name", "operating", "target", "gap"] as const;

/** What a register of villages is asked for; what an address holds and cannot be used counts as not given. */
export const VillageFilter = z.object({
  node: z
    .string()
    .regex(/^\d{12}$/)
    .optional()
    .catch(undefined),
  year: yearText.optional().catch(undefined),
  search: z.string().trim().max(50).catch("").default(""),
  tier: z.string().max(20).optional().catch(undefined),
  met: z.enum(["yes", "no"]).optional().catch(undefined),
  sort: z
    .enum(villageSorts.flatMap((name) => [name, `-${name}` as const]))
    .catch("code")
    .default("code"), // "-" is downward
  page: z.coerce.number().int().min(1).catch(1).default(1),
});
export type VillageFilter = z.infer<typeof VillageFilter>;

/** What the ledger of income is asked for: from and to are months. */
export const PostingFilter = z.object({
  node: z
    .string()
    .regex(/^\d{12}$/)
    .optional()
    .catch(undefined),
  from: monthText.optional().catch(undefined),
  to: monthText.optional().catch(undefined),
  /** A code, or the code of a regime: `2023.511`. */
  account: z
    .string()
    .regex(/^(\d{4}\.)?\d{3,6}$/)
    .optional()
    .catch(undefined),
  kind: z.enum(accountKinds).optional().catch(undefined),
  project: idText.optional().catch(undefined),
  oneOff: z.enum(["yes", "no"]).optional().catch(undefined),
  /** Only what makes up the income of a basis: the postings of a figure that a board shows. */
  countedBy: z.enum(incomeBases).optional().catch(undefined),
  receipt: idText.optional().catch(undefined),
  before: idText.optional().catch(undefined),
});
export type PostingFilter = z.infer<typeof PostingFilter>;
