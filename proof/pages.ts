import { readdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { root } from "./built.ts";

// Every page of the product with something to show on it.

/** Things of the demonstration that pages are about. */
export type Sample = Record<
  "project" | "village" | "person" | "posting" | "income" | "receipt" | "meeting" | "intake" | "screen",
  number
> & {
  town: string;
  exported: number;
  exceptions: string[];
};

const lianhua = "350212105000";

/** Of 莲花镇, whose clerk may change most of it. */
export function sampleOf(file: string): Sample {
  const db = new Database(file, { readonly: true });
  const one = (statement: string) => Number(db.prepare(statement).pluck().get() ?? 1);
  const town = one(`SELECT id FROM division WHERE code = '${lianhua}'`);
  const ofTown = `project_id IN (SELECT id FROM project WHERE town_id = ${town})`;
  try {
    return {
      town: lianhua,
      project: one(
        `SELECT id FROM project WHERE town_id = ${town} AND ended_on IS NULL AND same_as_id IS NULL ORDER BY id DESC`,
      ),
      village: one(`SELECT id FROM division WHERE parent_id = ${town} ORDER BY id`),
      person: one("SELECT id FROM person WHERE username = 'xinmin'"),
      posting: one(`SELECT id FROM funding_posting WHERE ${ofTown} AND reverses_id IS NULL ORDER BY id DESC`),
      income: one(
        `SELECT id FROM income_posting WHERE village_id IN (SELECT id FROM division WHERE parent_id = ${town}) ORDER BY id DESC`,
      ),
      receipt: one(
        "SELECT id FROM income_receipt WHERE id NOT IN (SELECT receipt_id FROM income_withdrawal) ORDER BY id DESC",
      ),
      meeting: one("SELECT id FROM meeting ORDER BY id DESC"),
      intake: one("SELECT id FROM intake ORDER BY id DESC"),
      screen: one("SELECT id FROM screen ORDER BY id DESC"),
      exported: one("SELECT seq FROM audit_event WHERE verb LIKE 'export.%' ORDER BY seq DESC"),
      exceptions: db
        .prepare("SELECT kind || '?key=' || key FROM exception_act GROUP BY kind")
        .pluck()
        .all() as string[],
    };
  } finally {
    db.close();
  }
}

/** Where each page of `app/` is found. @throws for a page that has no address here */
export function addressesOf(sample: Sample): Record<string, string[]> {
  const { project, village, town } = sample;
  const variants: Record<string, string[]> = {
    "/projects/[id]/report": [`/projects/${project}/report?month=2016-12`],
    "/projects/[id]/standing": ["pause", "resume", "end", "override", "clear"].map(
      (to) => `/projects/${project}/standing?to=${to}`,
    ),
    "/projects/[id]/edit": [`/projects/${project}/edit`],
    "/projects/[id]/plan": [`/projects/${project}/plan`],
    "/villages/[id]": [`/villages/${village}`],
    "/villages/[id]/edit": [`/villages/${village}/edit`],
    "/projects/[id]": [`/projects/${project}`],
    "/villages/[id]/target": [`/villages/${village}/target?year=2017`],
    "/villages": ["/villages", `/villages?node=${town}`],
    "/admin/people/[id]": [`/admin/people/${sample.person}`],
    "/filing/[town]/[month]": [
      `/filing/${town}/2016-12`,
      `/filing/${town}/2016-11`,
      `/filing/${town}/2016-06`,
    ],
    "/filing/[town]/[month]/return": [`/filing/${town}/2016-11/return`],
    "/funding/exceptions/[kind]": sample.exceptions.map(
      (exception) => `/funding/exceptions/${encodeURI(exception)}`,
    ),
    "/funding/new": [`/funding/new?project=${project}`],
    "/funding/mode": [`/funding/mode?project=${project}`],
    "/funding/postings/[id]": [`/funding/postings/${sample.posting}`],
    "/income": ["/income?month=2016-12", "/income"],
    "/income/postings/[id]": [`/income/postings/${sample.income}`],
    "/income/receipts/[id]/withdraw": [`/income/receipts/${sample.receipt}/withdraw`],
    "/intake/[id]": [`/intake/${sample.intake}`],
    "/exports/[number]": [`/exports/${sample.exported}`],
    "/board/meetings/[id]": [`/board/meetings/${sample.meeting}`],
    "/board/meetings/[id]/minutes": [`/board/meetings/${sample.meeting}/minutes`],
    "/board": ["/board", `/board?node=${town}`],
    "/facts": ["/facts"],
  };
  const found = pagesIn().map((page) => {
    const plain = pathOf(page);
    const paths = variants[plain] ?? (plain.includes("[") ? [] : [plain]);
    if (paths.length === 0) throw new Error(`${page} has no address in proof/pages.ts.`);
    return [page, paths] as const;
  });
  return Object.fromEntries(found);
}

/** `app/(desk)/board/page`, as the build names them. */
const pagesIn = (): string[] =>
  readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `app/${file.replace(/\.tsx$/, "")}`)
    .toSorted();

export const pathOf = (page: string): string =>
  page
    .replace(/^app/, "")
    .replace(/\/\([^/]+\)/g, "")
    .replace(/\/page$/, "") || "/";
