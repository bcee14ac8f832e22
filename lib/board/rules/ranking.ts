/** What a town's place depends on. */
export type Contender = {
  code: string;
  villages: number;
  met: number;
  gapFen: number;
  /** Villages whose income of the month has been reported. */
  posted: number;
};

/** No village without a report: only then does a share of villages say something. */
export const isComplete = (row: Pick<Contender, "villages" | "posted">) =>
  row.villages > 0 && row.posted >= row.villages;

// Shares compared as fractions, so that 2 of 3 and 4 of 6 are level.
const byMerit = (a: Contender, b: Contender) =>
  b.met * a.villages - a.met * b.villages || a.gapFen - b.gapFen;

/**
 * 镇街排名: by the share of villages that meet their target, then by the amount that is missing; equals share a
 * place (1, 2, 2, 4). Who has not reported the month completely has no place and comes after those who have,
 * who has no village comes last.
 */
export function ranked<R extends Contender>(rows: readonly R[]): (R & { place: number | null })[] {
  const group = (row: Contender) => (row.villages === 0 ? 2 : isComplete(row) ? 0 : 1);
  const sorted = rows.toSorted((a, b) => group(a) - group(b) || byMerit(a, b) || (a.code < b.code ? -1 : 1));
  return sorted.map((row) => {
    const level = sorted.findIndex((other) => group(other) === 0 && byMerit(other, row) === 0);
    return { ...row, place: group(row) === 0 ? level + 1 : null };
  });
}
