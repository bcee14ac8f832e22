import { z } from "zod";

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
