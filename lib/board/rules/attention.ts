import type { Day } from "#lib/core/dates.ts";
import type { Assessment, Light } from "#lib/projects/rules/lights.ts";
import type { Cause } from "./causes.ts";

/** Lights from the one to look at first. */
export const worstFirst: readonly Light[] = ["red", "yellow", "grey", "paused", "green"];

/** The worst of some lights, or `null` of none. */
export const worstOf = (lights: Iterable<Light>): Light | null => {
  const some = new Set(lights);
  return worstFirst.find((light) => some.has(light)) ?? null;
};

type Judged = { number: string; dueOn: Day | null } & Pick<
  Assessment,
  "light" | "countsAs" | "why" | "progress"
>;

/** 红灯优先: worst first; within a colour by how far behind, then by due date, then by number. */
export function byNeed(a: Judged, b: Judged): number {
  const behind = (project: Judged) => project.progress.behindPoints ?? Number.NEGATIVE_INFINITY;
  const due = (project: Judged) => project.dueOn ?? "9999";
  const rank = (project: Judged) => worstFirst.indexOf(project.countsAs);
  return (
    rank(a) - rank(b) ||
    compare(behind(b), behind(a)) ||
    compare(due(a), due(b)) ||
    a.number.localeCompare(b.number, "en", { numeric: true })
  );
}

const compare = <T extends string | number>(a: T, b: T) => (a === b ? 0 : a < b ? -1 : 1);

/**
 * What somebody has to look at, by need: red, yellow, then reports that are missing. A first report that is
 * not due yet needs nobody.
 */
export const needingAttention = <P extends Judged>(projects: readonly P[]): P[] =>
  projects
    .filter(
      ({ countsAs, why }) =>
        (countsAs === "red" || countsAs === "yellow" || countsAs === "grey") && why.key !== "firstReport",
    )
    .toSorted(byNeed);

/** A light that is another one than on the evening on which the month before ended, and what turned it. */
export type LightMove<P> = { project: P; from: Light; to: Light; cause: Cause };

/** Whose light moved, worse ones first. Projects that came or ended meanwhile have not moved. */
export function lightMoves<P>(
  pairs: readonly { project: P; from: Light | null; to: Light | null; cause: Cause }[],
): LightMove<P>[] {
  return pairs
    .flatMap(({ project, from, to, cause }) =>
      from && to && from !== to ? [{ project, from, to, cause }] : [],
    )
    .toSorted(
      (a, b) =>
        worstFirst.indexOf(a.to) - worstFirst.indexOf(b.to) ||
        worstFirst.indexOf(a.from) - worstFirst.indexOf(b.from),
    );
}
