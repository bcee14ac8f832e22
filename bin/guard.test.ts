import { describe, expect, test } from "vitest";
import { type Admitted, admit, clientOf, type Head, passedOn, type Rules, sentences } from "./guard.ts";

const rules: Rules = {
  origins: ["https://guatu.example.cn", "http://10.1.2.3:8080", "https://guatu.example.cn:8443"],
  proxies: ["10.0.0.5", "10.0.0.6"],
};
const head = (more: Partial<Omit<Head, "headers">> & { headers?: Head["headers"] } = {}): Head => ({
  method: "GET",
  url: "/board",
  hosts: ["guatu.example.cn"],
  peer: "192.0.2.7",
  ...more,
  headers: more.headers ?? {},
});
const post = (url: string, headers: Head["headers"], hosts = ["guatu.example.cn"]) =>
  head({
    method: "POST",
    url,
    hosts,
    headers: { origin: "https://guatu.example.cn", "content-length": "10", ...headers },
  });
const multipart = { "content-type": "multipart/form-data; boundary=x" };
const form = { "content-type": "application/x-www-form-urlencoded" };
const session = { cookie: "locale=en; __Host-guatu_session=abc; unit=yuan" };
const statusOf = (given: Head) => {
  const answer = admit(given, rules);
  return "status" in answer ? answer.status : 200;
};

test.each<[string, Head, number]>([
  ["a page", head(), 200],
  ["a page by HEAD", head({ method: "HEAD" }), 200],
  ["a page by another of its addresses", head({ hosts: ["10.1.2.3:8080"] }), 200],
  ["a page by its address in capitals", head({ hosts: ["Guatu.Example.CN"] }), 200],
  ["a whole address of elsewhere", head({ url: "http://evil.test/board" }), 400],
  ["a whole address of ours", head({ url: "https://guatu.example.cn/board" }), 400],
  ["no path at all", head({ method: "OPTIONS", url: "*" }), 400],
  ["a backslash in a path", head({ url: "/\\evil.test" }), 400],
  ["bare UTF-8 in a path", head({ url: "/村" }), 400],
  ["PUT", head({ method: "PUT" }), 405],
  ["TRACE", head({ method: "TRACE" }), 405],
  ["QUERY", head({ method: "QUERY" }), 405],
  ["no Host", head({ hosts: [] }), 400],
  ["two Hosts, even the same", head({ hosts: ["guatu.example.cn", "guatu.example.cn"] }), 400],
  ["a Host of elsewhere", head({ hosts: ["evil.test"] }), 421],
  ["a Host with a dot behind", head({ hosts: ["guatu.example.cn."] }), 421],
  ["a Host with somebody before", head({ hosts: ["a@guatu.example.cn"] }), 421],
  ["a Host with another port", head({ hosts: ["10.1.2.3"] }), 421],
  ["a page with a body", head({ headers: { "content-length": "5" } }), 400],
  ["a page with a chunked body", head({ headers: { "transfer-encoding": "chunked" } }), 400],
  ["a page that says it has none", head({ headers: { "content-length": "0" } }), 200],
  ["a form of ours", post("/login", form), 200],
  ["a form without Origin", post("/login", { ...form, origin: undefined }), 403],
  ["a form with Origin null", post("/login", { ...form, origin: "null" }), 403],
  ["a form of another scheme", post("/login", { ...form, origin: "http://guatu.example.cn" }), 403],
  ["a form of another port", post("/login", { ...form, origin: "https://guatu.example.cn:444" }), 403],
  [
    "a form of another address of ours",
    post("/login", { ...form, origin: "https://guatu.example.cn:8443" }),
    403,
  ],
  [
    "a form of elsewhere that claims to be forwarded",
    post("/login", { ...form, origin: "http://evil.test", "x-forwarded-host": "evil.test" }),
    403,
  ],
  ["a form sent across sites", post("/login", { ...form, "sec-fetch-site": "cross-site" }), 403],
  ["a form sent from a neighbour", post("/login", { ...form, "sec-fetch-site": "same-site" }), 403],
  ["a form that a browser says is ours", post("/login", { ...form, "sec-fetch-site": "same-origin" }), 200],
  ["a form typed into the address", post("/login", { ...form, "sec-fetch-site": "none" }), 403],
  ["a form without length", post("/login", { ...form, "content-length": undefined }), 411],
  [
    "a chunked form",
    post("/login", { ...form, "content-length": undefined, "transfer-encoding": "chunked" }),
    411,
  ],
  [
    "a form that is chunked and has a length",
    post("/login", { ...form, "transfer-encoding": "chunked" }),
    411,
  ],
  ["a squeezed form", post("/login", { ...form, "content-encoding": "gzip" }), 415],
  ["JSON", post("/account", { "content-type": "application/json" }), 415],
  ["2 MB to sign in", post("/login", { ...form, "content-length": "2000000" }), 413],
  ["16 kB to sign in", post("/login", { ...form, "content-length": "16384" }), 200],
  ["a byte more", post("/login", { ...form, "content-length": "16385" }), 413],
  [
    "2 MB of a plain form anywhere, with a session",
    post("/board", { ...form, ...session, "content-length": "2000000" }),
    413,
  ],
  ["a length that is no number", post("/account", { ...multipart, "content-length": "1e9x" }), 413],
  ["256 kB of an action by nobody", post("/account", { ...multipart, "content-length": "262144" }), 413],
  [
    "256 kB of an action with a session",
    post("/account", { ...multipart, ...session, "content-length": "262144" }),
    200,
  ],
  ["a byte more of it", post("/account", { ...multipart, ...session, "content-length": "262145" }), 413],
  [
    "an action's plain text with a session",
    post("/income", { "content-type": "text/plain;charset=UTF-8", ...session, "content-length": "200000" }),
    200,
  ],
  [
    "a 9 MB workbook with a session",
    post("/intake", { ...multipart, ...session, "content-length": "9437184" }),
    200,
  ],
  ["a 9 MB workbook by nobody", post("/intake", { ...multipart, "content-length": "9437184" }), 413],
  [
    "a 9 MB workbook with http's cookie over https",
    post("/intake", { ...multipart, cookie: "guatu_session=abc", "content-length": "9437184" }),
    413,
  ],
  ["a 12 MB workbook", post("/intake", { ...multipart, ...session, "content-length": "12000000" }), 413],
  [
    "a 9 MB workbook to a page without files",
    post("/intakes", { ...multipart, ...session, "content-length": "9437184" }),
    413,
  ],
  [
    "9 MB to sign in, with a session",
    post("/login/code", { ...multipart, ...session, "content-length": "9437184" }),
    413,
  ],
])("%s → %#", (_, given, status) => {
  expect(statusOf(given)).toBe(status);
});

