import { randomUUID } from "node:crypto";
import Database from "better-sqlite3";
import { sizesRightField } from "#lib/income/rules/cells.ts";
import type { Answer, Built } from "./built.ts";
import { type Form, formsIn, sent } from "./forms.ts";

// Postings as a clerk makes them without scripts, each told apart by its voucher, and what became of them.

const path = "/income/new";

export type Posting = { voucher: string; key: string; fen: number; account: string };
/** `done`: the browser got its success. `refused`: it got another answer. `unknown`: it got none. */
export type Outcome = { state: "done" | "refused" | "unknown"; answer: Answer | null };

export type Clerk = { username: string; cookie: string; form: Form };

/** A clerk with the posting form open. */
export async function clerkOf(server: Built, username: string): Promise<Clerk> {
  const cookie = await server.signIn(username);
  return { username, cookie, form: await openForm(server, cookie) };
}

export async function openForm(server: Built, cookie: string): Promise<Form> {
  const { text, status } = await server.ask(path, { headers: { cookie } });
  const form = formsIn(text, path).find(({ fields }) => fields.some(({ name }) => name === "amountFen"));
  if (!form) throw new Error(`No posting form: ${status}`);
  return form;
}

export const newPosting = (voucher: string, account: string): Posting => ({
  voucher,
  key: randomUUID(),
  fen: 1 + (voucher.length % 7) * 100,
  account,
});

/** Sends a posting; the same one once more is the same submission. */
export async function post(
  server: Built,
  { cookie, form }: Clerk,
  { voucher, key, fen }: Posting,
): Promise<Outcome> {
  const body = sent(form, ({ name, kind, value, choices }) => {
    if (name === "key") return key;
    if (name === "voucher") return voucher;
    if (name === "amountFen") return (fen / 100).toFixed(2);
    if (name === "villageId" || name === "accountId") return choices.find((choice) => choice !== "") ?? "";
    if (kind === "check") return null;
    return value;
  });
  body.append(sizesRightField, "on"); // small amounts far from a village's usual ones, and meant
  try {
    const answer = await server.ask(path, { method: "POST", body, headers: { cookie } });
    return {
      state: answer.status === 303 && /done=/.test(answer.headers.get("location") ?? "") ? "done" : "refused",
      answer,
    };
  } catch {
    return { state: "unknown", answer: null };
  }
}

export type Kept = { lost: string[]; twice: string[]; half: string[]; integrity: string };

/**
 * What the database holds of postings that were acknowledged: each once, with its one event and its one key.
 * @param file it may be in use
 */
export function keptOf(file: string, acknowledged: readonly Posting[]): Kept {
  const db = new Database(file, { readonly: true });
  try {
    const column = (query: string) => db.prepare(query).pluck().all() as string[];
    // Each read once, however many were acknowledged.
    const postings = Map.groupBy(
      column("SELECT voucher || ' ' || amount_fen FROM income_posting"),
      (posting) => posting,
    );
    const payloads = column("SELECT payload FROM audit_event WHERE verb LIKE 'income.%'");
    const events = Map.groupBy(
      payloads.flatMap((payload) => [
        ...new Set(Array.from(payload.matchAll(/"voucher":"([^"]*)"/g), ([, voucher]) => voucher)),
      ]),
      (voucher) => voucher,
    );
    const kept: Kept = {
      lost: [],
      twice: [],
      half: [],
      integrity: String(db.pragma("integrity_check", { simple: true })),
    };
    if ((db.pragma("foreign_key_check") as unknown[]).length > 0) kept.integrity = "foreign keys";
    for (const { voucher, fen } of acknowledged) {
      const here = postings.get(`${voucher} ${fen}`)?.length ?? 0;
      if (here === 0) kept.lost.push(voucher);
      if (here > 1) kept.twice.push(voucher);
      if ((events.get(voucher)?.length ?? 0) !== here) kept.half.push(voucher);
    }
    return kept;
  } finally {
    db.close();
  }
}

export const isWhole = ({ lost, twice, half, integrity }: Kept): boolean =>
  lost.length + twice.length + half.length === 0 && integrity === "ok";
export const inWords = ({ lost, twice, half, integrity }: Kept): string =>
  `${lost.length} lost, ${twice.length} twice, ${half.length} half written, integrity ${integrity}`;

/** The copy of a database without one of its postings: what a comparison must notice. */
export function without(file: string, to: string, { voucher }: Posting): string {
  const db = new Database(file);
  db.prepare("VACUUM INTO ?").run(to);
  db.close();
  const copy = new Database(to);
  copy.exec("DROP TRIGGER IF EXISTS income_posting_no_delete; PRAGMA foreign_keys = OFF");
  for (const trigger of copy
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'income_posting'")
    .pluck()
    .all())
    copy.exec(`DROP TRIGGER "${trigger}"`);
  copy.prepare("DELETE FROM income_posting WHERE voucher = ?").run(voucher);
  copy.close();
  return to;
}
