import { and, asc, eq, type SQL } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import {
  divisions,
  type ExceptionKind,
  exceptionActs,
  exceptionKinds,
  fundingPostings,
  people,
  projects,
  settings,
} from "#db/schema/index.ts";
import { totalWhen } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import { cached } from "#lib/audit/queries/cache.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { type Day, daysBetween } from "#lib/core/dates.ts";
import { NotFound } from "#lib/core/errors.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { ExceptionFilter } from "../input.ts";
import { type Assignee, assigneeOf } from "../rules/assignee.ts";
import { type Finding, findingsOf, onBothLists } from "../rules/reconcile.ts";
import { isProject, nodeOf, within } from "./filter.ts";
import { positionsOf, type Town } from "./positions.ts";

type Named = { id: number; number: string; name: string };

/** What does not tie out, whose it is, and whether it has been explained as it stands. */
export type Exception = Finding & {
  project: Named;
  town: Pick<Town, "id" | "code" | "name">;
  /** Of a project on both lists, what it is there; `linked`: the key project says that it is this one. */
  twin: (Named & { linked: boolean }) | null;
  ageDays: number;
  owner: Assignee;
  state: "open" | "explained";
  /** The newest explanation. Of an open exception it was given when the figures were others. */
  explanation: string;
  explainedBy: string;
  explainedAt: string | null;
};

export type Reconciliation = {
  /**
   * Projects × sources with money. What ties out has no exception, or only explained ones; a project on both
   * lists does not count here.
   */
  positions: number;
  tied: number;
  byExplanation: number;
  toFollowUp: number;
  /** Exceptions to be followed up, by kind; and all that have been explained. */
  open: Record<ExceptionKind, number>;
  openCount: number;
  explainedCount: number;
};

type About = Pick<ExceptionFilter, "node" | "project" | "source">;
type Found = { node: Division; all: Exception[]; counts: Reconciliation };

/** The exceptions below a node that a filter leaves, and how many there are in each state. */
export type Exceptions = { node: Division; rows: Exception[]; counts: Reconciliation };

/**
 * The exceptions of DOMAIN §5 that `filter` picks, the oldest first, and what ties out among all of its
 * projects and sources, judged over all years and everything that is recorded, approved or not. Kept until
 * anything is recorded.
 */
export async function exceptionsOf(ctx: Ctx, filter: ExceptionFilter): Promise<Exceptions> {
  const { node, all, counts } = await reconciled(ctx, {
    node: filter.node,
    project: filter.project,
    source: filter.source,
  });
  const rows = all.filter(
    (each) =>
      (filter.kind === undefined || each.kind === filter.kind) &&
      (filter.state === undefined || each.state === filter.state) &&
      (filter.owner === undefined ||
        (filter.owner === "me"
          ? each.owner.person?.id === ctx.actor.id
          : each.owner.side === filter.owner)) &&
      (filter.age === undefined || each.ageDays >= filter.age),
  );
  return { node, rows, counts };
}

/** One exception as it stands. @throws {NotFound} when there is none, or none any more */
export async function exceptionOf(ctx: Ctx, kind: ExceptionKind, key: string): Promise<Exception> {
  const project = Number(key.split(" ")[0]);
  const { all } = await reconciled(ctx, { project: Number.isSafeInteger(project) ? project : 0 });
  const exception = all.find((each) => each.kind === kind && each.key === key);
  if (!exception) throw new NotFound(`exception ${kind} ${key}`);
  return exception;
}

async function reconciled(ctx: Ctx, about: About): Promise<Found> {
  authorize(ctx.actor, "funding.read");
  const { id, code } = ctx.actor.scope;
  return cached(ctx.db.unfiltered, ["exceptions", id, code, about, today(ctx)], async () => {
    const node = await nodeOf(ctx, about);
    return { node, ...(await reconcileIn(ctx.db.unfiltered, within(ctx, node), today(ctx), about)) };
  });
}

/**
 * The exceptions in an area, on a day, for whoever asks: authorize first.
 * @param area conditions on projects and the divisions of their towns
 */
export async function reconcileIn(
  db: Reader,
  area: SQL | undefined,
  on: Day,
  { project, source }: Pick<About, "project" | "source"> = {},
): Promise<Pick<Found, "all" | "counts">> {
  const where = and(area, project === undefined ? undefined : isProject(db, project));
  const graceDays = await receiptGraceDays(db);
  const positions = await positionsOf(db, where, source);
  const ofPurses = positions.flatMap((position) =>
    findingsOf(position, on, graceDays).map((finding) => ({
      finding,
      project: position.project,
      town: position.town,
      twin: null,
    })),
  );
  const twins = source === undefined ? await onLists(db, area) : [];
  const asked = twins.filter(
    (each) => project === undefined || each.project.id === project || each.twin.id === project,
  );
  const acts = await actsOf(db, area);
  const all = [...ofPurses, ...asked]
    .map(({ finding, project, town, twin }): Exception => {
      const { id, code, name } = town;
      const done = acts.get(`${finding.kind} ${finding.key}`);
      return {
        ...finding,
        project,
        town: { id, code, name },
        twin,
        ageDays: daysBetween(finding.sinceOn, on),
        ...standingOf(finding, done),
      };
    })
    .toSorted(
      (a, b) =>
        b.ageDays - a.ageDays ||
        (a.project.number < b.project.number ? -1 : a.project.number > b.project.number ? 1 : 0),
    );
  return { all, counts: countsOf(positions.length, all) };
}