test("what only a session may send waits until its token is known", () => {
  const small = admit(
    post("/account", { ...multipart, ...session, "content-length": "16000" }),
    rules,
  ) as Admitted;
  const large = admit(
    post("/account", { ...multipart, ...session, "content-length": "16385" }),
    rules,
  ) as Admitted;
  expect([small.ifSession, large.ifSession]).toEqual([null, "abc"]);
});

test("the address that was asked decides the scheme, not what a request says", () => {
  const answer = admit(
    post("/login", { ...form, origin: "http://10.1.2.3:8080", "x-forwarded-proto": "https" }, [
      "10.1.2.3:8080",
    ]),
    rules,
  ) as Admitted;
  expect(answer.origin.origin).toBe("http://10.1.2.3:8080");
});

describe("what goes on", () => {
  const spoken = {
    "x-forwarded-host": "evil.test",
    "x-forwarded-proto": "http",
    forwarded: "host=evil.test",
    "x-nonce": "0",
    "x-path": "/admin",
    "x-anew": "1",
    "x-request-id": "theirs",
    "x-guatu-handover": "{}",
    "x-middleware-subrequest": "proxy",
    "x-invoke-path": "/x",
    "content-security-policy": "none",
  };
  test("nobody speaks for us, and what a page needs stays", () => {
    const given = head({ headers: { ...spoken, cookie: "locale=en", "accept-language": "en", rsc: "1" } });
    expect(passedOn(given, new URL("https://guatu.example.cn"), rules, "ours")).toEqual({
      cookie: "locale=en",
      "accept-language": "en",
      rsc: "1",
      host: "guatu.example.cn",
      "x-forwarded-for": "192.0.2.7",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "guatu.example.cn",
      "x-request-id": "ours",
    });
  });
  test.each([
    ["192.0.2.7", "198.51.100.1", "192.0.2.7"],
    ["10.0.0.5", "198.51.100.1", "198.51.100.1"],
    ["10.0.0.5", "203.0.113.9, 198.51.100.1", "198.51.100.1"],
    ["10.0.0.5", "203.0.113.9, 10.0.0.6", "203.0.113.9"],
    ["10.0.0.5", "unknown", "10.0.0.5"],
    ["10.0.0.5", "", "10.0.0.5"],
  ])("asked by %s, which names %j: %s", (peer, named, client) => {
    expect(clientOf(head({ peer, headers: { "x-forwarded-for": named } }), rules)).toBe(client);
  });
});

test("every refusal says how to put it right, in both languages", () => {
  for (const [zh, en] of Object.values(sentences)) {
    expect(zh).toMatch(/^[一-鿿].*。$/);
    expect(en).toMatch(/^[A-Z].*\.$/);
  }
});
