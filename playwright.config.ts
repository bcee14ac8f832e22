import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const systemChromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => existsSync(path),
);
const launchOptions = {
  ...(systemChromium ? { executablePath: systemChromium } : {}),
  args: [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ],
};

/** The demonstration district, and a real empty one: each a server of its own on a database of its own. */
const port = Number(process.env.STORIES_PORT ?? 3210);
export const demonstration = `http://localhost:${port}`;
export const founded = `http://localhost:${port + 1}`;

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.e2e.ts",
  outputDir: "test-results/stories",
  workers: 2,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [["list"], ["json", { outputFile: "test-results/stories.json" }]],
  use: {
    baseURL: demonstration,
    launchOptions,
    trace: "off", // a third of the work; `--trace retain-on-failure` where a failure has to be looked into
    timezoneId: "Asia/Shanghai",
    locale: "zh-CN",
    viewport: { width: 1440, height: 900 },
  },
  webServer: [
    {
      command: `node e2e/serve.ts demonstration ${port}`,
      url: `${demonstration}/api/health`,
      timeout: 600_000,
      stdout: "pipe",
    },
    {
      command: `node e2e/serve.ts founded ${port + 1}`,
      url: `${founded}/api/health`,
      timeout: 600_000,
      stdout: "pipe",
    },
  ],
});
