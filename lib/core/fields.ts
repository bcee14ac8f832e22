import { z } from "zod";
import { incomeBases } from "#db/schema/income.ts";
import { isDay, isMonth, readDayText } from "./dates.ts";
import { amountOf, plainText } from "./money.ts";
import { written } from "./text.ts";

// The fields that forms are made of. They read what people type and what spreadsheets hold; their messages
// are keys under `invalid` in every language. Forms send strings; programs may send the value itself.

/** Text of at most `max` characters, without what cannot be written, trimmed; empty unless given. */
export const optionalText = (max: number) => z.string().overwrite(written).max(max, "tooLong").default("");
/** Text that must be there. */
export const requiredText = (max: number) =>
  z.string({ error: "required" }).overwrite(written).min(1, "required").max(max, "tooLong");
/** A reason that must be given. */
export const reasonText = (max: number) => requiredText(max).brand<"Reason">();
/** A reason that was given: only parsing makes one, so that nobody passes an empty one on. */
export type Reason = z.output<ReturnType<typeof reasonText>>;
/** The reason that a program has. */
export const reasonOf = (text: string): Reason => reasonText(500).parse(text);
/** What is sent once: a list of one number is no number, although JavaScript takes it for one. */
export const single = <S extends z.ZodType>(schema: S) =>
  z.preprocess((given) => (Array.isArray(given) ? undefined : given), schema);
/** A row's id: 12 or "12". */
export const idText = single(z.coerce.number({ error: "required" }).int("required").positive("required"));
/** The integer version that the form was made from. */
export const versionText = single(
  z.coerce.number({ error: "required" }).int("required").positive("required"),
);
/** The client key of a creating form. */
export const keyText = z.string().max(64, "tooLong").optional();
/** A tick box: absent, "on", or a boolean. */
export const tick = z
  .union([z.boolean(), z.string().transform((text) => text === "on" || text === "true")])
  .default(false);

/** A month: "2016-11". */
export const monthText = z.string({ error: "required" }).trim().refine(isMonth, "notAMonth");

const readDay = (text: string) => readDayText(text) ?? text;
/** A day: "2016-11-05", "2016.11.5", "2016年11月5日" → "2016-11-05". */
export const dayText = z
  .string({ error: "required" })
  .trim()
  .min(1, "required")
  .transform(readDay)
  .refine(isDay, "notADay");
/** The same, or nothing → undefined. */
export const optionalDay = z
  .string()
  .trim()
  .optional()
  .transform((text) => (text ? readDay(text) : undefined))
  .refine((text) => text === undefined || isDay(text), "notADay");

/** A percentage: "42", "42%", "42.5％" → 4,200 or 4,250 basis points, 0 to 10,000. */
export const percentText = z
  .union([z.number(), z.string()], { error: "required" })
  .transform((given, context) => {
    if (typeof given === "number") return given;
    const match = /^(\d{1,3})(?:\.(\d{1,2}))?%?$/.exec(plainText(given));
    const bp = match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : Number.NaN;
    if (given.trim() === "") context.addIssue("required");
    else if (!(bp <= 10_000)) context.addIssue("notAPercentage");
    return bp;
  });

/** An amount in yuan as typed ("1,234.5", "12.5万") or fen as a number → fen. Empty is `required`. */
export const yuan = z
  .union([z.number().int(), z.string()], { error: "required" })
  .transform((given, context) => {
    if (typeof given === "number") return given;
    if (given.trim() === "") {
      context.addIssue("required");
      return 0;
    }
    const fen = amountOf(given);
    if (typeof fen === "number") return fen;
    context.addIssue(fen);
    return 0;
  });

const yesNo = z.enum(["true", "false"], "notAChoice").transform((text) => text === "true");

/**
 * Which rows count and by which basis: what the office has approved, by the strict one, unless something else
 * is asked.
 */
export const viewFields = {
  approvedOnly: yesNo.default(true),
  basis: z.enum(incomeBases, "notAChoice").default("strict"),
};

/** The same from a page's address: what makes no sense is as if it were not there. */
export const ViewFilter = z.object({
  approvedOnly: viewFields.approvedOnly.catch(true),
  basis: viewFields.basis.catch("strict"),
});
