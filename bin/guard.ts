import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { sessionCookieName } from "#lib/core/front.ts";

// What the server in front refuses before anybody reads a byte of a body, and what it lets through of a
// request's headers. Pure: a request's head in, a refusal or its limits out.

/** The head of a request, as Node read it. */
export type Head = {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  /** Every Host header that came: Node keeps the first of several. */
  hosts: readonly string[];
  /** The other end of the connection. */
  peer: string;
};

/** Why a request goes no further. `reason` is for the log; what the sender reads is `sentences`. */
export type Refusal = { status: keyof typeof sentences; reason: string; headers?: Record<string, string> };

/**
 * How much of a body may come, in bytes, in how many milliseconds, and of how many parts where it is
 * multipart.
 */
export type Limits = {
  bytes: number;
  ms: number;
  parts: number;
  /** Small enough to be taken in before anybody reads it. */
  whole: boolean;
};

export type Admitted = {
  /** The configured address that was asked. */
  origin: URL;
  /** Null where there is no body. */
  limits: Limits | null;
  /** The token of a session that must be a living one, or the body is too large after all. */
  ifSession: string | null;
};

export type Rules = {
  origins: readonly string[];
  /** Addresses whose X-Forwarded-For is believed. */
  proxies: readonly string[];
};

const kB = 1024;
const MB = 1024 * kB;
// 16 kB hold at most 8,192 parameters of a form, which Node reads in a millisecond; its time grows with their
// square.
const form: Limits = { bytes: 16 * kB, ms: 15_000, parts: 400, whole: true };
const action: Limits = { bytes: 256 * kB, ms: 15_000, parts: 8_000, whole: true };
// Larger than any file that a reader takes, so that the reader's own sentence names the limit; below the
// framework's 10 MB.
const upload: Limits = { bytes: 9 * MB, ms: 300_000, parts: 200, whole: false };

/** Pages whose form holds a file. */
const uploads = /^\/(intake|board\/map\/import)(\/|$)/;

/** @returns the refusal, or what is admitted of the body */
export function admit(head: Head, rules: Rules): Refusal | Admitted {
  const { method, url, headers } = head;
  if (!url.startsWith("/")) return { status: 400, reason: "not a path" }; // a whole address, `*`, a host with a port
  if (/[^\x21-\x7e]|\\/.test(url)) return { status: 400, reason: "characters" };
  if (!["GET", "HEAD", "POST"].includes(method))
    return { status: 405, reason: "method", headers: { allow: "GET, HEAD, POST" } };
  if (head.hosts.length !== 1) return { status: 400, reason: "hosts" };
  const origins = rules.origins
    .map((each) => new URL(each))
    .filter(({ host }) => host === head.hosts[0]?.toLowerCase());
  const [origin] = origins;
  if (!origin) return { status: 421, reason: "host" };
  const { "content-length": length, "transfer-encoding": chunked } = headers;
  if (method !== "POST") {
    if (chunked !== undefined || (length ?? "0") !== "0") return { status: 400, reason: "body" };
    return { origin, limits: null, ifSession: null };
  }
  const asked = origins.find((each) => each.origin === headers.origin);
  if (!asked) return { status: 403, reason: "origin" };
  if ((headers["sec-fetch-site"] ?? "same-origin") !== "same-origin")
    return { status: 403, reason: "sec-fetch-site" };
  if (length === undefined || chunked !== undefined) return { status: 411, reason: "length" };
  if (headers["content-encoding"] !== undefined) return { status: 415, reason: "content-encoding" };
  return body(head, asked, Number(length));
}

function body({ url, headers }: Head, origin: URL, bytes: number): Refusal | Admitted {
  const path = url.split("?", 1)[0] ?? "";
  const type = (headers["content-type"] ?? "").toLowerCase().split(";", 1)[0]?.trim();
  const multipart = type === "multipart/form-data";
  if (!multipart && type !== "application/x-www-form-urlencoded" && type !== "text/plain" && type !== "")
    return { status: 415, reason: "content-type" };
  const anybodys = type === "application/x-www-form-urlencoded" || /^\/log(in|out)(\/|$)/.test(path);
  const limits = anybodys ? form : multipart && uploads.test(path) ? upload : action;
  if (!(bytes <= limits.bytes)) return { status: 413, reason: "length" };
  if (bytes <= form.bytes) return { origin, limits, ifSession: null };
  const token = cookieOf(headers.cookie, sessionCookieName(origin.protocol === "https:"));
  return token === undefined
    ? { status: 413, reason: "length without a session" }
    : { origin, limits, ifSession: token };
}

const cookieOf = (cookies: string | undefined, name: string): string | undefined =>
  cookies
    ?.split(";")
    .map((one) => one.trim())
    .find((one) => one.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** What only a proxy of ours, or we ourselves, may say. */
const spokenForUs =
  /^(x-forwarded-|forwarded$|x-real-ip$|x-client-ip$|cf-|true-client-ip$|via$|x-middleware-|x-invoke-|x-matched-path$|x-now-|next-resume$|x-nonce$|x-path$|x-anew$|x-request-id$|x-guatu-|content-security-policy)/;

/** The headers as they go on: without what outsiders may not say, with who asked and under which address. */
export function passedOn(head: Head, origin: URL, rules: Rules, id: string): IncomingHttpHeaders {
  const passed: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(head.headers)) if (!spokenForUs.test(name)) passed[name] = value;
  return {
    ...passed,
    host: origin.host,
    "x-forwarded-for": clientOf(head, rules),
    "x-forwarded-proto": origin.protocol.slice(0, -1),
    "x-forwarded-host": origin.host,
    "x-request-id": id,
  };
}

/**
 * Who asks: the other end of the connection, or where that is a proxy of ours the last address it names that
 * is none.
 */
export function clientOf({ headers, peer }: Head, { proxies }: Rules): string {
  if (!proxies.includes(peer)) return peer;
  const named = String(headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((one) => one.trim());
  return named.reverse().find((one) => isIP(one) && !proxies.includes(one)) ?? peer;
}

/** On every answer of every kind; a page's own policy takes the place of the last. */
export const alwaysSent = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
} as const;

/** What a refused sender reads: each is a sentence that says how to put it right. */
export const sentences = {
  400: [
    "请求无法识别。请从系统页面操作，或检查所用程序。",
    "This request cannot be read. Use the system's own pages, or check the program that sent it.",
  ],
  403: [
    "此表单不是从本系统页面发出的，已拒绝。请打开系统页面重新填写。",
    "This form was not sent by a page of this system. Open the page and send it again.",
  ],
  405: ["不支持这种请求方式。", "This method is not supported: use GET, HEAD or POST."],
  408: ["发送太慢，已中断。请检查网络后重试。", "This was sent too slowly. Check the network and try again."],
  411: ["请求未注明长度。", "The length of what is sent is missing (Content-Length)."],
  413: [
    "内容太大，未接收。文件请控制在 8 MB 以内；长时间未操作的，请先登录。",
    "Too large, nothing was taken. Keep files within 8 MB; sign in first if it was long ago.",
  ],
  415: ["不支持这种内容格式。", "This content type is not supported."],
  421: ["本系统不使用这个网址。", "This is not an address of this system."],
  429: ["同时请求过多，请稍后重试。", "Too many requests at once. Try again in a moment."],
  431: [
    "请求头太大。请清除浏览器的 Cookie 后重试。",
    "The request's headers are too large. Clear the browser's cookies and try again.",
  ],
  503: ["系统繁忙，请稍后重试。", "The system is busy. Try again in a moment."],
} as const satisfies Record<number, readonly [string, string]>;
