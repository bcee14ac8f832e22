import { type Ctx, today } from "#lib/core/context.ts";
import { yearOfMonth } from "#lib/core/dates.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";

/** The years that a filter offers, the one at work first, then one that has just begun, then four before. */
export async function yearsOffered(ctx: Ctx): Promise<number[]> {
  const [atWork, newest] = [yearOfMonth(await monthToRead(ctx)), yearOfMonth(today(ctx).slice(0, 7))];
  return [
    atWork,
    ...(newest > atWork ? [newest] : []),
    ...Array.from({ length: 4 }, (_, back) => atWork - 1 - back),
  ];
}
