import type { Month } from "#lib/core/dates.ts";
import type { VillageName } from "#lib/income/queries/totals.ts";
import type { BoardTile, Work } from "./board-projects.ts";
import type { Trend } from "./trend.ts";

/** A village that is short of its target, with all that a meeting asks of it. Amounts in fen. */
export type VillageBelow = Pick<BoardTile, "id" | "code" | "name" | "townId" | "targetFen" | "gapFen"> & {
  town: string;
  operatingFen: number;
  /** The newest months, oldest first; `null` where nothing was reported: missing is not zero. */
  months: { month: Month; operatingFen: number | null }[];
  trend: Trend | null;
  /** Its running projects, worst first; a physical project once. */
  works: readonly Work[];
  /** 一村一策 in the words of whoever wrote it, "" where nobody has. */
  plan: string;
  /**
   * The post that answers for the village; where none is named, that of its worst project; "" where there is
   * neither.
   */
  owner: string;
};

/**
 * 未达标的村（居）: those with data that are below their line, the largest gap first, and those of which nothing is
 * known.
 */
export type BelowLine = {
  villages: VillageBelow[];
  noData: (VillageName & { town: string; waiting: boolean })[];
  gapFen: number;
};

/** Of those without data: 未报, and 已报未审. */
export const withoutCounts = ({ noData }: Pick<BelowLine, "noData">) => {
  const waiting = noData.filter((village) => village.waiting).length;
  return { noData: noData.length - waiting, waiting };
};
