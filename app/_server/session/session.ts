import { cookies, headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { may, type Verb } from "#lib/access/policy.ts";
import { deny } from "#lib/audit/store/deny.ts";
import { businessNow, type Ctx, demonstrationDay, isDemonstration } from "#lib/core/context.ts";
import type { Day } from "#lib/core/dates.ts";
import { readEnv } from "#lib/core/env.ts";
import { sessionCookieName } from "#lib/core/front.ts";
import { actorOfApiToken, actorOfSession, type Session, visitorActor } from "#lib/people/store/sessions.ts";
import { database } from "./database.ts";
import { requestId } from "./request-id.ts";

/** Is this page open over https? As the server in front says; a cookie's `Secure` and its name follow. */
export const overHttps = async (): Promise<boolean> => (await headers()).get("x-forwarded-proto") === "https";

export const sessionCookie = async (): Promise<string> => sessionCookieName(await overHttps());

/** Whose browser this is, and what they owe before they may do anything else. */
export type SignedIn = { ctx: Ctx; session: Session; token: string };

/** What the business clock says. */
export async function clock(): Promise<Date> {
  return businessNow(new Date(), await standsOn());
}

/** The day on which the business clock stands, if it does. */
const standsOn = async (): Promise<Day | undefined> =>
  readEnv().today ?? ((await demonstration()) ? demonstrationDay : undefined);

/** The context of a request that nobody is signed in for: of signing in itself. */
export async function anonymous(): Promise<Ctx> {
  const address = (await headers()).get("x-forwarded-for"); // as the server in front gives it: one address
  return {
    db: await database(),
    actor: visitorActor,
    now: await clock(),
    request: await requestId(),
    ...((await standsOn()) === undefined ? { byClock: true } : {}),
    ...(address === null ? {} : { address }),
  };
}

const shared = globalThis as typeof globalThis & { guatuDemonstration?: boolean };

/**
 * Is this a demonstration? Every page of one says so. Asked once a process: it is decided when the database
 * is filled.
 */
export async function demonstration(): Promise<boolean> {
  shared.guatuDemonstration ??= await isDemonstration(await database());
  return shared.guatuDemonstration;
}

/**
 * The session of the request's cookie, also while a code or a new password is still owed: for the pages that
 * settle these.
 */
export const signedIn = cache(async (): Promise<SignedIn | null> => {
  const token = (await cookies()).get(await sessionCookie())?.value;
  if (!token) return null;
  const session = await actorOfSession(await database(), token, new Date());
  return session && { ctx: { ...(await anonymous()), actor: session.actor }, session, token };
});

/** Where somebody must go before anything else, or null. */
export function pendingStep(session: Session): string | null {
  if (session.secondFactorDue === "code") return "/login/code";
  if (session.mustChangePassword) return "/account/password";
  return session.secondFactorDue === "enrol" ? "/account/second-factor" : null;
}

/** What an API token opens: data and paper, no page. */
const isForPrograms = /^\/(api|print)\//;

/**
 * Who asks: the person of the session, or of `Authorization: Bearer`, an API token, which only reads. Null
 * for nobody, and for somebody who still owes a code or a new password. For actions and for routes that
 * answer machines; pages ask for `context`.
 */
export const sessionContext = cache(async (): Promise<Ctx | null> => {
  const authorization = (await headers()).get("authorization");
  if (authorization !== null) {
    const token = /^Bearer (\S+)$/i.exec(authorization)?.[1];
    if (!token || !isForPrograms.test((await headers()).get("x-path") ?? "")) return null;
    const nobody = await anonymous();
    const actor = await actorOfApiToken(nobody.db, token, new Date(), nobody.address);
    return actor ? { ...nobody, actor } : null;
  }
  const present = await signedIn();
  return present && pendingStep(present.session) === null ? present.ctx : null;
});

/**
 * Who asks for this page. Sends nobody to sign in and back here afterwards, and somebody who owes a code or a
 * new password to settle that. With `verb` it shows "not allowed" to whoever may never do that, and remembers
 * that they tried.
 */
export async function context(verb?: Verb): Promise<Ctx> {
  const ctx = (await sessionContext()) ?? (await settleFirst());
  if (verb && !may(ctx.actor, verb)) {
    await deny(ctx, verb);
    forbidden();
  }
  return ctx;
}

/**
 * The session for settling what is owed, or for doing the same of one's own accord: a code first, then a new
 * password, then setting up a second factor. Null for nobody and when something else comes first.
 */
export async function stepSession(what: "code" | "password" | "enrol"): Promise<SignedIn | null> {
  const present = await signedIn();
  if (!present) return null;
  const { secondFactorDue, mustChangePassword } = present.session;
  const first = secondFactorDue === "code" ? "code" : mustChangePassword ? "password" : "enrol";
  return what === first || (what === "password" && first === "enrol") ? present : null;
}

/** The same for a page: sends whoever has something else to do, or nobody, on. */
export async function stepPage(what: Parameters<typeof stepSession>[0]): Promise<SignedIn> {
  return (await stepSession(what)) ?? settleFirst();
}

async function settleFirst(): Promise<never> {
  const asked = await headers();
  const present = asked.has("authorization") ? null : await signedIn(); // a program's token opens no page, whoever's cookie comes along
  const path = asked.get("x-path") ?? "/";
  if (present && pendingStep(present.session) === null) redirect("/");
  const to = (present && pendingStep(present.session)) ?? "/login";
  redirect(path === "/" ? to : `${to}?${new URLSearchParams({ next: path })}`);
}
