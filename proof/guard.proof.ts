// RELIABILITY A8: no request stops the server. Everything over sockets of our own: a browser would not send
// it.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Built, builtServer, demonstrationIn } from "./built.ts";
import { type Health, underWatch } from "./health-watch.ts";
import { addressesOf, sampleOf } from "./pages.ts";
import { conclude, type Row } from "./result.ts";
import { differences, inWords, rowsOf } from "./rows.ts";

const refusals = [408, 411, 413, 429];
const connections = 200;
const atOnce = 8;

export async function prove([count = "10000", port = "4360"]: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "guatu-proof-"));
  try {
    const database = await demonstrationIn(folder);
    const server = await builtServer({ port: Number(port), folder, name: "guarded", database });
    try {
      const quiet = await underWatch(server.origin, async () => ({
        waited: await new Promise((wait) => setTimeout(wait, 3_000)),
      }));
      const load = `${quiet.health.p99.toFixed(0)} ms when nothing was done; load of the machine ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`;
      const cookie = await server.signIn("lianhua");
      const attacks = [
        {
          property: "2 MB of a& to every address that takes a POST",
          reach: "each refused with 413, 411, 408 or 429 in < 1 s",
          work: () => manyParameters(server, cookie),
        },
        {
          property: "bodies of 100 MB",
          reach: "each refused in < 1 s",
          work: () => largeBodies(server, cookie),
        },
        {
          property: `${connections} connections that send their headers, and as many their bodies, by the byte`,
          reach: "each closed at its time-out",
          work: () => slowSenders(server),
        },
        {
          property: `${count} sign-in guesses`,
          reach: "beyond the quota answered in < 1 s; counted rows in the trail, not one a guess",
          work: () => guessing(server, Number(count)),
        },
      ];
      const control = await withoutGuard();
      const rows: Row[] = [];
      const healths: Health[] = [];
      for (const { property, reach, work } of attacks) {
        const { words, isWell, health } = await underWatch(server.origin, work);
        const ok = isWell && control.isRed && !server.hasEnded();
        rows.push({
          row: "A8",
          property,
          figure: `${words}; health ${inFigures(health)}`,
          reach,
          control: control.words,
          ok,
        });
        healths.push(health);
      }
      const worst = healths.reduce((a, b) => (b.p99 > a.p99 ? b : a));
      const property = "health answers while any of that goes on";
      rows.push({
        row: "A8",
        property,
        figure: `at worst ${inFigures(worst)}; ${load}`,
        reach: "p99 < 100 ms",
        control: control.words,
        ok: worst.p99 < 100,
      });
      return await conclude({ name: "guard", rows });
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const inFigures = ({ p99, most, asked }: Health): string =>
  `p99 ${p99.toFixed(0)} ms, most ${most.toFixed(0)} ms of ${asked}`;

type Found = { words: string; isWell: boolean };
type Said = { status: number; firstMs: number; closedMs: number; text: string };

/**
 * Sends these pieces, however little of them is taken, until an answer has come; `paceMs` between one and the
 * next.
 */
function said(origin: string, pieces: Iterable<string | Buffer>, paceMs = 0): Promise<Said> {
  return new Promise((resolve) => {
    const began = performance.now();
    const socket = connect({ port: Number(new URL(origin).port), host: "127.0.0.1" });
    let [text, firstMs, timer] = ["", 0, undefined as NodeJS.Timeout | undefined];
    const rest = pieces[Symbol.iterator]();
    const send = (): void => {
      if (text !== "" || socket.destroyed) return;
      const { value, done } = rest.next();
      if (done) return;
      if (paceMs > 0) {
        socket.write(value);
        timer = setTimeout(send, paceMs);
      } else if (socket.write(value)) setImmediate(send);
      else socket.once("drain", send);
    };
    socket.setEncoding("latin1").on("data", (piece) => {
      firstMs ||= performance.now() - began;
      text += piece;
      if (/\r\n\r\n/.test(text)) socket.destroy();
    });
    socket.on("error", () => undefined);
    socket.once("close", () => {
      clearTimeout(timer);
      const closedMs = performance.now() - began;
      resolve({
        status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0),
        firstMs: firstMs || closedMs,
        closedMs,
        text,
      });
    });
    socket.once("connect", send);
  });
}

const head = (origin: string, path: string, more: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nOrigin: ${origin}\r\n${more}\r\n`;
const urlencoded = "Content-Type: application/x-www-form-urlencoded\r\n";

const refusedIn = (answers: readonly Said[]): Found => {
  const slowest = Math.max(...answers.map(({ firstMs }) => firstMs));
  const refused = answers.filter(
    ({ status, firstMs }) => refusals.includes(status) && firstMs < 1_000,
  ).length;
  const statuses = Object.entries(Object.groupBy(answers, ({ status }) => status)).map(
    ([status, these]) => `${status} × ${these?.length}`,
  );
  return {
    words: `${refused} of ${answers.length} (${statuses.join(", ")}), slowest ${slowest.toFixed(0)} ms`,
    isWell: refused === answers.length,
  };
};

/** Every page takes an action's POST, and some routes another; sent with a session and without. */
async function manyParameters(server: Built, cookie: string): Promise<Found> {
  const paths = [
    ...new Set(Object.values(addressesOf(sampleOf(server.file))).flat()),
    "/login/enter",
    "/logout",
    "/api/v1/board",
    "/api/health",
    "/find",
  ];
  const body = "a&".repeat(1_000_000);
  const answers: Said[] = [];
  for (const more of ["", `Cookie: ${cookie}\r\n`])
    for (const path of paths)
      answers.push(
        await said(server.origin, [
          head(server.origin, path, `${urlencoded}${more}Content-Length: ${body.length}\r\n`),
          body,
        ]),
      );
  const chunked = await said(server.origin, [
    head(server.origin, "/login", `${urlencoded}Transfer-Encoding: chunked\r\n`),
  ]);
  return refusedIn([...answers, chunked]);
}

async function largeBodies(server: Built, cookies: string): Promise<Found> {
  const piece = Buffer.alloc(64 * 1024, "a");
  const cookie = `Cookie: ${cookies}\r\n`;
  const types = [
    urlencoded,
    "Content-Type: multipart/form-data; boundary=x\r\n",
    "Content-Type: text/plain\r\n",
    "",
  ];
  const heads = ["/login", "/intake", "/board/map/import", "/projects/new"].flatMap((path) =>
    types.map((type) =>
      head(server.origin, path, `${type}${cookie}Content-Length: ${1_600 * piece.length}\r\n`),
    ),
  );
  const answers: Said[] = [];
  for (let round = 0; round < 20; round++)
    answers.push(
      ...(await Promise.all(
        heads.map((each) => said(server.origin, [each, ...Array.from({ length: 1_600 }, () => piece)])),
      )),
    );
  return refusedIn(answers);
}

/**
 * One byte a second: headers are cut off after ten seconds and a short form after fifteen, give or take
 * Node's looking round.
 */
async function slowSenders(server: Built): Promise<Found> {
  const endless = function* (first: string, byte: string) {
    yield first;
    for (;;) yield byte;
  };
  const host = new URL(server.origin).host;
  const headers = Array.from({ length: connections }, () =>
    said(server.origin, endless(`GET /login HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `, "a"), 1_000),
  );
  const bodies = Array.from({ length: connections }, () =>
    said(
      server.origin,
      endless(head(server.origin, "/login", `${urlencoded}Content-Length: 9000\r\n`), "a"),
      1_000,
    ),
  );
  const [first, second] = [await Promise.all(headers), await Promise.all(bodies)];
  const cut = (answers: readonly Said[], limitMs: number) =>
    answers.filter(({ status, closedMs }) => status === 408 && closedMs < limitMs + 4_000).length;
  const most = (answers: readonly Said[]) =>
    (Math.max(...answers.map(({ closedMs }) => closedMs)) / 1000).toFixed(1);
  const [cutHeaders, cutBodies] = [cut(first, 10_000), cut(second, 15_000)];
  return {
    words: `headers: ${cutHeaders} of ${connections} cut off with 408, the last after ${most(first)} s; bodies: ${cutBodies} of ${connections}, the last after ${most(second)} s`,
    isWell: cutHeaders === connections && cutBodies === connections,
  };
}

/** Guesses at accounts that there are, and at names that nobody has. */
async function guessing(server: Built, count: number): Promise<Found> {
  const names = ["lianhua", "xinmin", "office", "leader", "auditor", "admin", "nobody", "root"];
  const before = rowsOf(server.file);
  const answers: Said[] = [];
  let next = 0;
  const one = async () => {
    while (next < count) {
      const at = next++;
      const body = new URLSearchParams({
        username: at % 16 < 8 ? (names[at % 8] as string) : `someone-${at}`,
        password: `guess-${at}`,
      }).toString();
      answers.push(
        await said(server.origin, [
          head(
            server.origin,
            "/login",
            `${urlencoded}Content-Length: ${body.length}\r\nConnection: close\r\n`,
          ) + body,
        ]),
      );
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, one));
  const seconds = (performance.now() - began) / 1000;
  const all = differences(before, rowsOf(server.file)).filter(({ table }) => table !== "setting");
  const events = all.filter(({ table }) => table === "audit_event").length;
  const unanswered = answers.filter(
    ({ status }) => status !== 303 && !refusals.includes(status) && status !== 503,
  ).length;
  // Ten guesses an account are really tried, two at a time; what is beyond them is refused before anything
  // costly is done.
  const slowest = Math.max(
    ...answers.filter(({ text }) => /refused=throttled/.test(text)).map(({ firstMs }) => firstMs),
    0,
  );
  // Ten wrong guesses an account, each an event, and the first refusal of each window; names that nobody has
  // share one of each kind.
  const most = names.length * 12 * Math.ceil(seconds / 900 + 1);
  return {
    words: `${answers.length} answered in ${seconds.toFixed(0)} s, ${unanswered} otherwise than with a refusal, the slowest beyond the quota ${slowest.toFixed(0)} ms; the trail grew by ${events} events; written: ${inWords(all)}`,
    isWell: unanswered === 0 && events <= most && slowest < 1_000,
  };
}

/**
 * The same body to a server of Node's own that nothing stands in front of, and that reads a form as the
 * framework does.
 */
async function withoutGuard(): Promise<{ words: string; isRed: boolean }> {
  const bare = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    response.end(String(new URLSearchParams(body).size));
  });
  bare.listen(0, "127.0.0.1");
  await new Promise((listening) => bare.once("listening", listening));
  const origin = `http://localhost:${(bare.address() as AddressInfo).port}`;
  const body = "a&".repeat(100_000); // a tenth, and a hundredth of the time
  const answer = await said(origin, [
    head(origin, "/login", `${urlencoded}Content-Length: ${body.length}\r\n`),
    body,
  ]);
  const large = await said(origin, [
    head(origin, "/login", "Transfer-Encoding: chunked\r\n"),
    "5\r\na&a&a\r\n0\r\n\r\n",
  ]);
  bare.close();
  bare.closeAllConnections();
  const isRed = !refusals.includes(answer.status) && !refusals.includes(large.status);
  return {
    words: `a bare server takes a tenth of it: ${answer.status} after ${answer.firstMs.toFixed(0)} ms, and chunks: ${large.status}`,
    isRed,
  };
}
