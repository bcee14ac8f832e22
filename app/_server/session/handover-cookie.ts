// A secret that is shown once travels from the action that made it to the page that shows it in a cookie that
// no script reads; once it was shown it is gone in moments, and after a minute anyway. In the address it
// would stay in the history.
const name = "guatu_handover";
/** Where secrets are handed over; the cookie is sent nowhere else. */
export const handoverPaths = ["/account", "/admin/people", "/screens"] as const;
export type HandoverPath = (typeof handoverPaths)[number];
/**
 * How proxy.ts passes it to the page: a cookie that an answer sets anew is one that its page no longer sees.
 */
export const handoverHeader = "x-guatu-handover";

/**
 * How long a secret waits for its page, and how long it stays for it: the router may ask twice for a page
 * that it goes to. In seconds.
 */
const [waits, stays] = [60, 5];
const cookie = (value: string, path: HandoverPath, maxAge: number, secure: boolean) =>
  ({ name, value, path, httpOnly: true, sameSite: "strict", secure, maxAge }) as const;

export const handoverSent = (value: string, path: HandoverPath, secure: boolean) =>
  cookie(value, path, waits, secure);
/**
 * What is handed over to the page that an action leads to, as its answer leaves it; undefined at every other
 * address, or with nothing.
 */
export function handoverAt(
  { pathname, searchParams }: URL,
  cookies: { get(name: string): { value: string } | undefined },
  secure: boolean,
) {
  const value = cookies.get(name)?.value;
  const path = handoverPaths.find((each) => pathname.startsWith(each));
  return value && path && searchParams.has("done") ? cookie(value, path, stays, secure) : undefined;
}
