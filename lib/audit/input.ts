import { z } from "zod";
import { idText, keyText } from "#lib/core/fields.ts";
import { plainText } from "#lib/core/money.ts";

/** A head as it stands on paper: the event's number and the first 12 digits of its hash, typed or scanned. */
export const HeadOnPaper = z.object({
  seq: z
    .string()
    .transform(plainText)
    .pipe(z.string().regex(/^[1-9]\d{0,9}$/, "notANumber"))
    .transform(Number)
    .refine((seq) => seq <= 2_147_483_647, "outOfRange"),
  head: z
    .string()
    .transform((text) => plainText(text).toLowerCase())
    .pipe(z.string().regex(/^[0-9a-f]{12}$/, "notAChoice")),
});
export type HeadOnPaper = z.output<typeof HeadOnPaper>;

/** Up to which event an auditor has seen what they are told of. */
export const SeeNotices = z.object({ through: idText, key: keyText });
export type SeeNotices = z.output<typeof SeeNotices>;
