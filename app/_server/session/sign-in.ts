import { cookies } from "next/headers";
import { storageFailureOf } from "#lib/core/disk.ts";
import { Refused } from "#lib/core/errors.ts";
import { SignIn } from "#lib/people/input.ts";
import { longestMs } from "#lib/people/queries/sign-in-rules.ts";
import { knownBrowserWith, signIn, signOut } from "#lib/people/store/sessions.ts";
import { localPath } from "./local-path.ts";
import { anonymous, overHttps, sessionCookie, signedIn } from "./session.ts";

// What the sign-in form comes back with; never in the address, where a password typed into the wrong field
// would stay.
const typedCookie = "guatu_typed";
// That accounts were signed in with here before: strangers who guess at them elsewhere do not lock them out
// here.
const browserCookie = "guatu_browser";
const halfYearS = 180 * 24 * 3600;

/**
 * Keeps a session's token in the browser, where no script can read it. `Secure` follows the address that
 * people open.
 */
export async function keepToken(token: string): Promise<void> {
  const secure = await overHttps();
  (await cookies()).set(await sessionCookie(), token, {
    httpOnly: true,
    sameSite: "lax",
    secure,
    path: "/",
    maxAge: longestMs / 1000,
  });
}

/** The account name that was typed before the form came back. */
export const typedName = async (): Promise<string> => (await cookies()).get(typedCookie)?.value ?? "";

/**
 * Answers `POST /login`, fields `username`, `password` and `next`: 303, with the session's cookie when they
 * were right, back to the form when they were not.
 */
export async function answerSignIn(request: Request): Promise<Response> {
  const form = await request.formData().catch(() => new FormData());
  const next = localPath(form.get("next"));
  const input = SignIn.safeParse({ username: form.get("username"), password: form.get("password") });
  if (!input.success) return back(next, "empty");
  try {
    const jar = await cookies();
    const browser = jar.get(browserCookie)?.value;
    const { token } = await signIn(await anonymous(), input.data, {
      replacing: jar.get(await sessionCookie())?.value,
      browser,
    });
    await keepToken(token);
    const secure = await overHttps();
    jar.set(browserCookie, knownBrowserWith(browser, input.data.username), {
      path: "/login",
      httpOnly: true,
      sameSite: "lax",
      secure,
      maxAge: halfYearS,
    });
    (await cookies()).set(typedCookie, "", { path: "/login", maxAge: 0 });
    return seeOther(next);
  } catch (error) {
    if (storageFailureOf(error) !== null) return back(next, "notStored");
    if (!(error instanceof Refused)) throw error;
    (await cookies()).set(typedCookie, input.data.username.slice(0, 64), {
      path: "/login",
      httpOnly: true,
      sameSite: "lax",
      secure: await overHttps(),
      maxAge: 120,
    });
    return back(next, error.code.replace(/^access\./, ""), error.details.minutes);
  }
}

/** Answers `POST /logout`: the session is over on the server too. */
export async function answerSignOut(): Promise<Response> {
  const present = await signedIn();
  // The browser forgets its session in any case; a disk that takes nothing lets it end by itself on the
  // server.
  if (present)
    await signOut(present.ctx, present.token).catch((error) => {
      if (storageFailureOf(error) === null) throw error;
    });
  (await cookies()).set(await sessionCookie(), "", { path: "/", maxAge: 0, secure: await overHttps() });
  return seeOther("/login");
}

function back(next: string, refused: string, minutes?: string | number) {
  const query = new URLSearchParams({
    refused,
    ...(minutes === undefined ? {} : { minutes: String(minutes) }),
  });
  if (next !== "/") query.set("next", next);
  return seeOther(`/login?${query}`);
}

// A path, not an address: it holds behind any proxy.
const seeOther = (path: string) => new Response(null, { status: 303, headers: { location: path } });
