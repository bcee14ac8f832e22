import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { demonstration } from "../playwright.config.ts";
import { expect, test } from "./app.ts";
import { ownServer } from "./own-server.ts";

// What stands in front of the pages, over a socket: what a browser would never send as well.

const { host, port } = new URL(demonstration);

/**
 * What a server says to these very bytes, until it closes or has said a whole head; `status` 0 where it
 * closes without a word.
 */
async function said(bytes: string | Buffer, to = Number(port)): Promise<{ status: number; text: string }> {
  const socket = connect({ port: to, host: "127.0.0.1" });
  let text = "";
  socket.setEncoding("latin1");
  socket.on("data", (piece) => {
    text += piece;
    if (/\r\n\r\n/.test(text)) socket.end();
  });
  socket.on("error", () => undefined);
  socket.write(bytes);
  await once(socket, "close");
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}

const get = (more = "", line = "GET /login HTTP/1.1") => `${line}\r\nHost: ${host}\r\n${more}\r\n`;
const post = (more: string, path = "/login") =>
  `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${demonstration}\r\n${more}\r\n`;
const form = "Content-Type: application/x-www-form-urlencoded\r\n";

const table: [string, string, number][] = [
  ["a page", get(), 200],
  ["a whole address of elsewhere", `GET http://evil.test/board HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 400],
  ["GET *", get("", "GET * HTTP/1.1"), 400],
  ["TRACE", get("", "TRACE / HTTP/1.1"), 405],
  ["PUT", get("", "PUT /login HTTP/1.1"), 405],
  ["a Host of elsewhere", "GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n", 421],
  ["two Hosts", `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: ${host}\r\n\r\n`, 400],
  [
    "a form without Origin",
    `POST /login HTTP/1.1\r\nHost: ${host}\r\n${form}Content-Length: 1\r\n\r\na`,
    403,
  ],
  [
    "a form of elsewhere",
    `POST /login HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://evil.test\r\n${form}Content-Length: 1\r\n\r\na`,
    403,
  ],
  ["a form without length", post(form), 411],
  ["a chunked form", post(`${form}Transfer-Encoding: chunked\r\n`), 411],
  ["a length and chunks", post(`${form}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n`), 400],
  ["two lengths", post(`${form}Content-Length: 4\r\nContent-Length: 4\r\n`), 400],
  ["chunks that are none", post(`${form}Transfer-Encoding: xchunked\r\n`), 411],
  ["a page with a body", get("Content-Length: 3\r\n"), 400],
  ["headers of 20 kB", get(`X-Much: ${"a".repeat(20_000)}\r\n`), 431],
  ["a line end inside a header", get("X-Odd: a\rb\r\n"), 400],
  ["9 MB announced to sign in", post(`${form}Content-Length: 9000000\r\nExpect: 100-continue\r\n`), 413],
  [
    "a workbook by nobody",
    post("Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 9000000\r\n", "/intake"),
    413,
  ],
  [
    "a workbook with a cookie that is no session",
    post(
      "Content-Type: multipart/form-data; boundary=x\r\nCookie: guatu_session=no\r\nContent-Length: 9000000\r\n",
      "/intake",
    ),
    413,
  ],
  ["JSON", post("Content-Type: application/json\r\nContent-Length: 2\r\n"), 415],
];

test("each request that is none of ours is refused with its status, and every answer keeps a browser strict", async () => {
  for (const [name, bytes, status] of table) {
    const answer = await said(bytes);
    expect(answer.status, name).toBe(status);
    if (answer.text.includes("HTTP/1.1 431") || status !== 200)
      expect(answer.text, name).not.toMatch(/ at .*\.(js|ts):/);
    for (const header of [
      "content-security-policy",
      "x-content-type-options: nosniff",
      "permissions-policy",
      "cross-origin-opener-policy",
    ])
      expect(answer.text.toLowerCase(), name).toContain(header);
  }
});

test("the same requests are told apart from what a server without a guard answers", async () => {
  const bare = createServer((_, response) => response.end("ok"));
  const to = await listening(bare);
  const same = [];
  for (const [name, bytes, status] of table) if ((await said(bytes, to)).status === status) same.push(name);
  bare.close();
  bare.closeAllConnections();
  // What Node itself refuses, and the page that anybody may open.
  expect(same).toEqual([
    "a page",
    "a length and chunks",
    "two lengths",
    "headers of 20 kB",
    "a line end inside a header",
  ]);
});

