// RELIABILITY R10: drills of copies made while people post, and bits turned over in a copy and its manifest.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import Database from "better-sqlite3";
import { asc, eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { accounts, divisions, people } from "#db/schema/index.ts";
import { copySqlite } from "#db/sqlite-copy.ts";
import { Unfit } from "#lib/backup/rules/reasons.ts";
import { makeCopy, verifyCopy } from "#lib/backup/store/copy.ts";
import { drillCopy } from "#lib/backup/store/drill.ts";
import { manifestPath } from "#lib/backup/store/manifest.ts";
import { keepCopyApart } from "#lib/backup/store/own-process.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Ctx } from "#lib/core/context.ts";
import { instantOn } from "#lib/core/dates.ts";
import { fillDemonstration } from "#lib/demo/fill.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { withFlip } from "#lib/testing/flips.ts";
import { openDatabase } from "#lib/views/open-database.ts";
import { conclude } from "./result.ts";

const run = promisify(execFile);
const flips = 100;
const byCommand = 10; // every how many a copy and its drill are the operator's commands, which take longer to load than to work

export async function prove([rounds = "50"]: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "guatu-proof-"));
  const url = join(folder, "guatu.db");
  const db = await openDatabase(url);
  try {
    await fillDemonstration(db);
    const load = await postingInto(db);
    const drills = await drillUnderLoad(url, folder, Number(rounds));
    const anew = await beginsAnew(url, folder);
    const posted = await load.end();
    const { file, found, unseen } = await turnedOver(url, folder);
    const manifests = await turnedOverIn(manifestPath(file), () => verifyCopy(file));
    return await conclude({
      name: "backup",
      rows: [
        {
          row: "R10",
          property: "backups restore",
          figure: `${drills.held} of ${rounds} drills under load hold (${posted} postings meanwhile; ${drills.missed.join("; ") || "none failed"}); bits turned over: ${found} of ${flips} in a copy found by checksum, ${manifests} of ${flips} in its manifest`,
          reach: "50 of 50; every bit flip found by checksum",
          control: `without the checksum ${unseen} of ${flips} are not found; a copy of 100 pages a step began anew ${anew} times`,
          ok:
            Number(rounds) >= 50 &&
            drills.held === Number(rounds) &&
            found === flips &&
            manifests === flips &&
            unseen > 0 &&
            anew > 0,
        },
      ],
    });
  } finally {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A clerk of the office who posts and never rests but to let others be heard. */
async function postingInto(db: Db) {
  const [person] = await db.select().from(people).where(eq(people.username, "office"));
  const [scope] = await db
    .select()
    .from(divisions)
    .where(eq(divisions.id, person?.scopeId ?? 0));
  const [town] = await db.select().from(divisions).where(eq(divisions.shortName, "莲花镇"));
  const [village] = await db.select().from(divisions).where(eq(divisions.shortName, "军营"));
  const [account] = await db
    .select()
    .from(accounts)
    .where(eq(accounts.code, "501"))
    .orderBy(asc(accounts.id))
    .limit(1);
  if (!person || !scope || !town || !village || !account)
    throw new Error("The demonstration is not what it was.");
  const actor = { id: person.id, username: "office", name: person.name, role: "office", scope } as Actor;
  const ctx: Ctx = { db, actor, now: instantOn("2017-01-05"), request: "proof" };
  let posting = true;
  let posted = 0;
  const loop = (async () => {
    while (posting) {
      await postIncome(ctx, {
        townId: town.id,
        month: "2017-01",
        rows: [{ villageId: village.id, accountId: account.id, amountFen: 1 }],
      });
      posted++;
      await new Promise(setImmediate);
    }
  })();
  return {
    async end() {
      posting = false;
      await loop;
      return posted;
    },
  };
}

async function drillUnderLoad(url: string, folder: string, rounds: number) {
  const places = { url, folder: join(folder, "kept"), second: join(folder, "second") };
  const env = { ...process.env, DATABASE_URL: url, GUATU_BACKUPS: places.folder };
  const missed: string[] = [];
  for (let round = 0; round < rounds; round++) {
    try {
      if (round % byCommand === 0) {
        const file = join(folder, `by-command-${round}.db`);
        await run(process.execPath, ["bin/guatu.ts", "backup", file], { env });
        await run(process.execPath, ["bin/guatu.ts", "drill", file], { env });
      } else await drillCopy(url, (await keepCopyApart(places)).path);
    } catch (error) {
      missed.push(`${round}: ${(error as Error).message}`);
    }
  }
  return { held: rounds - missed.length, missed };
}

async function turnedOver(url: string, folder: string) {
  const file = join(folder, "flipped.db");
  await makeCopy(url, file);
  const found = await turnedOverIn(file, () => verifyCopy(file), "checksum");
  const byTheRest = await turnedOverIn(file, () => verifyCopy(file, { checksum: false }));
  return { file, found, unseen: flips - byTheRest };
}

/** How many of the bits, spread evenly over a file, `look` finds turned over. */
async function turnedOverIn(file: string, look: () => Promise<unknown>, code?: string): Promise<number> {
  const bits = statSync(file).size * 8;
  let found = 0;
  for (let at = 0; at < flips; at++) {
    const bit = Math.floor(((at + 0.5) / flips) * bits);
    const why = await withFlip(file, bit, () =>
      look().then(
        () => "",
        (error: unknown) => (error instanceof Unfit ? error.code : String(error)),
      ),
    );
    if (code ? why === code : why !== "") found++;
  }
  return found;
}

/**
 * How the copy of before went: few pages a step, on a connection beside the one that writes. It is cut off
 * after a while.
 */
async function beginsAnew(url: string, folder: string): Promise<number> {
  let anew = 0;
  let steps = 0;
  let left = Number.POSITIVE_INFINITY;
  const source = new Database(url, { readonly: true });
  try {
    await source.backup(join(folder, "stepwise.db"), {
      progress({ remainingPages }) {
        if (remainingPages >= left) anew++;
        left = remainingPages;
        if (++steps > 300) throw new Error("long enough");
        return 100;
      },
    });
  } catch {
    // it was cut off
  } finally {
    source.close();
  }
  await copySqlite(url, join(folder, "at-once.db"));
  return anew;
}
