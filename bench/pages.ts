import { mkdirSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "@playwright/test";
import playwright from "../playwright.config.ts";
import { answering, begin, freePort, seconds, stop } from "./clone.ts";
import { median } from "./pairs.ts";
import type { Result } from "./results.ts";
import { views } from "./views.ts";

// The framework's least: a page made at each request that says nothing.
const emptyPage = `import { headers } from "next/headers";
export default async function Page() {
  await headers();
  return <p>empty</p>;
}
`;

/** P3 and P8: the board and other signed-in pages against an empty dynamic page of the same server. */
export async function pages(clone: string): Promise<Result[]> {
  console.log("Building with an empty page beside the others…");
  mkdirSync(join(clone, "app", "empty"), { recursive: true });
  writeFileSync(join(clone, "app", "empty", "page.tsx"), emptyPage);
  const node = join(clone, "node_modules/.bin/node");
  await seconds(clone, node, "node_modules/next/dist/bin/next", "build");
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const server = begin(clone, node, ["bin/server.ts"], {
    NODE_ENV: "production",
    PORT: String(port),
    GUATU_ORIGIN: origin,
    LOG_LEVEL: "error",
  });
  server.stdout?.resume();
  try {
    await answering(server, `${origin}/api/health`);
    const cookie = await signedIn(origin);
    return [...(await throughputs(origin, cookie)), ...(await scripts(origin, cookie))];
  } finally {
    await stop(server);
  }
}

async function signedIn(origin: string): Promise<string> {
  const body = new URLSearchParams({ username: "leader", password: "guatu-demo" });
  const answer = await fetch(`${origin}/login`, {
    method: "POST",
    body,
    headers: { origin },
    redirect: "manual",
  });
  const cookie = answer.headers.getSetCookie().find((each) => each.startsWith("guatu_session="));
  if (!cookie) throw new Error(`Nobody could sign in: ${answer.status}`);
  return cookie.split(";")[0] as string;
}

const connections = 8;

/** Requests a second over eight connections for `forMs`. */
async function rate(url: string, headers: Record<string, string>, forMs: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      get(url, { agent, headers: { ...headers, "accept-encoding": "identity" } }, (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}`));
        answer.resume();
        answer.once("end", resolve);
      }).once("error", reject);
    });
  const began = performance.now();
  let answered = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() - began < forMs) {
        await ask();
        answered += 1;
      }
    }),
  );
  agent.destroy();
  return (answered * 1000) / (performance.now() - began);
}

/**
 * Every view as it is answered, and the board once more as if something were recorded before each request.
 */
async function throughputs(origin: string, cookie: string): Promise<Result[]> {
  const results: Result[] = [];
  for (const { path } of views) results.push(await throughput(origin, path, { cookie }));
  results.push({
    ...(await throughput(origin, "/board", { cookie, "x-anew": "1" })),
    what: "/board made anew at each request",
  });
  return results;
}

async function throughput(origin: string, path: string, headers: Record<string, string>): Promise<Result> {
  const row = {
    id: "P3",
    what: `${path}, signed in, requests a second at ${connections} connections`,
    floor: "an empty dynamic page of the same server",
    reach: 0.5,
    bound: "least" as const,
  };
  const { status } = await fetch(origin + path, { headers, redirect: "manual" });
  if (status !== 200) return { ...row, floorText: "–", oursText: `answered ${status}`, ratio: Number.NaN };
  for (const each of [path, "/empty"]) await rate(origin + each, headers, 2_000);
  const rounds: { ours: number; empty: number }[] = [];
  for (let round = 0; round < 5; round++) {
    rounds.push({
      empty: await rate(`${origin}/empty`, headers, 1_000),
      ours: await rate(origin + path, headers, 1_000),
    });
  }
  const empty = median(rounds.map((round) => round.empty));
  const ours = median(rounds.map((round) => round.ours));
  const ratio = median(rounds.map((round) => round.ours / round.empty));
  return { ...row, floorText: `${empty.toFixed(0)} /s`, oursText: `${ours.toFixed(0)} /s`, ratio };
}

// A page with a chart may bring the chart's library; the others may not.
const signedInPages = [
  ...views,
  { path: "/projects", reach: 60 },
  { path: "/funding", reach: 150 },
  { path: "/villages", reach: 60 },
  { path: "/facts", reach: 60 },
];

async function scripts(origin: string, cookie: string): Promise<Result[]> {
  const browser = await chromium.launch(playwright.use?.launchOptions);
  const [name = "", value = ""] = cookie.split("=");
  const weigh = async (path: string) => {
    const context = await browser.newContext();
    await context.addCookies([{ name, value, url: origin }]);
    const page = await context.newPage();
    const weights: Promise<number>[] = [];
    page.on("response", (answer) => {
      if (answer.request().resourceType() === "script")
        weights.push(answer.body().then((body) => gzipSync(body, { level: 9 }).length));
    });
    const answer = await page.goto(origin + path, { waitUntil: "networkidle" });
    if (answer?.status() !== 200) {
      console.log(`P8: ${path} answered ${answer?.status()}`);
      await context.close();
      return Number.NaN;
    }
    // What comes only when it scrolls into view counts too.
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.waitForLoadState("networkidle");
    const bytes = (await Promise.all(weights)).reduce((sum, weight) => sum + weight, 0);
    await context.close();
    return bytes / 1000;
  };
  const empty = await weigh("/empty");
  const results: Result[] = [];
  for (const { path, reach } of signedInPages) {
    const kilobytes = await weigh(path);
    results.push({
      id: "P8",
      what: `JavaScript of ${path}, gzip`,
      floor: "framework's empty page",
      floorText: `${empty.toFixed(0)} KB`,
      oursText: Number.isNaN(kilobytes) ? "not answered" : `${kilobytes.toFixed(0)} KB`,
      ratio: kilobytes - empty,
      reach,
      unit: "KB",
    });
  }
  await browser.close();
  return results;
}
