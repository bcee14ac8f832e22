import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "@playwright/test";
import { detectorIn, findingsIn } from "./detector.ts";
import type { ScriptPayload } from "./script-payloads.ts";

// The control of A5: the same texts on pages that put them where they go as they are, watched in the same
// way.

const places: ((text: string) => string)[] = [
  (text) => `<p>${text}</p>`,
  (text) => `<style>@keyframes spin{}</style><input value="${text}">`,
  (text) => `<style>@keyframes spin{}</style><input value='${text}'>`,
  (text) => `<a href="${text.replaceAll('"', "")}">x</a>`,
  (text) => `<script>var x = "${text}"</script>`,
  (text) => `<script>var x = '${text}'</script>`,
  (text) => `<script>var x = \`${text}\`</script>`,
  (text) => `<style>${text}</style>`,
  (text) => `<textarea>${text}</textarea>`,
  (text) => `<title>${text}</title>`,
  (text) => `<!-- ${text} -->`,
];

/** How many of the texts that run were seen to run, and how many were noticed at all. */
export async function controlled(browser: Browser, payloads: readonly ScriptPayload[]) {
  const server = createServer((request, response) => {
    const [, place, number] = (request.url ?? "").split("/").map(Number);
    const payload = payloads.find((each) => each.number === number);
    if (!payload || place === undefined) return void response.writeHead(404).end();
    response
      .writeHead(200, { "content-type": "text/html; charset=utf-8" })
      .end(`<!doctype html><body>${places[place]?.(payload.text)}`);
  });
  const origin = await listening(server);
  const context = await browser.newContext();
  const detector = await detectorIn(context, origin);
  const runnable = payloads.filter(({ runs }) => runs);
  let [found, ran] = [0, 0];
  const missed: string[] = [];
  for (const { number, text } of runnable) {
    let noticed = false;
    let hasRun = false;
    for (let place = 0; place < places.length && !hasRun; place++) {
      const page = await context.newPage(); // what was pressed on the one before may still be leading elsewhere
      await page.goto(`${origin}/${place}/${number}`).catch(() => undefined); // a text may lead elsewhere by itself
      await touch(page);
      await detector.look(page);
      await page.close();
      const findings = detector.found();
      noticed ||= findingsIn(findings) > 0;
      hasRun = findings.ran.has(number);
    }
    if (noticed) found++;
    if (hasRun) ran++;
    else missed.push(text);
  }
  if (missed.length > 0)
    console.log(`control: did not run: ${missed.map((text) => JSON.stringify(text)).join("  ")}`);
  await context.close();
  server.close();
  server.closeAllConnections();
  return { runnable: runnable.length, found, ran };
}

/** As a reader would: presses what can be pressed. */
async function touch(page: Page): Promise<void> {
  await page
    .evaluate(async () => {
      for (const element of document.querySelectorAll<HTMLElement>("a, button, input[type=submit]"))
        element.click();
      await new Promise((settled) => setTimeout(settled, 30));
    })
    .catch(() => undefined); // it has gone where the text sent it
}

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
