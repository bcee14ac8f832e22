import { eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { engine } from "#db/columns.ts";
import { settings } from "#db/schema/index.ts";
import { operator } from "#lib/access/operator.ts";
import { headOf } from "#lib/audit/store/record.ts";
import { makeBackup } from "./commands/backups.ts";
import { copiesIn, type Made, type Places } from "./store/folder.ts";
import type { Manifest } from "./store/manifest.ts";
import { keepCopyApart } from "./store/own-process.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const leaseMs = 10 * minuteMs;
const againMs = 5 * minuteMs; // what failed is not tried every minute

type Slot = { kind: "hour" | "minute"; name: string };

/**
 * What is due at `now`: a copy in each hour, and where SQLite has no log that could be shipped a copy in each
 * minute in which something was recorded (docs/decisions/0038). Every change is an audit event, so that its
 * newest number tells.
 */
export function dueAt(
  now: Date,
  newest: Pick<Manifest, "madeAt" | "head"> | undefined,
  seq: number,
  everyMinute = engine === "sqlite",
): Slot | null {
  const slotOf = (ms: number, at: number) => Math.floor(at / ms);
  const made = newest ? Date.parse(newest.madeAt) : Number.NaN;
  const named = (kind: Slot["kind"], length: number) => ({
    kind,
    name: `${kind} ${now.toISOString().slice(0, length)}`,
  });
  if (slotOf(hourMs, made) !== slotOf(hourMs, now.getTime())) return named("hour", 13);
  const moved = everyMinute && newest?.head.seq !== seq;
  return moved && slotOf(minuteMs, made) !== slotOf(minuteMs, now.getTime()) ? named("minute", 16) : null;
}

type Lease = { slot: string; until: string; done: boolean };
const key = "backupLease";

/**
 * Takes the turn for a slot: one process of several has it. Who took it and did not come to an end within ten
 * minutes loses it.
 * @returns whether it was taken
 */
export function takeTurn(db: Db, slot: string, now: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [row] = await tx.select().from(settings).where(eq(settings.key, key));
    const lease = row && (JSON.parse(row.value) as Lease);
    if (lease && lease.until > now.toISOString() && !lease.done) return false;
    if (lease?.slot === slot && lease.done) return false;
    await keep(tx, { slot, until: new Date(now.getTime() + leaseMs).toISOString(), done: false });
    return true;
  });
}

const endTurn = (db: Db, slot: string, { done, until }: { done: boolean; until: Date }) =>
  db.transaction((tx) => keep(tx, { slot, until: until.toISOString(), done }));

async function keep(tx: Parameters<Parameters<Db["transaction"]>[0]>[0], lease: Lease): Promise<void> {
  const value = JSON.stringify(lease);
  await tx
    .insert(settings)
    .values({ key, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
}

/**
 * Makes the copy that is due, if one is and nobody else makes it. The hour's copy stands in the audit log;
 * the minute's does not, or each would be a change that asks for the next.
 * @param now the machine's clock
 * @param business the clock that the log is kept by
 */
export async function keepDue(db: Db, places: Places, now: Date, business: Date): Promise<Made | null> {
  const slot = dueAt(now, copiesIn(places.folder)[0]?.manifest, (await headOf(db)).seq);
  if (!slot || !(await takeTurn(db, slot.name, now))) return null;
  let done = false;
  try {
    const made =
      slot.kind === "minute"
        ? await keepCopyApart(places, now)
        : await makeBackup({ db, actor: operator, now: business, request: "schedule" }, places, now);
    done = true;
    return made;
  } finally {
    await endTurn(db, slot.name, { done, until: new Date(now.getTime() + againMs) });
  }
}
