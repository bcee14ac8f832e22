import { z } from "zod";
import type { IntakeKind } from "#db/schema/intake.ts";
import { idText, keyText, monthText, optionalText, single } from "#lib/core/fields.ts";
import { sheetLimits } from "#lib/spreadsheets/limits.ts";
import { classes } from "./rules/diff.ts";

/** What a file may hold at most; the server's own limits on a form lie a little above (next.config.ts). */
export const largestFileBytes = sheetLimits.fileBytes;

/** The files of a town's month, and those of an office's register. */
export const monthly = ["income", "reports", "funding"] as const satisfies readonly IntakeKind[];
export type Monthly = (typeof monthly)[number];
export const registers = ["projects", "villages"] as const satisfies readonly IntakeKind[];
export type Register = (typeof registers)[number];

const monthlyKind = z.enum(monthly, { error: "notAChoice" });

export const TemplateRequest = z.object({ kind: monthlyKind, town: idText, month: monthText });
export type TemplateRequest = z.output<typeof TemplateRequest>;

/** What is kept of a file's bytes beside what they say; without it there was none. */
const file = {
  fileName: optionalText(200),
  sha256: z.string({ error: "noFile" }).regex(/^[0-9a-f]{64}$/, "noFile"),
};

/** A file of a town's month; its bytes come beside it. */
export const UploadIntake = z.object({
  kind: monthlyKind,
  townId: idText,
  month: monthText,
  ...file,
  key: keyText,
});
export type UploadIntake = z.output<typeof UploadIntake>;

/** A sheet that a district has today: its columns are named once. */
export const UploadRegister = z.object({
  kind: z.enum(registers, { error: "notAChoice" }),
  /** Of villages: whose targets it states. */
  year: single(
    z.coerce.number({ error: "required" }).int("unusable").min(2000, "unusable").max(2100, "unusable"),
  ),
  ...file,
  key: keyText,
});
export type UploadRegister = z.output<typeof UploadRegister>;

/** By the key of each question the choice that was made. */
export const AnswerIntake = z.object({
  intakeId: idText,
  answer: z.record(z.string().regex(/^[\w-]{1,60}$/), z.string().max(60)).default({}),
  key: keyText,
});
export type AnswerIntake = z.output<typeof AnswerIntake>;

/** A copied block and the cell of a town's month that it is pasted into, with what was answered about it. */
export const PasteBlock = z.object({
  townId: idText,
  month: monthText,
  text: z.string().max(2_000_000, "tooLong"),
  from: z.object({ villageId: idText, accountId: idText }),
  answers: z.record(z.string().regex(/^[\w-]{1,60}$/), z.string().max(60)),
});

/** The same once something of it is answered. */
export type AnswerPaste = z.output<typeof PasteBlock> & { key?: string | undefined };

export const CancelIntake = z.object({ intakeId: idText, key: keyText });
export type CancelIntake = z.output<typeof CancelIntake>;

/** Lines of a sheet, as a form sends them: one tick a text, several a list, none nothing. */
const lines = z.preprocess(
  (given) =>
    given === undefined || given === "" ? [] : typeof given === "string" ? given.split(",") : given,
  z.array(z.coerce.number().int().positive()).max(20_000),
);

/**
 * Which rows are taken over: of those that the page showed (`shown`) the ticked ones (`rows`), and of the
 * others what stands to reason: new and changed ones, unless `left`; ones in conflict only where `mine`.
 */
export const ConfirmIntake = z
  .object({
    intakeId: idText,
    /** What the preview was made of: it must still stand. */
    seen: z.string({ error: "required" }).regex(/^[0-9a-f]{16}$/, "required"),
    shown: lines,
    rows: lines,
    left: lines,
    mine: lines,
    reason: optionalText(200),
    key: keyText,
  })
  .transform(({ shown, rows, left, mine, ...rest }) => {
    const here = new Set(shown);
    const ticked = new Set(rows);
    const elsewhere = (some: number[]) => some.filter((line) => !here.has(line));
    return {
      ...rest,
      choice: {
        left: [...elsewhere(left), ...shown.filter((line) => !ticked.has(line))],
        mine: [...elsewhere(mine), ...shown.filter((line) => ticked.has(line))],
      },
    };
  });
export type ConfirmIntake = z.output<typeof ConfirmIntake>;

/**
 * Which column (from 0) of a sheet is which field; a field without one is not in it. With a name it is kept
 * for the next file.
 */
export const MapColumns = z.object({
  intakeId: idText,
  column: z
    .record(
      z.string().max(40),
      z.union([z.literal("").transform(() => undefined), z.coerce.number().int().min(0).max(500)]),
    )
    .default({})
    .transform((column) =>
      Object.fromEntries(
        Object.entries(column).flatMap(([field, at]) => (at === undefined ? [] : [[field, at] as const])),
      ),
    ),
  profile: optionalText(60),
  key: keyText,
});
export type MapColumns = z.output<typeof MapColumns>;

/** What a preview is asked for. */
export const PreviewFilter = z.object({
  class: z.enum(classes).optional().catch(undefined),
  page: z.coerce.number().int().min(1).catch(1).default(1),
});
export type PreviewFilter = z.output<typeof PreviewFilter>;