test("an address that is not ours names the one that is", async () => {
  const { text } = await said("GET /board HTTP/1.1\r\nHost: 10.9.9.9\r\n\r\n");
  expect(text).toContain(`<a href="${demonstration}">`);
  expect((await said("GET /api/v1/board HTTP/1.1\r\nHost: 10.9.9.9\r\n\r\n")).text).toContain(
    "application/problem+json",
  );
});

test("balancers ask by address whether the server is well", async () => {
  for (const path of ["/api/health", "/api/ready"])
    expect((await said(`GET ${path} HTTP/1.1\r\nHost: 10.9.9.9\r\n\r\n`)).status, path).toBe(200);
});

test("2 MB of parameters to every form are refused, and the server answers others meanwhile", async () => {
  const body = "a&".repeat(1_000_000);
  const paths = [
    "/login",
    "/login/enter",
    "/account",
    "/logout",
    "/board",
    "/income",
    "/intake",
    "/api/health",
    "/api/v1/board",
  ];
  const sent = paths.map((path) => said(post(`${form}Content-Length: ${body.length}\r\n`, path) + body));
  expect((await said(get("", "GET /api/health HTTP/1.1"))).status).toBe(200);
  expect((await Promise.all(sent)).map(({ status }) => status)).toEqual(paths.map(() => 413));
});

test("a form of more parts than any of ours has is refused while it comes", async ({ signIn }) => {
  const clerk = await signIn("lianhua");
  await clerk.open("/account");
  const cookie = (await clerk.page.context().cookies())
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  const part = `--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n`;
  const body = part.repeat(60_000);
  const head = `Content-Type: multipart/form-data; boundary=x\r\nCookie: ${cookie}\r\nContent-Length: ${body.length}\r\n`;
  expect((await said(post(head, "/intake") + body)).status).toBe(413);
});

test("who sends slowly is cut off with a word: headers after ten seconds, a short form after fifteen", async () => {
  const slowly = [`GET /login HTTP/1.1\r\nHost: ${host}\r\n`, "", post(`${form}Content-Length: 100\r\n`)];
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => slowly)
      .flat()
      .map((bytes) => said(bytes)),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([408]));
});

test("who sends slowly keeps nobody else waiting: a page is answered while their bodies are still to come", async () => {
  const slow = Array.from({ length: 12 }, () => said(post(`${form}Content-Length: 100\r\n`)));
  const first = await Promise.race([
    said(get()).then(({ status }) => `a page: ${status}`),
    ...slow.map((each) => each.then(() => "a slow one was cut off")),
  ]);
  expect(first).toBe("a page: 200");
  expect(new Set((await Promise.all(slow)).map(({ status }) => status))).toEqual(new Set([408]));
});

test("a connection that wants to become another protocol gets a page instead", async () => {
  const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
  for (const path of ["/nothing", "/_next/hmr", "/login"])
    expect((await said(get(upgrade, `GET ${path} HTTP/1.1`))).status, path).toBe(
      path === "/login" ? 200 : 404,
    );
});

test("a hundred requests in one breath do not make a hundred pages", async () => {
  const socket = connect({ port: Number(port), host: "127.0.0.1" });
  let text = "";
  socket.on("data", (piece) => {
    text += piece;
  });
  socket.on("error", () => undefined);
  socket.write(get().repeat(100));
  await once(socket, "close");
  expect(text.match(/HTTP\/1\.1 200/g)?.length ?? 0).toBeLessThanOrEqual(8);
});

test("a server that stops gives whole what was asked before, a kept page too, and takes nothing new", async () => {
  const own = await ownServer(4196);
  try {
    const form = new URLSearchParams({ username: "leader", password: "guatu-demo" });
    const entered = await fetch(`${own.origin}/login`, {
      method: "POST",
      body: form,
      headers: { origin: own.origin },
      redirect: "manual",
    });
    const cookie = entered.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ");
    const page = fetch(`${own.origin}/board/compare?node=350212000000`, { headers: { cookie } });
    const idle = connect({ port: 4196, host: "127.0.0.1" });
    await once(idle, "connect");
    const ended = own.stop();
    const answer = await page;
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("</html>");
    await ended;
    await expect(fetch(`${own.origin}/api/health`)).rejects.toThrow();
    idle.destroy();
  } finally {
    await own.remove();
  }
});

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
