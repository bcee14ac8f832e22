import { z } from "zod";
import { isDay } from "../period.ts";

/** What a board's address carries; what makes no sense is as if it were not there. */
export const BoardFilter = z.object({
  /** A division's code at any level. */
  node: z
    .string()
    .regex(/^\d{12}$/)
    .optional()
    .catch(undefined),
  year: z.coerce.number().int().min(2000).max(2100).optional().catch(undefined),
});
export type BoardFilter = z.output<typeof BoardFilter>;

const day = z
  .string()
  .refine((text) => isDay(text) && text >= "2000-01-01")
  .optional()
  .catch(undefined);

/** What a comparison's address carries: the two days; the later one is today unless given. */
export const CompareFilter = BoardFilter.extend({ from: day, to: day });
