import AxeBuilder from "@axe-core/playwright";
import {
  type Browser,
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
} from "@playwright/test";

import { demonstration, founded } from "../playwright.config.ts";

export { expect };

/**
 * Two readings agree once no other story has written between one reading and the next; where they never do,
 * they differ.
 */
export const agree = (read: (timeout: number) => Promise<void>) =>
  expect(() => read(3_000)).toPass({ timeout: 90_000 });

/** The demonstration's accounts (README). */
export type Account = "lianhua" | "xinmin" | "office" | "leader" | "auditor" | "admin" | "security";
const password = "guatu-demo";

/** A person at a screen, in the words of their day. */
export class Person {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async signIn(username: string, secret = password, origin = "") {
    await this.page.goto(`${origin}/login`);
    await this.page.locator("#username").fill(username);
    await this.page.locator("#password").fill(secret);
    await this.page.locator("#password").press("Enter");
    await this.page.waitForURL((url) => !url.pathname.startsWith("/login"));
  }

  open = (path: string) => this.page.goto(path);
  heading = (): Locator => this.page.getByRole("heading", { level: 1 });
  /** The one line that says how a page is seen. */
  view = (): Locator => this.page.locator(".view-panel > summary");
  /** Follows a link of what the page can do besides. */
  async besides(name: string) {
    await this.page
      .locator(".menu > summary", { hasText: /更多|More/ })
      .filter({ visible: true })
      .click();
    await this.page.locator(".menu[open]").getByRole("link", { name }).click();
  }
  /** The cell of a village and an account in the month's grid, by its code. */
  incomeCell = (village: string, account: string): Locator =>
    this.page.getByLabel(new RegExp(`^${village} ${account} `));

  /** Types one amount of a month into the grid and saves it. */
  async postIncome(amount: string, at: { month: string; village: string; account: string }) {
    await this.open(`/income?month=${at.month}`);
    await this.incomeCell(at.village, at.account).fill(amount);
    await this.page
      .getByRole("main")
      .getByRole("button", { name: /保存本月收入|Save this month/ })
      .click();
    await expect(this.done()).toBeVisible();
  }

  /** Fills a form's fields by their names. A choice takes its value, or what its label says in every language. */
  async fill(fields: Record<string, string>) {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.page.locator(`[name="${name}"]`);
      if ((await field.evaluate((element) => element.tagName)) === "SELECT") {
        const labelled = field.locator("option", { hasText: value });
        const isLabel = (await labelled.count()) === 1;
        await field.selectOption(isLabel ? await labelled.getAttribute("value") : value);
      } else await field.fill(value);
    }
  }

  /** Reports a project's month: its progress in percent, and why it is late where it is. */
  async report(project: string, month: string, given: { progress: string; delayReason?: string }) {
    await this.open(`${project}/report?month=${month}`);
    await this.fill(given);
    await this.page.locator("main form button.button-primary[type=submit]").last().click();
    await this.page.waitForURL(/done=saved/);
  }

  /** Files the open month of a town, whose page this is, though not all of it is there. */
  async submitMonth() {
    await this.page.getByLabel("尚未报齐，确认就这样提交").check();
    await this.page.getByRole("main").getByRole("button", { name: "提交月报" }).click();
    await expect(this.done()).toContainText("月报已提交");
  }

  /** The light that everybody sees of a project: its shape and its name, e.g. "■ 滞后". */
  async expectLight(project: string, light: string) {
    await this.open(project);
    await expect(this.page.getByRole("main")).toContainText(light);
  }

  done = (): Locator => this.page.getByRole("status").filter({ hasText: "✓" });

  /** Nothing on the page is wider than the screen. */
  async expectFits() {
    const over = await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(over, `${this.page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
  }

  /**
   * axe finds nothing, once the page that was followed to is there: between two pages there is a moment
   * without a title.
   */
  async expectAccessible() {
    await expect(async () => {
      const { violations } = await new AxeBuilder({ page: this.page }).setLegacyMode().analyze();
      expect(
        violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join("; ")}`),
        this.page.url(),
      ).toEqual([]);
    }).toPass({ timeout: 30_000 });
  }
}

type Shared = {
  /** The session of each account that a story of this worker signed in with: the next one goes on with it. */
  sessions: Map<Account, Awaited<ReturnType<BrowserContext["cookies"]>>>;
};
type Fixtures = {
  /**
   * A person of an account in a browser of their own, signed in and on no page yet; what the browser
   * complains of fails the test.
   */
  signIn: (account: Account, options?: Parameters<Browser["newContext"]>[0]) => Promise<Person>;
  /** Somebody not signed in. */
  stranger: (options?: Parameters<Browser["newContext"]>[0]) => Promise<Person>;
};

// What a browser says of itself and of a connection that a test cuts on purpose.
const expected = [
  /Failed to load resource: the server responded with a status of 40[134]/,
  /net::ERR_INTERNET_DISCONNECTED/,
  /Download the React DevTools/,
];
/** A server of a story's own goes while pages are open and ask it on; the two that all share do not. */
const isOfServerGone = (complaint: string) =>
  /net::ERR_CONNECTION_(REFUSED|RESET)/.test(complaint) &&
  ![demonstration, founded].some((origin) => complaint.startsWith(origin));

export const test = base.extend<Fixtures, Shared>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its first parameter
  sessions: [({}, use) => use(new Map()), { scope: "worker" }],
  stranger: async ({ browser, contextOptions }, use) => {
    const complaints: string[] = [];
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, ...options });
      contexts.push(context);
      // Of every page of theirs, those that open in a window of their own too.
      context.on("console", (message) => {
        const complaint = `${message.page()?.url()}: ${message.text()}`;
        if (
          message.type() === "error" &&
          !expected.some((each) => each.test(complaint)) &&
          !isOfServerGone(complaint)
        )
          complaints.push(complaint);
      });
      context.on("weberror", (error) => complaints.push(`${error.page()?.url()}: ${error.error().message}`));
      return new Person(await context.newPage());
    });
    // A page left open goes on asking the server, and its context would be traced to the end of the run.
    for (const context of contexts) await context.close();
    expect(complaints, "the browser's console").toEqual([]);
  },
  signIn: async ({ stranger, sessions }, use) => {
    await use(async (account, options) => {
      const person = await stranger(options);
      const context = person.page.context();
      const session = sessions.get(account);
      if (session) await context.addCookies(session);
      else {
        await person.signIn(account);
        sessions.set(
          account,
          (await context.cookies()).filter(({ name }) => name === "guatu_session"),
        );
        await person.page.goto("about:blank");
      }
      return person;
    });
  },
});
