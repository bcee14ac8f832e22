import { expect, test } from "vitest";
import { engine } from "#db/columns.ts";
import type { Ctx } from "#lib/core/context.ts";
import { openDatabase } from "#lib/views/open-database.ts";
import { type Act, type CommandCase, commandCases, newKey, outcomeOf } from "./command-cases.ts";
import { inWords, type RowChange, watchRows } from "./row-changes.ts";
import { newcomer, setStage } from "./stage.ts";
import { openWorld } from "./world.ts";

// RELIABILITY R5: what is submitted once is done once. Each trial sends one form in one of three ways and
// counts every row of every table that was written. PROOF_TRIALS=1000 makes that many trials of each command.

const trials = Number(process.env.PROOF_TRIALS ?? 3);
const world = await openWorld();
const stage = await setStage(world);
const watch = await watchRows(world);
// PostgreSQL may have several servers on one database; SQLite's only one has it to itself.
const databases = engine === "postgres" ? [world.db, await openDatabase(world.url)] : [world.db];

class ReplyLost extends Error {}
/** Everything is done, and the answer never arrives. */
const losingReply = (ctx: Ctx): Ctx => ({
  ...ctx,
  db: {
    ...ctx.db,
    async transaction(work) {
      await ctx.db.transaction(work);
      throw new ReplyLost();
    },
  },
});

type Way = (doing: Act, ctx: Ctx, key: string | undefined) => Promise<unknown[]>;
const ways: Record<string, Way> = {
  "a double click": async (doing, ctx, key) => [await doing.run(ctx, key), await doing.run(ctx, key)],
  "ten copies side by side": (doing, ctx, key) =>
    Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        doing.run({ ...ctx, db: databases[at % databases.length] ?? ctx.db }, key),
      ),
    ),
  "a reply that is lost, and another try": async (doing, ctx, key) => {
    const lost = await doing.run(losingReply(ctx), key).catch((error) => error);
    if (!(lost instanceof ReplyLost)) throw lost;
    return [await doing.run(ctx, key), await doing.run(ctx, key)];
  },
};
const names = Object.keys(ways);

/** One effect has one event and one memory of the form; whatever else it writes, it writes once. */
function faultsOf(changes: RowChange[], once: string): string[] {
  const wrote = inWords(changes);
  return wrote === once ? [] : [`wrote ${wrote}; once is ${once}`];
}

const withoutSecrets = (answer: unknown, { shownOnce }: CommandCase) =>
  JSON.stringify(answer, (key, value) => (shownOnce.includes(key) ? undefined : value));

/** What one trial found wrong. */
async function tried(deed: CommandCase, way: Way, once: string, key: string | undefined): Promise<string[]> {
  const doing = await deed.ready(stage);
  const ctx = doing.as(doing.actor);
  await watch.forget();
  const answers = new Set((await way(doing, ctx, key)).map((answer) => withoutSecrets(answer, deed)));
  const faults = faultsOf(await watch.since(), once);
  if (answers.size !== 1) faults.push(`answered ${[...answers].join(" and ")}`);
  if (key === undefined) return faults;

  const other = await outcomeOf(doing.other(ctx, key));
  if (other !== "keyReused") faults.push(`another body under the same key: ${other}`);
  const changed = await watch.since();
  if (changed.length > 0) faults.push(`another body under the same key wrote ${inWords(changed)}`);

  const another = await outcomeOf(
    doing.run(doing.as(await newcomer(stage, ctx.actor.role as Parameters<typeof newcomer>[1])), key),
  );
  if (another !== deed.byAnother) faults.push(`another person with the same key: ${another}`);
  return faults;
}

/** What the command writes when it is submitted a single time. */
async function writtenOnce(deed: CommandCase): Promise<string> {
  const doing = await deed.ready(stage);
  await watch.forget();
  await doing.run(doing.as(doing.actor), newKey());
  const changes = await watch.since();
  for (const table of ["audit_event", "submission"])
    expect(changes.filter((change) => change.table === table)).toHaveLength(1);
  return inWords(changes);
}

const submitted = Object.entries(commandCases).filter(([, deed]) => deed.kind === "keyed");

test.each(submitted)(
  "%s",
  async (_, deed) => {
    const once = await writtenOnce(deed);
    for (let trial = 0; trial < trials; trial++) {
      const name = names[trial % names.length] as string;
      expect(await tried(deed, ways[name] as Way, once, newKey()), `trial ${trial}, ${name}`).toEqual([]);
    }
  },
  60_000 + trials * 2_000,
);

test.each(names)("the trial itself: without a key, %s is found to have two effects", async (name) => {
  const deed = commandCases.postIncome as CommandCase;
  const faults = await tried(deed, ways[name] as Way, await writtenOnce(deed), undefined);
  expect(faults.join()).toMatch(/wrote audit_event (2|3|10), .*answered/);
});
