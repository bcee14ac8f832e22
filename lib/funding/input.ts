import { z } from "zod";
import { sources, stages } from "#db/schema/funding.ts";
import { dayText, idText, keyText, optionalText, requiredText, yuan } from "../fields.ts";

// Sums stay far inside what a number holds exactly: a thousand 亿 a posting is beyond any village.
const largestFen = 10_000_000_000_000;

export const PostFunding = z.object({
  projectId: idText,
  stage: z.enum(stages, "notAChoice"),
  source: z.enum(sources, "notAChoice"),
  /** Negative only where a plan is cut. */
  amountFen: yuan.refine((fen) => Math.abs(fen) <= largestFen, "notAnAmount"),
  onDay: dayText.refine((day) => day >= "1990-01-01", "notADay"),
  documentNo: optionalText(100),
  note: optionalText(500),
  explanation: optionalText(500),
  key: keyText,
});
export type PostFunding = z.output<typeof PostFunding>;

export const ReverseFunding = z.object({ postingId: idText, reason: requiredText(500), key: keyText });
export type ReverseFunding = z.output<typeof ReverseFunding>;
