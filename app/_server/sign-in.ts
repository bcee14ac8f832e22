import { cookies, headers } from "next/headers";
import { SignIn } from "#lib/access/input.ts";
import { absoluteMs, signIn, signOut } from "#lib/access/sessions.ts";
import { readEnv } from "#lib/env.ts";
import { Refused } from "#lib/errors.ts";
import { localPath } from "./local-path.ts";
import { isSameOrigin } from "./same-origin.ts";
import { anonymous, sessionCookie, signedIn } from "./visitor.ts";

// What the sign-in form comes back with; never in the address, where a password typed into the wrong field would stay.
const typedCookie = "guatu_typed";

const secure = () => readEnv().origin.startsWith("https:");

/** Keeps a session's token in the browser, where no script can read it. `Secure` follows the address that people open. */
export async function keepToken(token: string): Promise<void> {
  (await cookies()).set(sessionCookie, token, { httpOnly: true, sameSite: "lax", secure: secure(), path: "/", maxAge: absoluteMs / 1000 });
}

/** The account name that was typed before the form came back. */
export const typedName = async (): Promise<string> => (await cookies()).get(typedCookie)?.value ?? "";

/**
 * Answers `POST /login`, fields `username`, `password` and `next`: 303, with the session's cookie when they were right, back to
 * the form when they were not.
 */
export async function answerSignIn(request: Request): Promise<Response> {
  if (!isSameOrigin(await headers(), readEnv())) return new Response("403", { status: 403 });
  const form = await request.formData().catch(() => new FormData());
  const next = localPath(form.get("next"));
  const input = SignIn.safeParse({ username: form.get("username"), password: form.get("password") });
  if (!input.success) return back(next, "empty");
  try {
    const { token } = await signIn(await anonymous(), input.data, (await cookies()).get(sessionCookie)?.value);
    await keepToken(token);
    (await cookies()).set(typedCookie, "", { path: "/login", maxAge: 0 });
    return seeOther(next);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    (await cookies()).set(typedCookie, input.data.username.slice(0, 64), {
      path: "/login",
      httpOnly: true,
      sameSite: "lax",
      secure: secure(),
      maxAge: 120,
    });
    return back(next, error.code.replace(/^access\./, ""), error.details);
  }
}

/** Answers `POST /logout`: the session is over on the server too. */
export async function answerSignOut(): Promise<Response> {
  if (!isSameOrigin(await headers(), readEnv())) return new Response("403", { status: 403 });
  const present = await signedIn();
  if (present) await signOut(present.ctx, present.token);
  (await cookies()).set(sessionCookie, "", { path: "/", maxAge: 0 });
  return seeOther("/login");
}

function back(next: string, refused: string, details: Record<string, string | number> = {}) {
  const query = new URLSearchParams({ refused });
  for (const [name, value] of Object.entries(details)) query.set(name, String(value));
  if (next !== "/") query.set("next", next);
  return seeOther(`/login?${query}`);
}

// A path, not an address: it holds behind any proxy.
const seeOther = (path: string) => new Response(null, { status: 303, headers: { location: path } });
