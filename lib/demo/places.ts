import { type EditionRow, shippedDivisions } from "#lib/divisions/store/edition.ts";

export type Village = { code: string; name: string; townCode: string; townName: string; urban: boolean };
export type Town = { code: string; name: string; username: string; villages: Village[] };

// Pinyin of the town without its kind: what its clerk signs in with.
const usernames: Record<string, string> = {
  "350212001000": "datong",
  "350212002000": "xiangping",
  "350212105000": "lianhua",
  "350212106000": "xinmin",
  "350212107000": "hongtang",
  "350212108000": "xike",
  "350212109000": "tingxi",
  "350212110000": "wuxian",
};

/**
 * The eight towns and streets of the demonstration with their 136 villages. The three farms have none, so
 * nothing to file.
 */
export function demonstrationTowns(rows: EditionRow[] = shippedDivisions()): Town[] {
  return rows.flatMap((town) => {
    const username = usernames[town.code];
    if (!username) return [];
    const villages = rows
      .filter((row) => row.parentCode === town.code)
      .map((row) => ({
        code: row.code,
        name: row.shortName,
        townCode: town.code,
        townName: town.name,
        urban: row.kind.startsWith("社区"),
      }));
    return [{ code: town.code, name: town.name, username, villages }];
  });
}
