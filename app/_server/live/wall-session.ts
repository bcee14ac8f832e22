import { cookies } from "next/headers";
import { getLocale } from "next-intl/server";
import { type Wall, wallNode, wallOf, wallVersion } from "#lib/board/queries/wall.ts";
import { WallFilter } from "#lib/board/wall-input.ts";
import { type Ctx, today, withView } from "#lib/core/context.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { actorOfSession } from "#lib/people/store/sessions.ts";
import { actorOfScreen } from "#lib/screens/store/entry.ts";
import { problem } from "../api/problem.ts";
import { buildId } from "../session/build-id.ts";
import { database } from "../session/database.ts";
import { anonymous, clock, pendingStep, signedIn } from "../session/session.ts";
import { stopping } from "./watch.ts";

export const screenCookie = "guatu_screen";
const yearSeconds = 365 * 24 * 3600;

/** Who looks at a wall: a screen by its token, or a person who is signed in. */
export type Watcher = {
  ctx: Ctx;
  /** Is it still so? Asks the database again. */
  stands: () => Promise<boolean>;
};

/**
 * Who looks. An address that names a division is a person's, one without is a screen's, where a browser is
 * both. Null for nobody; `stopped` where a screen was revoked (or never was: the two look the same).
 */
export async function watcherOf(node: string | undefined): Promise<Watcher | "stopped" | null> {
  const [first, second] = node ? [person, screen] : [screen, person];
  const found = await first();
  return found === null ? second() : found;
}

/** Who asks one of the wall's own addresses, and for which division; or what they are answered instead. */
export async function askedBy(request: Request): Promise<{ watcher: Watcher; asked: WallFilter } | Response> {
  const last = stopping();
  if (last) return last;
  const asked = WallFilter.parse(Object.fromEntries(new URL(request.url).searchParams));
  const watcher = await watcherOf(asked.node);
  if (watcher === null || watcher === "stopped")
    return problem(401, watcher ?? "unauthorized", "This screen is not open to you");
  return { watcher, asked };
}

async function screen(): Promise<Watcher | "stopped" | null> {
  const token = (await cookies()).get(screenCookie)?.value;
  if (!token) return null;
  const db = await database();
  const ask = async () => actorOfScreen(db, token, await clock());
  const actor = await ask();
  return actor
    ? { ctx: { ...(await anonymous()), actor }, stands: async () => (await ask()) !== null }
    : "stopped";
}

async function person(): Promise<Watcher | null> {
  const present = await signedIn();
  if (!present || pendingStep(present.session) !== null) return null;
  const { ctx, token } = present;
  return { ctx, stands: async () => (await actorOfSession(ctx.db, token, new Date())) !== null };
}

/**
 * What a wall asks for, before it is computed: the tag tells whether anything can be different from what it
 * has.
 */
export type WallQuestion = {
  ctx: Ctx;
  node: Division;
  version: string;
  build: string;
  tag: string;
  compute: () => Promise<Wall>;
};

/** @throws {NotFound} for a division outside the watcher's scope. @throws {Forbidden} */
export async function wallQuestion(
  watcher: Watcher,
  { node: code, approvedOnly, basis }: WallFilter,
): Promise<WallQuestion> {
  const ctx = withView(watcher.ctx, { approvedOnly, basis });
  const node = await wallNode(ctx, code);
  const [version, build, locale] = [
    await wallVersion(ctx.db, today(ctx)),
    await buildId(),
    await getLocale(),
  ];
  return {
    ctx,
    node,
    version,
    build,
    tag: `"${version}.${node.code}.${approvedOnly}.${basis}.${locale}.${build}"`,
    compute: () => wallOf(ctx, node),
  };
}

/**
 * Answers the link of a screen: the token goes from the address into a cookie that no script reads and that
 * only the wall's own addresses get. Whether it opens anything is asked there, at every request.
 */
export function enterScreen(request: Request): Response {
  const { searchParams } = new URL(request.url);
  const token = searchParams.get("screen") ?? "";
  searchParams.delete("screen");
  const rest = searchParams.size > 0 ? `?${searchParams}` : "";
  const headers = new Headers({ location: `/wall${rest}`, "cache-control": "no-store" });
  if (/^[\w-]{43}$/.test(token)) {
    const secure = request.headers.get("x-forwarded-proto") === "https" ? "; Secure" : "";
    headers.set(
      "set-cookie",
      `${screenCookie}=${token}; Path=/wall; Max-Age=${yearSeconds}; HttpOnly; SameSite=Lax${secure}`,
    );
  }
  return new Response(null, { status: 303, headers });
}
