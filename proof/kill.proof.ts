// RELIABILITY R1: the server is killed while sixteen clerks post, started again, and compared; what was not
// acknowledged is sent once more.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyTrail } from "#lib/audit/queries/trail.ts";
import { openDatabase } from "#lib/views/open-database.ts";
import { type Built, builtServer, demonstrationIn, restarted } from "./built.ts";
import {
  type Clerk,
  clerkOf,
  inWords,
  isWhole,
  keptOf,
  newPosting,
  type Outcome,
  openForm,
  type Posting,
  post,
  without,
} from "./posting.ts";
import { conclude } from "./result.ts";

const writers = 16;
const accounts = ["lianhua", "xinmin"]; // whose towns have not filed the month yet

export async function prove([kills = "200", port = "4370"]: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "guatu-proof-"));
  try {
    const database = await demonstrationIn(folder);
    let server: Built = await builtServer({ port: Number(port), folder, name: "killed", database });
    const clerks: Clerk[] = [];
    for (let at = 0; at < writers; at++)
      clerks.push(await clerkOf(server, accounts[at % accounts.length] as string));
    const acknowledged: Posting[] = [];
    const told = { inFlight: 0, again: 0, refusedAgain: 0, broken: "" };
    for (let round = 0; round < Number(kills); round++) {
      const open = await killedWhilePosting(server, clerks, round, acknowledged);
      told.inFlight += open.length;
      server = await restarted(server);
      for (const clerk of clerks) clerk.form = await openForm(server, clerk.cookie);
      const kept = keptOf(server.file, acknowledged);
      if (!isWhole(kept)) told.broken ||= `round ${round}: ${inWords(kept)}`;
      for (const { clerk, posting } of open) {
        const { state } = await post(server, clerk, posting);
        if (state === "done") acknowledged.push(posting);
        told[state === "done" ? "again" : "refusedAgain"]++;
      }
      if (round % 10 === 9)
        console.log(`${round + 1} kills, ${acknowledged.length} acknowledged, ${told.inFlight} in flight`);
    }
    await server.stop();
    const kept = keptOf(server.file, acknowledged);
    const db = await openDatabase(server.file);
    const { broken, events } = await verifyTrail(db);
    await db.close();
    const one = acknowledged.at(-1) as Posting;
    const missing = keptOf(without(server.file, join(folder, "without.db"), one), acknowledged);
    return await conclude({
      name: "kill",
      rows: [
        {
          row: "R1",
          property: "a killed process loses nothing",
          figure: `${kills} kills of a server with ${writers} writers, ${told.inFlight} posts in flight, ${acknowledged.length} acknowledged: ${told.broken || inWords(kept)}; ${told.again} sent once more are there once, ${told.refusedAgain} refused; the chain of ${events} events ${broken ? `breaks at ${broken.seq}` : "holds"}`,
          reach:
            "200 kills: 0 acknowledged lost, 0 half-written, 0 duplicates, integrity and audit chain hold",
          control: `a copy without one acknowledged posting: ${inWords(missing)}`,
          ok:
            Number(kills) >= 200 &&
            told.broken === "" &&
            told.inFlight > 0 &&
            told.refusedAgain === 0 &&
            isWhole(kept) &&
            broken === null &&
            !isWhole(missing),
        },
      ],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every clerk posts without a rest until the server is gone. @returns what was sent and not answered */
async function killedWhilePosting(
  server: Built,
  clerks: readonly Clerk[],
  round: number,
  acknowledged: Posting[],
) {
  const open: { clerk: Clerk; posting: Posting }[] = [];
  let answered = 0;
  const work = clerks.map(async (clerk, at) => {
    for (let n = 0; ; n++) {
      const posting = newPosting(`K${round}-${at}-${n}`, clerk.username);
      const { state }: Outcome = await post(server, clerk, posting);
      if (state === "unknown") return open.push({ clerk, posting });
      if (state === "done") acknowledged.push(posting);
      // Killed at another moment of the work each time, counted in answers and not in time.
      if (++answered === writers + (round % writers)) server.kill();
    }
  });
  await Promise.all(work);
  return open;
}
