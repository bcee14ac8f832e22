import { engine } from "./columns.ts";

/**
 * The rows of a flat selection of texts and whole numbers, each as a list in the selection's order. A million
 * rows are read so: to name every value costs more than to read it. SQLite's are given as they lie there, so
 * no flags and no JSON.
 */
export async function rowArrays(
  query: PromiseLike<Record<string, unknown>[]>,
): Promise<(string | number | null)[][]> {
  if (engine === "sqlite")
    return (query as unknown as { values(): Promise<(string | number | null)[][]> }).values();
  return (await query).map((row) => Object.values(row) as (string | number | null)[]);
}
