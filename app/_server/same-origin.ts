/**
 * Was a form sent by a page of ours? By its `Origin`: the configured one, or outside production the host that was asked. Without
 * the header it was no browser's form; a browser that leaves it out still says where it comes from in `Sec-Fetch-Site`.
 */
export function isSameOrigin(headers: Headers, configured: { origin: string; production: boolean }): boolean {
  const origin = headers.get("origin");
  if (origin === null) return (headers.get("sec-fetch-site") ?? "same-origin") === "same-origin";
  if (origin === new URL(configured.origin).origin) return true;
  return !configured.production && URL.canParse(origin) && new URL(origin).host === headers.get("host");
}
