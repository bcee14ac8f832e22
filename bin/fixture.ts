// node bin/fixture.ts [CHECKOUT]: keeps a small database of this version, or of one that is checked out
// elsewhere, and what that version's own boards say of it. Later versions are held against both:
// lib/upgrade/upgraded.world.test.ts.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import Database from "better-sqlite3";
import { type AnyBoard, readingOf } from "#db/fixtures/reading.ts";

const fixtures = join(import.meta.dirname, "..", "db", "fixtures");
const checkout = resolve(process.argv[2] ?? ".");
process.chdir(checkout); // a version reads its migrations from where it runs
process.env.DATABASE_URL = "";

// Everything is asked of the version itself, so nothing here has a type.
const of = (path: string) => import(pathToFileURL(join(checkout, path)).href);
const [{ openDatabase }, { fillDemonstration }, { boardOf }, { rootOf }, { instantOn }, { onDay }] =
  await Promise.all(
    [
      "db/sqlite.ts",
      "lib/demo/fill.ts",
      "lib/board/queries/board.ts",
      "lib/divisions/queries/divisions.ts",
      "lib/core/dates.ts",
      "lib/core/context.ts",
    ].map(of),
  );

const tag = readdirSync(join("db", "migrations", "sqlite"))
  .filter((name) => name.endsWith(".sql"))
  .toSorted()
  .at(-1)
  ?.slice(0, 4);
const folder = mkdtempSync(join(tmpdir(), "guatu-fixture-"));
const [file, packed] = [join(folder, "guatu.db"), join(folder, "packed.db")];

const db = await openDatabase(file);
await fillDemonstration(db, { towns: ["tingxi", "lianhua"] });
const leader = { id: 1, username: "leader", name: "区领导", role: "leader", scope: await rootOf(db) };
// How a version's pages look at it unless somebody chooses: the first had one look, later ones show approved
// rows by the strict basis.
const look = "through" in db ? db.through({ approvedOnly: true, basis: "strict" }) : db;
const ctx = { db: look, actor: leader, now: instantOn("2016-12-31"), request: "fixture" };
const said = await readingOf(
  ({ asOf, ...filter }): Promise<AnyBoard> => boardOf(asOf ? onDay(ctx, asOf) : ctx, filter),
  onDay !== undefined,
);
await db.close();

const connection = new Database(file);
connection.exec(`VACUUM INTO '${packed}'`);
connection.close();
const small = brotliCompressSync(readFileSync(packed), { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } });
writeFileSync(join(fixtures, `${tag}.db.br`), small);
writeFileSync(join(fixtures, `${tag}.json`), `${JSON.stringify(said, null, 1)}\n`);
rmSync(folder, { recursive: true });
console.log(`${tag}: ${Object.keys(said).length} boards, ${Math.round(small.length / 1000)} kB`);
