// RELIABILITY R8: 1,000 forgeries of an exported trail found, 100 untouched files without a false alarm, and
// how fast it goes.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { eq } from "drizzle-orm";
import { divisions } from "#db/schema/index.ts";
import { record } from "#lib/audit/store/record.ts";
import { fillDemonstration } from "#lib/demo/fill.ts";
import type { AuditExport } from "#lib/exports/input.ts";
import { runExport } from "#lib/exports/leaving.ts";
import { openDatabase } from "#lib/views/open-database.ts";
import { operatorIn, wordsIn } from "../bin/district.ts";
import { verifierText } from "../bin/trail-words.ts";
import { checkTrail } from "../bin/verify-trail.mjs";
import { falseAlarms, forged } from "./forge.ts";
import { conclude } from "./result.ts";

const trials = 1000;
const untouched = 100;

export async function prove([seed = "1"]: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "guatu-proof-"));
  const db = await openDatabase(join(folder, "guatu.db"));
  try {
    await fillDemonstration(db);
    const operator = await operatorIn(db);
    const auditor = {
      ...operator,
      actor: { ...operator.actor, id: 1, name: "审计", role: "auditor" as const },
    };
    const exported = async (filter: AuditExport, language: string, ctx = auditor) => {
      const { body } = await runExport(ctx, { kind: "audit", filter }, "csv", wordsIn(language), language);
      return Buffer.from(await new Response(body).arrayBuffer()).toString(); // with its mark, which text() takes off
    };
    const towns = await db.select().from(divisions).where(eq(divisions.level, "town"));
    const files: string[] = [];
    for (let at = 0; at < untouched; at++) {
      const town = towns[at % towns.length];
      const filter: AuditExport[] = [
        {},
        { verb: "funding.post" },
        { subjectType: "project" },
        { from: "2016-06-01", to: "2016-09-30" },
        { node: town?.code },
      ];
      const subject = {
        type: "project",
        id: at,
        name: String.fromCharCode(at + 33, 0x85 + at, 0x2028),
        divisionCode: town?.code ?? "",
      } as const;
      await db.transaction((tx) =>
        record(tx, { ...auditor, address: "192.0.2.7" }, "project.edit", subject, {
          after: { at },
          reason: "=1+1\r\n",
        }),
      );
      files.push(
        await exported({ ...filter[at % filter.length], upTo: 200 + at * 30 }, at % 2 ? "en" : "zh-CN"),
      );
    }
    const alarms = falseAlarms(files);
    const began = performance.now();
    const some = files.filter((text) => checkTrail(text).shown > 20).slice(0, 12);
    const all = forged(some, { trials, seed: Number(seed) });
    const took = (performance.now() - began) / 1000;
    const blind = forged(some.slice(0, 4), {
      trials: 200,
      seed: Number(seed),
      check: await withoutComparison(folder),
    });
    const speed = speedOf(await exported({}, "zh-CN"));
    return await conclude({
      name: "trail",
      rows: [
        {
          row: "R8",
          property: "tampering is found",
          figure: `${all.found} of ${all.tried} forgeries of ${all.kinds} kinds found (seed ${seed}, ${took.toFixed(0)} s${all.missed.length > 0 ? `; missed: ${all.missed.join("; ")}` : ""}), with an anchor those ${all.alone} too that were computed anew as a whole, of which ${all.unseenAlone} hold without one; ${alarms.length} false alarms in ${files.length} untouched files`,
          reach: "1,000 of 1,000 found of ≥ 25 kinds, 0 of 100 false alarms",
          control: `the verifier that does not compare lines lets ${blind.tried - blind.found} of ${blind.tried} pass`,
          ok:
            all.tried === trials &&
            all.found === trials &&
            all.kinds >= 25 &&
            alarms.length === 0 &&
            blind.found < blind.tried,
        },
        {
          row: "R8",
          property: "a long trail is looked through while one waits",
          figure: `${inThousands(speed.events)} events a second, of ${speed.kB.toFixed(1)} kB each (they carry the rows that they wrote): ${speed.MB.toFixed(0)} MB/s`,
          reach: "100,000 rows a second or near it",
          control: "none: it is a figure",
          ok: speed.events > 80_000,
        },
      ],
    });
  } finally {
    await db.close();
    rmSync(folder, { recursive: true });
  }
}

/** The verifier that takes shown columns as they are: what its rule finds, it finds no more. */
async function withoutComparison(folder: string): Promise<typeof checkTrail> {
  const path = join(folder, "blind.mjs");
  writeFileSync(
    path,
    verifierText().replace(
      "if (record !== expected) throw new Broken(difference",
      "if (false) throw new Broken(difference",
    ),
  );
  return ((await import(pathToFileURL(path).href)) as { checkTrail: typeof checkTrail }).checkTrail;
}

/** How fast the best of some walks was, and how long an event is. */
function speedOf(text: string): { events: number; MB: number; kB: number } {
  const bytes = Buffer.byteLength(text);
  const walks = Array.from({ length: 8 }, () => {
    const began = performance.now();
    const { events } = checkTrail(text);
    const seconds = (performance.now() - began) / 1000;
    return { events: events / seconds, MB: bytes / seconds / 1e6, kB: bytes / events / 1e3 };
  });
  return walks.reduce((best, walk) => (walk.events > best.events ? walk : best));
}

const inThousands = (count: number): string => Math.round(count).toLocaleString("en");
