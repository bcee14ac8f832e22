/**
 * `given` if it is a path within this site, else "/": nobody is sent elsewhere by a link that they were
 * given.
 */
export function localPath(given: unknown): string {
  const here = "http://here.invalid";
  if (typeof given !== "string" || !/^\/(?![/\\])/.test(given) || !URL.canParse(given, here)) return "/";
  const url = new URL(given, here);
  // "/.//elsewhere" is a path here and an address elsewhere once its dot is resolved.
  return url.origin === here && !url.pathname.startsWith("//") ? url.pathname + url.search : "/";
}
