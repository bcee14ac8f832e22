import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, test as base, expect, type Locator, type Page } from "@playwright/test";

export { expect };

/** Two readings agree once no other story has written between one reading and the next; where they never do, they differ. */
export const agree = (read: (timeout: number) => Promise<void>) => expect(() => read(3_000)).toPass({ timeout: 90_000 });

/** The demonstration's accounts (README). */
export type Account = "lianhua" | "xinmin" | "office" | "leader" | "auditor" | "admin";
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
  done = (): Locator => this.page.getByRole("status").filter({ hasText: "✓" });

  /** Nothing on the page is wider than the screen. */
  async expectFits() {
    const over = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over, `${this.page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
  }

  /** axe finds nothing, once the page that was followed to has its title. */
  async expectAccessible() {
    await expect(this.page).toHaveTitle(/\S/);
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    expect(
      violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join("; ")}`),
      this.page.url(),
    ).toEqual([]);
  }
}

type Fixtures = {
  /** A signed-in person in a browser of their own; what the browser complains of fails the test. */
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

export const test = base.extend<Fixtures>({
  stranger: async ({ browser, contextOptions }, use) => {
    const complaints: string[] = [];
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, ...options });
      contexts.push(context);
      const page = await context.newPage();
      page.on("console", (message) => {
        if (message.type() === "error" && !expected.some((each) => each.test(message.text()))) complaints.push(`${page.url()}: ${message.text()}`);
      });
      page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
      return new Person(page);
    });
    // A page left open goes on asking the server, and its context would be traced to the end of the run.
    for (const context of contexts) await context.close();
    expect(complaints, "the browser's console").toEqual([]);
  },
  signIn: async ({ stranger }, use) => {
    await use(async (account, options) => {
      const person = await stranger(options);
      await person.signIn(account);
      return person;
    });
  },
});
