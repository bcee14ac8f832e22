// RELIABILITY A5: texts that are scripts, in every text of the product, on every page, export and print, in a
// real Chromium.
import { randomUUID } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import Database from "better-sqlite3";
import config from "../playwright.config.ts";
import { controlled } from "./bare-page.ts";
import { type Built, builtServer, demonstrationIn } from "./built.ts";
import { detectorIn, type Findings, findingsIn } from "./detector.ts";
import { type Field, type Form, formsIn, isActions, sent } from "./forms.ts";
import { filled } from "./hostile-payloads.ts";
import { infest } from "./infested.ts";
import { addressesOf, sampleOf } from "./pages.ts";
import { conclude } from "./result.ts";
import { type ScriptPayload, scriptKinds, scriptPayloads } from "./script-payloads.ts";

const perBatch = 120;
const roles = ["office", "leader", "lianhua", "admin", "auditor"];
const languages = ["zh-CN", "en"];

export async function prove([count = "999", port = "4360"]: string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "guatu-proof-"));
  const browser = await chromium.launch(config.use?.launchOptions);
  const tally = new Tally();
  try {
    const payloads = scriptPayloads(Number(count));
    const at = { port: Number(port), folder };
    const database = await writtenByForms(
      { ...at, name: "forms", database: await demonstrationIn(folder) },
      payloads,
      tally,
    );
    const doors = new Map<string, string[]>();
    for (let batch = 0; batch * perBatch < payloads.length; batch++) {
      const began = performance.now();
      const some = payloads.slice(batch * perBatch, (batch + 1) * perBatch);
      const file = join(folder, `batch-${batch}.db`);
      copyFileSync(database, file);
      tally.add(
        "columns",
        infest(
          file,
          some.map(({ text }) => text),
        ).columns,
        "most",
      );
      const server = await builtServer({ ...at, name: `pages-${batch}`, database: file });
      try {
        await seeEverything(browser, server, { batch, tally, payloads: some, doors });
      } finally {
        await server.stop();
      }
      console.log(
        `batch ${batch + 1}, ${Math.round((performance.now() - began) / 1000)} s: ${tally.words()}`,
      );
    }
    const control = await controlled(browser, payloads);
    const ok =
      tally.faults === 0 &&
      payloads.length >= Math.min(200, Number(count)) &&
      tally.of("pages") > 0 &&
      control.found >= control.runnable * 0.9;
    return await conclude({
      name: "scripts",
      rows: [
        {
          row: "A5",
          property: "no text runs as a script",
          figure: `${payloads.length} payloads of ${scriptKinds.length} kinds; ${tally.words()}`,
          reach:
            "200 payloads × every text field, on every page, chart, export: 0 run; nonce policy and nosniff on every response",
          control: `a page that does not escape: ${control.ran} of ${control.runnable} run, ${control.found} found`,
          ok,
        },
      ],
    });
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

class Tally {
  faults = 0;
  readonly #numbers = new Map<string, number>();
  add(what: string, by = 1, how: "sum" | "most" = "sum"): void {
    const before = this.#numbers.get(what) ?? 0;
    this.#numbers.set(what, how === "sum" ? before + by : Math.max(before, by));
  }
  of = (what: string): number => this.#numbers.get(what) ?? 0;
  fault(what: string): void {
    if (++this.faults <= 20) console.log(`  FAULT ${what.slice(0, 400)}`);
  }
  findings(where: string, found: Findings): void {
    this.add("scripts run", found.ran.size);
    this.add("dialogs", found.dialogs.length);
    this.add("refused by the policy", found.refusedByPolicy.length);
    this.add("requests to elsewhere", found.outside.length);
    this.add("handlers in a document", found.inDocument.length);
    if (findingsIn(found) > 0) this.fault(`${where}: ${JSON.stringify({ ...found, ran: [...found.ran] })}`);
  }
  words = (): string =>
    `${[...this.#numbers].map(([what, number]) => `${what}: ${number}`).join(", ")}; faults: ${this.faults}`;
}

/**
 * Writes the texts through every form that a role finds on a page.
 * @returns the database, which no server holds any more
 */
async function writtenByForms(
  at: Parameters<typeof builtServer>[0],
  payloads: readonly ScriptPayload[],
  tally: Tally,
): Promise<string> {
  const server = await builtServer(at);
  const file = join(at.folder, `${at.name}.db`);
  let turn = 0;
  const said = (field: Field): string | File | null => {
    if (field.name === "key") return randomUUID();
    if (field.kind === "file")
      return new File(
        [`村（居）,${textsFor(payloads, ++turn, 200)}\n${textsFor(payloads, ++turn, 400)},1\n`],
        `${textsFor(payloads, ++turn, 60)}.csv`,
      );
    const isText =
      field.kind === "text" &&
      ["text", "textarea", "search"].includes(field.type) &&
      filled({ ...field, value: "" }) === "文字";
    return isText ? textsFor(payloads, ++turn, field.most ?? 60) : filled(field);
  };
  try {
    for (const role of roles) {
      const cookie = await server.signIn(role);
      for (const path of new Set(Object.values(addressesOf(sampleOf(server.file))).flat())) {
        const { text } = await server.ask(path, { headers: { cookie, accept: "text/html" } });
        const forms = formsIn(text, path).filter(({ fields }) =>
          fields.some((field) => !isActions(field) && ["text", "file"].includes(field.kind)),
        );
        for (const form of forms.filter(isNoPassword).slice(0, 8))
          await post(server, cookie, form, said, tally);
      }
    }
    await keptApart(server.file, file);
    return file;
  } finally {
    await server.stop();
  }
}

/** A copy of a database that a server is writing to. */
async function keptApart(from: string, to: string): Promise<void> {
  const db = new Database(from, { readonly: true });
  await db.backup(to);
  db.close();
}

const isNoPassword = ({ fields }: Form): boolean =>
  !fields.some(({ type, name }) => type === "password" || name === "disabled");

async function post(
  server: Built,
  cookie: string,
  form: Form,
  said: (field: Field) => string | File | null,
  tally: Tally,
): Promise<void> {
  const answer = await server.ask(form.path, {
    method: "POST",
    headers: { cookie, accept: "text/html" },
    body: sent(form, said),
  });
  tally.add("forms posted");
  if (answer.status === 303) tally.add("forms taken");
  if (answer.status >= 500) tally.fault(`${form.path} answered ${answer.status}`);
  if (hasRaw(answer.text)) tally.fault(`${form.path} gave a form back as it came`);
}

/** As many of the texts as fit, another one first each time. */
function textsFor(payloads: readonly ScriptPayload[], turn: number, most: number): string {
  let text = "";
  for (let at = 0; at < payloads.length; at++) {
    const next = payloads[(turn + at) % payloads.length]?.text ?? "";
    if (text.length + next.length + 1 <= most) text += `${text && " "}${next}`;
  }
  return text;
}

/** A tag of ours as it was written, anywhere in what the server sent but in the quotes of an attribute. */
const hasRaw = (html: string): boolean => /<[a-z/!][^<>]*canary\(/i.test(html.replace(/="[^"]*"/g, ""));

/** `doors`: who may open each page, once that is known. */
type Seeing = {
  batch: number;
  tally: Tally;
  payloads: readonly ScriptPayload[];
  doors: Map<string, string[]>;
};

async function seeEverything(browser: Browser, server: Built, seeing: Seeing): Promise<void> {
  const cookies = new Map<string, string>();
  for (const role of roles) cookies.set(role, await server.signIn(role));
  for (const role of ["office", "auditor"])
    await downloads(server, { role, cookie: cookies.get(role) ?? "", ...seeing });
  await reflected(server, cookies.get("office") ?? "", seeing);
  const paths = [...new Set(Object.values(addressesOf(sampleOf(server.file))).flat())];
  const { doors } = seeing;
  for (const path of paths.filter((each) => !doors.has(each))) {
    const answers = await Promise.all(
      roles.map((role) => server.ask(path, { headers: { cookie: cookies.get(role) ?? "" } })),
    );
    const opens = roles.filter((_, at) => answers[at]?.status === 200);
    doors.set(path, opens);
    if (opens.length === 0 && !path.startsWith("/login")) console.log(`  nobody opens ${path}`);
  }
  for (const role of roles) {
    // Each page by one who may open it, another one in each batch.
    const isTheirs = (opens: readonly string[]) => opens[seeing.batch % Math.max(1, opens.length)] === role;
    await seen(browser, server, {
      role,
      paths: paths.filter((path) => isTheirs(doors.get(path) ?? [])),
      ...seeing,
    });
  }
  await seen(browser, server, { role: "", paths: ["/login", "/login?refused=wrong"], ...seeing });
}

async function seen(
  browser: Browser,
  server: Built,
  { role, paths, batch, tally, payloads }: Seeing & { role: string; paths: readonly string[] },
) {
  const language = languages[batch % languages.length] as string;
  const context = await browser.newContext({
    locale: language,
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1440, height: 900 },
  });
  const detector = await detectorIn(context, server.origin);
  const pairs =
    role === ""
      ? []
      : (await server.signIn(role)).split("; ").map((pair) => pair.split(/=(.*)/s) as [string, string]);
  await context.addCookies(pairs.map(([name, value]) => ({ name, value, url: server.origin })));
  context.on("response", (response) => {
    if (!response.url().startsWith(server.origin)) return;
    const fault = headerFault(
      new Headers(response.headers()),
      response.request().resourceType() === "document",
    );
    tally.add("responses");
    if (fault) tally.fault(`${response.url()}: ${fault}`);
  });
  const page = await context.newPage();
  const asked = encodeURIComponent(payloads[batch % payloads.length]?.text ?? "");
  for (const path of [
    ...paths,
    `/projects?q=${asked}`,
    `/villages?search=${asked}`,
    `/verify?from=${asked}`,
  ]) {
    await page.goto(`${server.origin}${path}`, { waitUntil: "load", timeout: 120_000 });
    await page.evaluate(openEverything);
    for (const mark of (
      await page.locator("main svg [tabindex], main svg path, main .recharts-wrapper").all()
    ).slice(0, 3))
      await mark.hover({ force: true, timeout: 500 }).catch(() => undefined);
    await page.evaluate(() => new Promise((settled) => setTimeout(settled, 100)));
    await detector.look(page);
    tally.add("pages");
    tally.findings(`${role || "nobody"} ${path}`, detector.found());
    if (hasRaw(await (await context.request.get(`${server.origin}${path}`)).text()))
      tally.fault(`${path} holds a tag as it was written`);
  }
  await context.close();
}

/** Runs in the page. */
function openEverything(): void {
  for (const element of document.querySelectorAll("details")) element.open = true;
}

/** What an answer lacks of the headers that keep a browser strict. */
function headerFault(headers: Headers, isDocument: boolean): string | null {
  const policy = headers.get("content-security-policy") ?? "";
  if (headers.get("x-content-type-options") !== "nosniff") return "no nosniff";
  if (policy === "") return "no policy";
  if (!isDocument || /^default-src 'none'/.test(policy)) return null;
  if (
    !/script-src 'self' 'nonce-[0-9a-f]{32}' 'strict-dynamic';/.test(policy) ||
    /script-src[^;]*'unsafe-/.test(policy)
  )
    return `policy: ${policy}`;
  return null;
}

const filesOf = (kinds: readonly string[], query = "") =>
  kinds.flatMap((kind) => ["csv", "xlsx"].map((format) => `/api/v1/export/${kind}.${format}${query}`));

/** Exports hold texts as text, and paper holds nothing that acts. */
async function downloads(
  server: Built,
  { role, cookie, tally }: Seeing & { role: string; cookie: string },
): Promise<void> {
  const sample = sampleOf(server.file);
  const prints = [
    "board?size=A3",
    "monthly?month=2016-11&size=A3",
    "poster?size=A3",
    `village/${sample.village}`,
    `project/${sample.project}`,
  ];
  const office = [
    ...filesOf(["projects", "income", "funding"], `?node=${sample.town}`),
    ...filesOf(["exceptions", "monthly"]),
    ...prints.map((print) => `/print/${print}`),
    "/api/v1/projects",
    "/api/v1/villages",
    "/api/v1/board",
    "/wall/data",
  ];
  for (const path of role === "office" ? office : filesOf(["audit"])) {
    const answer = await fetch(`${server.origin}${path}`, { headers: { cookie } });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const fault =
      headerFault(answer.headers, false) ??
      (answer.status >= 500 ? `status ${answer.status}` : null) ??
      (answer.ok ? await actingIn(path, bytes, answer.headers) : null);
    if (answer.ok) tally.add("files");
    if (fault) tally.fault(`${path}: ${fault}`);
  }
}

async function actingIn(path: string, bytes: Buffer, headers: Headers): Promise<string | null> {
  const type = headers.get("content-type") ?? "";
  if (/html/.test(type)) return hasRaw(bytes.toString()) ? "a tag as it was written" : null;
  if (type.startsWith("application/pdf")) return actingInPdf(bytes.toString("latin1"));
  if (path.includes(".xlsx")) return formulaIn(bytes);
  if (path.includes(".csv")) return /(^|[\n,]"?)[=@\t＝＋－＠]/m.exec(bytes.toString().slice(1))?.[0] ?? null;
  return null;
}

/** Outside of its streams, which are packed bytes, and its strings. */
const actingInPdf = (text: string): string | null =>
  /\/(JavaScript|JS|OpenAction|Launch|URI|AA|SubmitForm)\b/.exec(
    text.replace(/stream\r?\n.*?endstream/gs, "").replace(/\([^)]*\)/g, ""),
  )?.[0] ?? null;

async function formulaIn(bytes: Buffer): Promise<string | null> {
  const { default: exceljs } = await import("exceljs");
  const book = new exceljs.Workbook();
  await book.xlsx.load(bytes as never);
  let found: string | null = null;
  book.eachSheet((sheet) =>
    sheet.eachRow((row) =>
      row.eachCell((cell) => (found = cell.formula || cell.hyperlink ? `${cell.address} acts` : found)),
    ),
  );
  return found;
}

const light = [
  "/find?q=",
  "/verify?from=",
  "/login?next=",
  "/login?refused=",
  "/no/such/",
  "/exports?kind=",
  "/account?done=",
];
const heavy = [
  "/projects?q=",
  "/villages?search=",
  "/board?node=",
  "/board?year=",
  "/funding/postings?from=",
  "/projects?light=",
  "/intake?kind=",
  "/rules/new?source=",
];

/** What stands in an address comes back as text. */
async function reflected(server: Built, cookie: string, { tally, payloads }: Seeing): Promise<void> {
  for (const { text, number } of payloads)
    for (const path of [...light, heavy[number % heavy.length]]) {
      const answer = await server.ask(`${path}${encodeURIComponent(text)}`, { headers: { cookie } });
      tally.add("addresses");
      const fault =
        headerFault(answer.headers, false) ?? (answer.status >= 500 ? `status ${answer.status}` : null);
      if (fault) tally.fault(`${path}${text}: ${fault}`);
      if (/html/.test(answer.headers.get("content-type") ?? "") && hasRaw(answer.text))
        tally.fault(`${path} gave ${text} back as it came`);
      const location = answer.headers.get("location");
      if (location !== null && new URL(location, server.origin).origin !== server.origin)
        tally.fault(`${path}${text} leads to ${location}`);
    }
}
