import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import type { Ctx } from "#lib/core/context.ts";
import { today } from "#lib/core/context.ts";
import { yearOfMonth } from "#lib/core/dates.ts";

/** The years before and after; the month that was chosen stays behind. */
export function YearStep({ ctx, query, year }: { ctx: Ctx; query: Query; year: number }) {
  const { month: _, ...kept } = query;
  const to = (other: number) => withQuery("/filing", kept, { year: String(other) });
  return (
    <span className="flex gap-2">
      <Link className="button" href={to(year - 1)} rel="prev">
        ‹ {year - 1}
      </Link>
      {year < yearOfMonth(today(ctx)) && (
        <Link className="button" href={to(year + 1)} rel="next">
          {year + 1} ›
        </Link>
      )}
    </span>
  );
}
