/** A half-open band [fromFen, toFen) of yearly operating income; `null` is open on that side. */
export type Band = {
  key: string;
  name: string;
  nameEn: string;
  fromFen: number | null;
  toFen: number | null;
};

/** A village without a standing posting in the year: its own class, never the same as an income of zero. */
export const noData = "noData";

/** Is `fen` in the band? Its lower boundary belongs to it, its upper one to the next. */
export const isWithin = (band: Band, fen: number) =>
  (band.fromFen === null || fen >= band.fromFen) && (band.toFen === null || fen < band.toFen);

/**
 * The tier's key for a year's operating income in fen, or `noData` for `null`. A loss (negative investment
 * income outweighing the rest) is in the lowest band, which is open below: the village earned nothing.
 * @throws when the bands leave a hole: they are data, and a hole in them is a mistake there.
 */
export function tierOf(operatingFen: number | null, bands: readonly Band[]): string {
  if (operatingFen === null) return noData;
  const band = bands.find((each) => isWithin(each, operatingFen));
  if (!band) throw new Error(`No tier holds ${operatingFen} fen`);
  return band.key;
}

/** The bands in force in a year: those of the newest `fromYear` that has begun, from low to high. */
export function bandsFor<B extends Band & { fromYear: number; rank: number }>(
  year: number,
  rows: readonly B[],
): B[] {
  const begun = rows.map((row) => row.fromYear).filter((from) => from <= year);
  const newest = begun.length > 0 ? Math.max(...begun) : Math.min(...rows.map((row) => row.fromYear));
  return rows.filter((row) => row.fromYear === newest).toSorted((a, b) => a.rank - b.rank);
}
