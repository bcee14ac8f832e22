// RELIABILITY A3: payloads that no form of ours sends, to every action of the build, by everybody and nobody.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomOf } from "#lib/demo/random.ts";
import { type Action, builtActions } from "./actions.ts";
import { type Built, brokenCopy, builtServer, demonstrationIn } from "./built.ts";
import { type Form, formsIn } from "./forms.ts";
import { type Payload, payloadKinds, payloadOf } from "./hostile-payloads.ts";
import { faultsOf } from "./log-lines.ts";
import { addressesOf, pathOf, type Sample, sampleOf } from "./pages.ts";
import { conclude } from "./result.ts";
import { differences, inWords, isLeftByRefusal, rowsOf } from "./rows.ts";

const atOnce = 6;
const visitors = ["", "lianhua", "office", "leader", "auditor", "admin"];

export async function prove([count = "10000", seed = "1", port = "4360"]: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "guatu-proof-"));
  try {
    const database = await demonstrationIn(folder);
    const found = await attacked(
      { port: Number(port), folder, name: "whole", database },
      Number(count),
      seed,
    );
    const home = brokenCopy(folder, withoutWrapper);
    const blind = await attacked(
      { port: Number(port) + 1, folder, name: "bare", database, home },
      Math.min(Number(count), 400),
      seed,
    );
    const ok = found.isWell && found.actions >= 56 && !blind.isWell;
    return await conclude({
      name: "hostile",
      rows: [
        {
          row: "A3",
          property: "hostile payloads to every action",
          figure: `${found.payloads} payloads of ${payloadKinds.length} kinds to ${found.actions} actions by ${visitors.length} visitors (seed ${seed}): ${found.words}`,
          reach: "10,000: 0 exits, 0 changes, 0 thrown in our code, at most one line each",
          control: `the build without its wrapper: ${blind.words}`,
          ok,
        },
      ],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The built wrapper lets through whatever it is called with; as long as before, so that sources are found all
 * the same.
 */
function withoutWrapper(text: string): string {
  if (!text.includes("an action was called with no form of ours")) return text;
  return text.replace(
    /return (\w+)&&(\w+) instanceof FormData\?(\w+)\(\1,\2\):/,
    (whole, known, form, work) => `return 1?${work}(${known},${form}):`.padEnd(whole.length, " "),
  );
}

async function attacked(at: Parameters<typeof builtServer>[0], count: number, seed: string) {
  const server = await builtServer(at);
  try {
    const sample = sampleOf(server.file);
    const cookies = await Promise.all(visitors.map((name) => (name === "" ? "" : server.signIn(name))));
    const doors = await doorsOf(server, sample, cookies);
    const before = rowsOf(server.file);
    const logged = server.lines().length;
    const statuses = await send(server, doors, { count, seed, cookies });
    const lines = server.lines().slice(logged);
    const all = differences(before, rowsOf(server.file));
    const changes = all.filter((each) => !isLeftByRefusal(each));
    const faults = faultsOf(lines);
    const exits = server.hasEnded() ? 1 : 0;
    const unanswered = statuses.get(0) ?? 0;
    for (const [what, which] of Object.entries(faults))
      if (Array.isArray(which)) for (const line of which.slice(0, 5)) console.log(`  ${what}: ${line}`);
    for (const { table, row } of changes.slice(0, 10))
      console.log(`  changed: ${table} ${JSON.stringify(row).slice(0, 300)}`);
    const { notJson, ours, twice, nameless } = faults;
    return {
      payloads: count,
      actions: doors.length,
      isWell:
        exits +
          unanswered +
          changes.length +
          notJson.length +
          ours.length +
          twice.length +
          nameless.length ===
        0,
      words: [
        `${exits} exits, ${unanswered} unanswered, ${changes.length} rows changed (${inWords(changes)}; left by refusals: ${inWords(all.filter(isLeftByRefusal))})`,
        `${lines.length} log lines, ${ours.length} thrown in our code, ${notJson.length} no JSON, ${nameless.length} without a request, ${twice.length} a second of one`,
        [...statuses]
          .toSorted(([a], [b]) => a - b)
          .map(([status, times]) => `${status} × ${times}`)
          .join(", "),
      ].join("; "),
    };
  } finally {
    await server.stop();
  }
}

type Door = Action & { paths: string[]; forms: Form[] };

/** Each action with the pages that take it and, of these, the forms that anybody sees. */
async function doorsOf(server: Built, sample: Sample, cookies: readonly string[]): Promise<Door[]> {
  const addresses = addressesOf(sample);
  const forms: Form[] = [];
  for (const path of new Set(Object.values(addresses).flat())) {
    const seen = cookies.map((cookie) => server.ask(path, { headers: { cookie, accept: "text/html" } }));
    for (const { text } of await Promise.all(seen)) forms.push(...formsIn(text, path));
  }
  return builtActions().map((action) => ({
    ...action,
    paths: action.pages.flatMap((page) => addresses[page] ?? [pathOf(page)]),
    forms: forms.filter(({ fields }) =>
      fields.some(({ name, value }) => name.includes(action.id) || value.includes(action.id)),
    ),
  }));
}

async function send(
  server: Built,
  doors: readonly Door[],
  { count, seed, cookies }: { count: number; seed: string; cookies: readonly string[] },
) {
  const luck = randomOf(`hostile ${seed}`);
  const statuses = new Map<number, number>();
  const ids = doors.map(({ id }) => id);
  const names = [
    ...new Set(doors.flatMap(({ forms }) => forms.flatMap(({ fields }) => fields.map(({ name }) => name)))),
  ].filter((name) => !name.startsWith("$"));
  let next = 0;
  const one = async (at: number) => {
    const door = doors[at % doors.length] as Door;
    const chance = luck.of(String(at));
    const payload = payloadOf(chance, {
      id: door.id,
      others: ids.filter((id) => id !== door.id),
      forms: door.forms,
      names,
    });
    const path = payload.kind.startsWith("a form of ours")
      ? (door.forms[0]?.path ?? "/")
      : chance.pick(door.paths);
    const status = await statusOf(server, path, payload, chance.pick(cookies));
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count && !server.hasEnded()) await one(next++);
    }),
  );
  return statuses;
}

/** 0 where no answer came. */
async function statusOf(
  server: Built,
  path: string,
  { kind, headers, body }: Payload,
  cookie: string,
): Promise<number> {
  const given = Object.fromEntries(
    Object.entries({ ...headers, cookie }).filter(([name, value]) => value !== "" || name === "content-type"),
  );
  const began = performance.now();
  try {
    return (
      await server.ask(path, {
        method: "POST",
        headers: given,
        body: body as BodyInit,
        signal: AbortSignal.timeout(60_000),
      })
    ).status;
  } catch (error) {
    console.log(
      `  unanswered: ${kind} at ${path} for ${Math.round(performance.now() - began)} ms: ${(error as Error).cause ?? error}`,
    );
    return 0;
  }
}
