import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { Level } from "#db/schema/index.ts";
import type { Day } from "#lib/core/dates.ts";

/** One row of an edition of the statistical division codes. */
export type EditionRow = {
  code: string;
  level: Level;
  name: string;
  shortName: string;
  kind: string;
  parentCode: string;
  urCode: string;
  laterCode: string;
  laterName: string;
};

export const seedFolder = join(process.cwd(), "db", "seed");

/** The day of the edition that the product ships, and of the later one whose codes it knows as history. */
export const shippedEdition: { on: Day; laterOn: Day } = { on: "2016-07-31", laterOn: "2023-06-30" };

/**
 * Tong'an District in the 2016 edition, virtual farm units left out: 1 county, 11 towns, 136 villages,
 * parents first.
 */
export function shippedDivisions(): EditionRow[] {
  const rows: Record<string, string>[] = parse(
    readFileSync(join(seedFolder, "tongan-divisions-2016.csv"), "utf8"),
    { columns: true },
  );
  return rows
    .filter((row) => row.is_virtual !== "1")
    .map((row) => ({
      code: row.code ?? "",
      level: row.level as Level,
      name: row.name ?? "",
      shortName: row.short_name ?? "",
      kind: row.kind ?? "",
      parentCode: row.parent_code ?? "",
      urCode: row.ur_code ?? "",
      laterCode: row.code_2023 ?? "",
      laterName: row.name_2023 ?? "",
    }));
}
