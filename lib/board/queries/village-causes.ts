import { and, asc, between, eq, inArray, lt } from "drizzle-orm";
import { type Db, unfilteredOf } from "#db/client.ts";
import { accounts, divisions, filingEvents, incomePostings, incomeTargets } from "#db/schema/index.ts";
import { endOf } from "#lib/core/context.ts";
import { tiersOf } from "#lib/income/queries/totals.ts";
import { type Band, tierOf } from "#lib/income/rules/tiers.ts";
import { campaignTargetFen } from "#lib/income/store/rollup.ts";
import { figuresOf, incomeOf } from "#lib/views/basis.ts";
import { metTarget } from "#lib/views/target.ts";
import {
  type Act,
  lastTurn,
  type Moment,
  type Replay,
  type Span,
  type Turn,
  turnsOf,
} from "../rules/causes.ts";

/** What of a village's year is asked after: has it met its target (`null` is no data), or its tier. */
export type Aspect = "met" | "tier";

/**
 * The last turn of each village's year in a span, by its id, through the view of `db`: of what is approved
 * alone it is approvals that turn it, whenever the money was recorded.
 */
export async function lastVillageTurns(
  db: Db,
  ids: readonly number[],
  year: number,
  span: Span,
  aspect: Aspect = "met",
): Promise<Map<number, Turn<boolean | string | null>>> {
  if (ids.length === 0) return new Map();
  const known = endOf(span.to);
  const rows = {
    ...(await rowsOf(db, ids, year, known)),
    bands: await tiersOf(db, year),
    standardFen: await campaignTargetFen(db),
  };
  return new Map(
    ids.flatMap((id) => {
      const turn = lastTurn(replayOf(db, id, rows, aspect), span);
      return turn ? [[id, turn]] : [];
    }),
  );
}

/** Every turn of a village's year in a span, oldest first, through the view of `db`. */
export async function villageTurnsOf(
  db: Db,
  id: number,
  year: number,
  span: Span,
  aspect: Aspect,
): Promise<Turn<boolean | string | null>[]> {
  const rows = {
    ...(await rowsOf(db, [id], year, endOf(span.to))),
    bands: await tiersOf(db, year),
    standardFen: await campaignTargetFen(db),
  };
  return turnsOf(replayOf(db, id, rows, aspect), span);
}

type Rows = Awaited<ReturnType<typeof rowsOf>> & { bands: readonly Band[]; standardFen: number };

function replayOf({ view }: Db, id: number, rows: Rows, aspect: Aspect): Replay<boolean | string | null> {
  const { approvedOnly, basis = "strict" } = view;
  const postings = rows.postings.filter((row) => row.villageId === id);
  const targets = rows.targets.filter((row) => row.villageId === id);
  const approvals = approvedOnly ? rows.approvals.filter((row) => row.townId === postings[0]?.townId) : [];
  const acts: Act[] = [
    ...(approvedOnly
      ? approvals.map((row): Act => ({ at: row.at, name: row.name, verb: "filing.approve" }))
      : postings.map(
          (row): Act => ({
            at: row.at,
            name: row.name,
            verb: row.reversesId === null ? "income.post" : "income.reverse",
          }),
        )),
    ...targets.map((row): Act => ({ at: row.at, name: row.name, verb: "target.set" })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const grouped = [...Map.groupBy(acts, (act) => act.at).values()].map((same) => same.at(-1) as Act);

  const stateAt = ({ acts: count }: Moment) => {
    const until = grouped[count - 1]?.at ?? "";
    const bounds = new Map(
      approvals.filter((row) => row.at <= until).map((row) => [row.month, row.incomeUpTo ?? 0]),
    );
    const counted = postings.filter((row) =>
      approvedOnly ? row.id <= (bounds.get(row.month) ?? 0) : row.at <= until,
    );
    // A month whose every posting was taken back has no data, as if it had never come.
    const hasData = [...Map.groupBy(counted, (row) => row.month).values()].some(
      (own) => own.length > 2 * own.filter((row) => row.reversesId !== null).length,
    );
    const operatingFen = hasData ? incomeOf(figuresOf(counted), basis) : null;
    if (aspect === "tier") return tierOf(operatingFen, rows.bands);
    const targetFen = targets.findLast((row) => row.at <= until)?.targetFen ?? rows.standardFen;
    return operatingFen === null ? null : metTarget(operatingFen, targetFen);
  };
  return { acts: grouped, days: [], stateAt };
}

async function rowsOf(db: Db, ids: readonly number[], year: number, known: string) {
  const p = incomePostings;
  const postings = await unfilteredOf(db)
    .select({
      id: p.id,
      villageId: p.villageId,
      townId: divisions.parentId,
      month: p.month,
      at: p.recordedAt,
      name: p.personName,
      reversesId: p.reversesId,
      oneOff: p.oneOff,
      amountFen: p.amountFen,
      kind: accounts.kind,
    })
    .from(p)
    .innerJoin(divisions, eq(divisions.id, p.villageId))
    .innerJoin(accounts, eq(accounts.id, p.accountId))
    .where(
      and(
        inArray(p.villageId, [...ids]),
        between(p.month, `${year}-01`, `${year}-12`),
        lt(p.recordedAt, known),
      ),
    )
    .orderBy(asc(p.id));
  const t = incomeTargets;
  const targets = await db
    .select({ villageId: t.villageId, at: t.recordedAt, name: t.personName, targetFen: t.amountFen })
    .from(t)
    .where(and(inArray(t.villageId, [...ids]), eq(t.year, year), lt(t.recordedAt, known)))
    .orderBy(asc(t.revision));
  const e = filingEvents;
  const townIds = [...new Set(postings.map((row) => row.townId ?? 0))];
  const approvals = await db
    .select({
      townId: e.townId,
      month: e.month,
      at: e.recordedAt,
      name: e.personName,
      incomeUpTo: e.incomeUpTo,
    })
    .from(e)
    .where(
      and(
        eq(e.act, "approve"),
        inArray(e.townId, townIds),
        between(e.month, `${year}-01`, `${year}-12`),
        lt(e.recordedAt, known),
      ),
    )
    .orderBy(asc(e.id));
  return { postings, targets, approvals };
}
