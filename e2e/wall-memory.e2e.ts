import type { CDPSession, Page } from "@playwright/test";
import { expect, test } from "./app.ts";

// A wall runs for days. Updates and hours of turning scenes go through the page's own code: its handler of
// events, its questions, its timers; only what the network answers is made up here, and the clock is the
// test's. PROOF_UPDATES=10000 is a day of six hours; PROOF_LEAK=1 makes the page keep a node of each update,
// which must be found.

const updates = Number(process.env.PROOF_UPDATES ?? 2_500);
const rounds = 40;
const hours = (6 * updates) / 10_000;
const leaks = process.env.PROOF_LEAK === "1";
const settled = 500; // by then everything that is made once has been made

/**
 * What the page's network says: a stream that tells versions, and data that is another one at each question.
 */
function makeUpNetwork({ first, leaks }: { first: string; leaks: boolean }) {
  const whole = JSON.parse(first);
  const shown = { ...whole, towns: whole.towns.slice(0, 2) }; // fewer tiles to draw ten thousand times, of every kind of thing some
  const streams = new Set<EventTarget>();
  const held: Node[] = [];
  let version = 0;
  class Stream extends EventTarget {
    constructor() {
      super();
      streams.add(this);
    }
    close() {
      streams.delete(this);
    }
  }
  const answer = () => {
    // Names, figures and the number of reds change, as they do in a day of reporting.
    const reds = shown.reds.slice(version % 7).map((red: { id: number; why: string }) => ({
      ...red,
      id: red.id + (version % 5),
      why: `${red.why} ${version}`,
    }));
    return new Response(
      JSON.stringify({ ...shown, version: `v${version}`, title: `挂图 ${version}`, reds }),
      { headers: { etag: `"${version}"` } },
    );
  };
  const page = window as unknown as Record<string, unknown>;
  page.EventSource = Stream;
  page.fetch = async () => answer();
  page.streams = () => streams.size;
  page.tell = async (count: number) => {
    for (let told = 0; told < count; told++) {
      version += 1;
      if (leaks) held.push(document.createElement("p"));
      const data = JSON.stringify({ version: `v${version}`, build: shown.build, now: shown.now });
      for (const stream of streams) stream.dispatchEvent(new MessageEvent("version", { data }));
      while (document.querySelector("main")?.dataset.version !== `v${version}`) {
        await new Promise<void>((resolve) => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve(channel.port1.close());
          channel.port2.postMessage(null);
        });
      }
    }
  };
}

test.use({ trace: "off" }); // ten thousand pictures of it would weigh more than the page

async function weigh(page: Page, devtools: CDPSession) {
  await page.keyboard.press("Home"); // every weighing sees the same scene
  await expect(page.locator(".wall-which")).toContainText("第 1/");
  for (let turn = 0; turn < 3; turn++) await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return {
    heapKb: Math.round(of("JSHeapUsedSize") / 1024),
    nodes: of("Nodes"),
    listeners: of("JSEventListeners"),
  };
}

test("thousands of updates and hours of turning leave memory flat", async ({ signIn }) => {
  test.slow();
  const wall = await signIn("leader", { viewport: { width: 480, height: 270 }, reducedMotion: "reduce" });
  const { page } = wall;
  const data = await (await page.request.get("/wall/data")).text();
  await page.clock.install();
  await page.addInitScript(makeUpNetwork, { first: data, leaks });
  await wall.open("/wall");
  await expect(page.locator(".wall-which")).toContainText("第 1/");
  // All is made and replaced, but not painted each time.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".wall-pane { display: none !important }");
    document.adoptedStyleSheets.push(sheet);
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const tell = (count: number) =>
    page.evaluate(
      (many) => (window as unknown as { tell: (count: number) => Promise<void> }).tell(many),
      count,
    );

  await tell(settled);
  await page.clock.runFor(20 * 60_000);
  const before = await weigh(page, devtools);
  for (let round = 0; round < rounds; round++) {
    await tell((updates - settled) / rounds);
    await page.clock.runFor((hours * 3_600_000) / rounds);
  }
  const after = await weigh(page, devtools);
  test.info().annotations.push({ type: "memory", description: JSON.stringify({ before, after }) });

  await expect(page.locator("main")).toHaveAttribute("data-version", /^v\d+$/);
  expect(
    await page.evaluate(() => (window as unknown as { streams: () => number }).streams()),
    "one stream at most",
  ).toBeLessThanOrEqual(1);
  expect(after.heapKb - before.heapKb, JSON.stringify({ before, after })).toBeLessThan(1024);
  expect(after.nodes - before.nodes, JSON.stringify({ before, after })).toBeLessThan(200);
  expect(after.listeners - before.listeners, JSON.stringify({ before, after })).toBeLessThan(10);
});
