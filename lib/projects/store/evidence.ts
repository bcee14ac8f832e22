import { asc, eq } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { type Phase, phasePassings } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Day, Month } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import { lastDaySeen, type Report } from "../rules/lights.ts";
import { type EvidenceKind, evidenceFor, passedBetween, rankOf } from "../rules/phases.ts";

/** A phase as it was really passed. */
export type Passing = { phase: Phase; actualOn: Day; evidenceKind: EvidenceKind; evidence: string };
type Given = Partial<Record<Phase, { text: string; on?: Day | undefined }>>;

/**
 * The newest passing of each phase; a phase that was taken back by a correction is among them until it is
 * passed again.
 */
export async function passingsOf(db: Reader, projectId: number): Promise<Map<Phase, Passing>> {
  const rows = await db
    .select({
      phase: phasePassings.phase,
      actualOn: phasePassings.actualOn,
      evidenceKind: phasePassings.evidenceKind,
      evidence: phasePassings.evidence,
    })
    .from(phasePassings)
    .where(eq(phasePassings.projectId, projectId))
    .orderBy(asc(phasePassings.id));
  return new Map(rows.map((row) => [row.phase, row]));
}

/** Where a project stood before `month`: 谋划入库 until something was reported. */
export const phaseBefore = (reports: readonly Report[], month: Month): Phase =>
  reports.findLast((report) => report.month < month)?.phase ?? "identified";

/**
 * The phases that a report of `month` passes by saying `phase`: their evidence belongs to this month and may
 * be corrected with it.
 */
export const passedIn = (reports: readonly Report[], month: Month, phase: Phase) =>
  passedBetween(phaseBefore(reports, month), phase);

/** How far evidence stands already: what this month's earlier report and later months' reports reached. */
function evidencedUpTo(reports: readonly Report[], month: Month): Phase {
  const known = reports.filter((report) => report.month >= month).map((report) => report.phase);
  return [phaseBefore(reports, month), ...known].toSorted((a, b) => rankOf(b) - rankOf(a))[0] ?? "identified";
}

/**
 * What must be written for a report of `month` that says `phase`: evidence for every phase newly passed,
 * skipped ones too, and corrections of evidence given earlier for the same month.
 * @throws {Refused} `project.evidenceNeeded`, `project.evidenceInFuture`, `project.evidenceOrder` about the
 * first that does not hold.
 */
export function requireEvidence(
  { reports, passings, day }: { reports: readonly Report[]; passings: Map<Phase, Passing>; day: Day },
  { month, phase, evidence }: { month: Month; phase: Phase; evidence: Given },
): Passing[] {
  const standing = rankOf(evidencedUpTo(reports, month));
  const latest = lastDaySeen(month, day);
  const written: Passing[] = [];
  const base = phaseBefore(reports, month);
  let before: Day = base === "identified" ? "" : (passings.get(base)?.actualOn ?? "");
  for (const passed of passedIn(reports, month, phase) as Exclude<Phase, "identified">[]) {
    const known = rankOf(passed) <= standing ? passings.get(passed) : undefined;
    const text = evidence[passed]?.text || known?.evidence;
    const actualOn = evidence[passed]?.on ?? known?.actualOn;
    if (!text) throw new Refused("project.evidenceNeeded", { phase: passed }, `evidence.${passed}.text`);
    if (!actualOn) throw new Refused("project.evidenceDayNeeded", { phase: passed }, `evidence.${passed}.on`);
    if (actualOn > latest)
      throw new Refused("project.evidenceInFuture", { on: latest }, `evidence.${passed}.on`);
    if (actualOn < before)
      throw new Refused("project.evidenceOrder", { on: before }, `evidence.${passed}.on`);
    if (text !== known?.evidence || actualOn !== known.actualOn) {
      written.push({ phase: passed, actualOn, evidenceKind: evidenceFor[passed], evidence: text });
    }
    before = actualOn;
  }
  return written;
}

export async function writePassings(
  tx: Tx,
  ctx: Ctx,
  projectId: number,
  passings: readonly Passing[],
): Promise<void> {
  if (passings.length === 0) return;
  await tx.insert(phasePassings).values(
    passings.map((passing) => ({
      ...passing,
      projectId,
      personId: ctx.actor.id,
      recordedAt: ctx.now.toISOString(),
    })),
  );
}
