import { z } from "zod";
import { answer, pageOf, paging } from "#app/_server/api/answer.ts";
import { json } from "#app/_server/api/problem.ts";
import { asCounted } from "#app/_server/i18n/as-counted.ts";
import { authorize } from "#lib/access/policy.ts";
import { inView, today } from "#lib/core/context.ts";
import { yearOfMonth } from "#lib/core/dates.ts";
import { optionalDay, viewFields } from "#lib/core/fields.ts";
import { divisionById, divisionOf, divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { FundingFilter } from "#lib/funding/input.ts";
import { tilesOf } from "#lib/income/queries/totals.ts";
import { filedMonths } from "#lib/income/queries/village-register.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";

const { node, year } = FundingFilter.shape;
const Query = z.object({ node, year, asOf: optionalDay, ...viewFields, ...paging });

/** Villages below a node by code, each with its year: income, target, gap, tier. `operatingFen` is null where nothing is counted: not
 * reported, or `waiting`, reported and not approved yet. Of the months reported those not approved are the
 * difference. */
export const GET = (request: Request) =>
  answer(
    request,
    Query,
    async (present, { node: code, asOf, approvedOnly, basis, year: askedYear, ...asked }) => {
      const look = { approvedOnly, basis };
      const ctx = inView(present, { asOf, ...look });
      authorize(ctx.actor, "village.read");
      const year = askedYear ?? yearOfMonth(await monthToRead(ctx));
      const node = code
        ? await divisionOf(ctx.db, ctx.actor, code)
        : await divisionById(ctx.db, ctx.actor, ctx.actor.scope.id);
      const towns = new Map(
        (await divisionsWithin(ctx.db, ctx.actor, "town")).map((town) => [
          town.id,
          { code: town.code, name: town.name },
        ]),
      );
      const tiles = await tilesOf(ctx.db, node, year);
      const { data, next } = pageOf(tiles, (tile) => tile.code, asked);
      const ids = data.map((tile) => tile.id);
      const filed = await filedMonths(ctx, ids, year);
      return json({
        node: { code: node.code, name: node.name, level: node.level },
        year,
        asOf: today(ctx),
        ...asCounted(look),
        unit: "fen",
        count: tiles.length,
        data: data.map(({ id, townId, ...tile }) => {
          const hasData = tile.operatingFen !== null;
          return {
            id,
            town: towns.get(townId) ?? null,
            ...tile,
            hasData,
            ...filed(id),
            waiting: !hasData && filed(id).monthsReported > 0,
          };
        }),
        next,
      });
    },
  );
