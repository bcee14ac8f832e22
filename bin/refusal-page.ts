import { createHash } from "node:crypto";
import { alwaysSent, type Refusal, sentences } from "./guard.ts";

const style = `
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f5f7fa; color: #1f2937;
  font: 16px/1.7 "PingFang SC", "Microsoft YaHei", "Noto Sans SC", system-ui, sans-serif; }
main { max-width: 34rem; margin: 1rem; padding: 1.5rem 2rem 1.75rem; background: #fff; border: 1px solid #dfe4ea; border-radius: 8px; }
p { margin: 0.5rem 0; } .zh { font-size: 18px; font-weight: 600; } .small { color: #5b6675; font-size: 14px; }
a { color: #0958d9; }`;
const styleHash = createHash("sha256").update(style).digest("base64");

/**
 * A refusal as it is answered: JSON for machines, else a page in both languages that needs nothing else of
 * ours.
 */
export function refusalAnswer({ status, headers }: Refusal, { path, home }: { path: string; home: string }) {
  const [zh, en] = sentences[status];
  const machine = path.startsWith("/api/");
  const title =
    status === 421
      ? `<p>请打开 <a href="${home}">${home}</a> · Open this address instead.</p>`
      : `<p><a href="${home}">返回挂图 · Back to Guatu</a></p>`;
  const text = machine
    ? JSON.stringify({ type: "urn:guatu:problem:refused", title: en, status, code: "refused" })
    : `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>挂图 · ${status}</title><style>${style}</style><main><p class="zh">${zh}</p><p lang="en">${en}</p>${title}<p class="small">${status}</p></main></html>`;
  return {
    text,
    headers: {
      ...alwaysSent,
      "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'`,
      ...headers,
      "content-type": machine ? "application/problem+json; charset=utf-8" : "text/html; charset=utf-8",
      "content-length": String(Buffer.byteLength(text)),
      "cache-control": "no-store",
    },
  };
}
