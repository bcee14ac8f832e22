/** `given` if it is a path within this site, else "/": nobody is sent elsewhere by a link that they were given. */
export function localPath(given: unknown): string {
  if (typeof given !== "string" || !/^\/(?![/\\])/.test(given)) return "/";
  const url = new URL(given, "http://here.invalid");
  return url.origin === "http://here.invalid" ? url.pathname + url.search : "/";
}
