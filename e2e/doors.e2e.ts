import { expect, test } from "./app.ts";

// Whatever stands in an address: what is not yours and what does not exist look the same, and nothing is an
// error of ours.

const elsewhere = [
  "/board?node=350212106000",
  "/villages?node=350212106000",
  "/villages/2",
  "/villages/999999",
  "/villages/abc",
  "/villages/2/edit",
  "/projects?node=350212106000",
  "/projects/99999",
  "/projects/abc/report",
  "/income?month=xxxx",
  "/income/postings?node=350212106000",
  "/income/postings/9999999",
  "/funding?node=350212106000",
  "/funding/postings?node=350212106000",
  "/funding/postings/9999999",
  "/exports?node=350212106000",
  "/exports/999999",
  "/no/such/page",
];
const senseless = [
  "/board?node=x&year=abc",
  "/villages?page=-1&tier=zzz&sort=zzz",
  "/projects?page=x&sort=zzz&light=zzz&q=%25_%5C",
  "/income?town=abc",
  "/funding?year=abc&from=zzz&groupBy=zzz",
  "/funding/new?project=abc",
  "/exports?kind=zzz",
  "/find?q=%25",
  "/facts?x=%00",
];

test("a page outside the clerk's area is not found, whichever it is", async ({ signIn }) => {
  const clerk = await signIn("lianhua");
  for (const path of elsewhere) expect((await clerk.page.request.get(path)).status(), path).toBe(404);
});

test("an address that makes no sense still opens its page", async ({ signIn }) => {
  const clerk = await signIn("lianhua");
  for (const path of senseless) expect((await clerk.page.request.get(path)).status(), path).toBe(200);
});

test("every answer carries the headers that keep a browser strict", async ({ signIn }) => {
  const leader = await signIn("leader");
  for (const path of [
    "/board",
    "/login",
    "/api/health",
    "/api/v1/board",
    "/find?q=bjc",
    "/icon.svg",
    "/icon.svgx",
    "/_next/staticx",
    "/_next/image",
  ]) {
    const headers = (await leader.page.request.get(path)).headers();
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    // Whether the server is well is answered before any page's code: nothing may be loaded there at all.
    const policy =
      path === "/api/health"
        ? /^default-src 'none';/
        : /script-src 'self' 'nonce-[0-9a-f]{32}' 'strict-dynamic'; style-src 'self' 'nonce-/;
    expect(headers["content-security-policy"], path).toMatch(policy);
    for (const name of ["permissions-policy", "cross-origin-opener-policy", "x-frame-options"])
      expect(headers[name], path).toBeTruthy();
  }
});
