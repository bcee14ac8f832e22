import { createHash } from "node:crypto";
import { headers } from "next/headers";
import { cached } from "#lib/audit/queries/cache.ts";
import { today } from "#lib/core/context.ts";
import { front } from "#lib/core/front.ts";
import { sessionContext } from "../session/session.ts";
import { closedFor } from "../session/writing-closed.ts";

// The pages that next.config.ts lists are sent here first (decision 0016). Rendering a board takes as long as
// rendering twenty empty pages, and in a meeting it is looked at again and again while nothing is recorded:
// what was sent is kept and sent again.

/** A page as it was sent; `pieces` are what stands between its nonces. */
type Page = { status: number; headers: [string, string][]; pieces: Buffer[] };

/** A page that must be made each time: a redirect, a refusal, or one with a form that is to be saved once. */
class Passing extends Error {
  readonly page: Page;
  constructor(page: Page) {
    super("Not a page to keep");
    this.page = page;
  }
}

/** Says that the page itself is meant. Whoever sends it gets the page made anew, and no more. */
const anew = "x-anew";

/** The page that was asked for, kept for this session until anything is recorded or the day ends. */
export async function cachedPage(): Promise<Response> {
  const asked = await headers();
  if (asked.has(anew)) return new Response(null, { status: 404 }); // its own question came back: what was asked for is no page to keep
  const path = asked.get("x-path") ?? "/";
  const from = {
    cookie: asked.get("cookie") ?? "",
    "accept-language": asked.get("accept-language") ?? "",
    "x-forwarded-proto": asked.get("x-forwarded-proto") ?? "http",
  };
  const ctx = await sessionContext(); // asked at each request: who was signed out, disabled or moved gets nothing that was kept
  const session = createHash("sha256").update(JSON.stringify(from)).digest("hex");
  const make = async () => {
    const page = await pageAnew(path, from);
    if (page.status !== 200 || page.pieces.some((piece) => piece.includes('name="key"')))
      throw new Passing(page);
    return page;
  };
  const page = await (ctx
    ? cached(ctx.db, ["page", path, session, ctx.actor, today(ctx), await closedFor()], make, bytesOf)
    : make()
  ).catch((error) => {
    if (error instanceof Passing) return error.page;
    throw error;
  });
  const nonce = Buffer.from(asked.get("x-nonce") ?? "");
  const body = Buffer.concat(page.pieces.flatMap((piece, at) => (at === 0 ? [piece] : [nonce, piece])));
  return new Response(page.status === 304 ? null : body, { status: page.status, headers: page.headers });
}

async function pageAnew(path: string, from: Record<string, string>): Promise<Page> {
  const server = front();
  if (!server) throw new Error("Kept pages are asked for through the server in front, and there is none");
  const answer = await fetch(`${server.innerDoor}${path}`, {
    headers: { ...from, [anew]: server.innerKey, "accept-encoding": "identity" },
    redirect: "manual",
    cache: "no-store",
  });
  const nonce = /'nonce-(\w+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1] ?? "";
  return {
    status: answer.status,
    headers: ["content-type", "cache-control", "vary", "location"].flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as [string, string]];
    }),
    pieces: split(Buffer.from(await answer.arrayBuffer()), nonce),
  };
}

const bytesOf = ({ pieces }: Page): number => pieces.reduce((sum, piece) => sum + piece.length, 0);

function split(body: Buffer, nonce: string): Buffer[] {
  if (nonce === "") return [body];
  const pieces: Buffer[] = [];
  let from = 0;
  for (let at = body.indexOf(nonce); at !== -1; at = body.indexOf(nonce, from)) {
    pieces.push(body.subarray(from, at));
    from = at + nonce.length;
  }
  return [...pieces, body.subarray(from)];
}
