import type { Db } from "#db/client.ts";
import { addMonths, type Day, earlierOf, lastDay, type Month } from "#lib/core/dates.ts";
import { type LightMove, lightMoves } from "../rules/attention.ts";
import { asListed, type BoardProject, type Running } from "../rules/board-projects.ts";
import { isTwin } from "../rules/tally.ts";
import { lightChangesOf } from "./light-causes.ts";

/**
 * Each light against the one that was seen on the evening on which the month before ended, with what turned
 * it.
 */
export async function lightChanges(
  db: Db,
  running: readonly Running[],
  month: Month,
  asOf: Day,
): Promise<LightMove<BoardProject>[]> {
  const physical = running.filter((each) => !isTwin(each));
  const span = { from: earlierOf(lastDay(addMonths(month, -1)), asOf), to: asOf };
  const changes = await lightChangesOf(
    db,
    physical.map((each) => each.id),
    span,
  );
  return lightMoves(
    physical.flatMap((each) => {
      const change = changes.get(each.id);
      return change
        ? [{ project: asListed(each), from: change.from, to: each.assessment.light, cause: change.cause }]
        : [];
    }),
  );
}
