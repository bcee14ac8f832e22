import { z } from "zod";
import { ViewFilter } from "#lib/core/fields.ts";
import { BoardFilter } from "./input.ts";

/** What a wall's address carries; what makes no sense is as if it were not there. */
export const WallFilter = z.object({
  node: BoardFilter.shape.node,
  ...ViewFilter.shape,
  /** Seconds that a scene stays. */
  every: z.coerce.number().int().min(5).max(600).catch(20),
});
export type WallFilter = z.output<typeof WallFilter>;