type Act = typeof exceptionActs.$inferSelect & { ownerRole: string | null };
type Acts = { assign?: Act; explain?: Act };

/** Explained while its figures are those that were explained. */
function standingOf(
  finding: Finding,
  { assign, explain }: Acts = {},
): Pick<Exception, "owner" | "state" | "explanation" | "explainedBy" | "explainedAt"> {
  const owner: Assignee =
    assign?.ownerId == null
      ? assigneeOf(finding)
      : {
          side: assign.ownerRole === "town" ? "town" : "office",
          person: { id: assign.ownerId, name: assign.ownerName },
          dueOn: assign.dueOn,
        };
  const { passedBy } = finding;
  if (!explain) {
    const said = {
      explanation: passedBy?.explanation ?? "",
      explainedBy: passedBy?.personName ?? "",
      explainedAt: passedBy?.at ?? null,
    };
    return { owner, state: passedBy ? "explained" : "open", ...said };
  }
  const said = {
    explanation: explain.explanation,
    explainedBy: explain.personName,
    explainedAt: explain.recordedAt,
  };
  return { owner, state: passedBy || explain.state === finding.figures ? "explained" : "open", ...said };
}

/** What was done about each exception, the newest of either kind. */
async function actsOf(db: Reader, area: SQL | undefined): Promise<Map<string, Acts>> {
  const rows = await db
    .select({ act: exceptionActs, ownerRole: people.role })
    .from(exceptionActs)
    .innerJoin(projects, eq(projects.id, exceptionActs.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .leftJoin(people, eq(people.id, exceptionActs.ownerId))
    .where(area)
    .orderBy(asc(exceptionActs.id));
  const acts = new Map<string, Acts>();
  for (const { act, ownerRole } of rows) {
    const key = `${act.kind} ${act.key}`;
    acts.set(key, { ...acts.get(key), [act.act]: { ...act, ownerRole } });
  }
  return acts;
}

/**
 * Key projects that stand on the village list as well. Their twins lie in the same town, so within the same
 * eyes.
 */
async function onLists(db: Reader, area: SQL | undefined) {
  const planned = totalWhen(eq(fundingPostings.stage, "plan"), fundingPostings.amountFen);
  const columns = {
    id: projects.id,
    name: projects.name,
    number: projects.number,
    townId: projects.townId,
    level: projects.level,
  };
  const town = {
    id: divisions.id,
    code: divisions.code,
    name: divisions.shortName,
    countyId: divisions.parentId,
  };
  const rows = await db
    .select({
      ...columns,
      sameAsId: projects.sameAsId,
      createdOn: projects.createdOn,
      plannedFen: planned,
      town,
    })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .leftJoin(fundingPostings, eq(fundingPostings.projectId, projects.id))
    .where(area)
    .groupBy(...Object.values(columns), projects.sameAsId, projects.createdOn, ...Object.values(town))
    .orderBy(asc(projects.id));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return onBothLists(rows).flatMap(({ project, twin, linked, finding }) => {
    const [row, same] = [byId.get(project.id), byId.get(twin.id)];
    if (!row || !same) return [];
    const named = ({ id, number, name }: Named) => ({ id, number, name });
    return [{ finding, project: named(row), town: row.town, twin: { ...named(same), linked } }];
  });
}

function countsOf(positions: number, all: readonly Exception[]): Reconciliation {
  const isOpen = (each: Exception) => each.state === "open";
  const open = Object.fromEntries(
    exceptionKinds.map((kind) => [kind, all.filter((each) => each.kind === kind && isOpen(each)).length]),
  );
  const purseOf = (each: Exception) => (each.source === null ? [] : [`${each.project.id} ${each.source}`]);
  const toFollowUp = new Set(all.filter(isOpen).flatMap(purseOf));
  const odd = new Set(all.flatMap(purseOf));
  const openCount = all.filter(isOpen).length;
  return {
    positions,
    tied: positions - toFollowUp.size,
    byExplanation: odd.size - toFollowUp.size,
    toFollowUp: toFollowUp.size,
    open: open as Record<ExceptionKind, number>,
    openCount,
    explainedCount: all.length - openCount,
  };
}

/** How many days a receipt may take before it is followed up. */
async function receiptGraceDays(db: Reader): Promise<number> {
  const [row] = await db
    .select({ value: settings.value })
    .from(settings)
    .where(eq(settings.key, "receiptGraceDays"));
  return Number(row?.value ?? 0);
}
