import { type NextRequest, NextResponse } from "next/server";
import { answeringHeader } from "./app/_server/api/answering.ts";
import { handoverAt, handoverHeader } from "./app/_server/session/handover-cookie.ts";

/**
 * Headers only; no permission rests on this file. A nonce for the page's own scripts and an id for the
 * request's log lines.
 */
export function proxy(request: NextRequest) {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const developing = process.env.NODE_ENV === "development";
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${developing ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${developing ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Widths and places of charts stand in style attributes, also in pages that run no script; an attribute
    // can load nothing here.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${developing ? " ws:" : ""}`,
    // Older Chromiums show a PDF as an object of a page that has the PDF's own policy: barred, the page stays
    // blank.
    `object-src ${request.nextUrl.pathname.startsWith("/print/") ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  if (!headers.has("x-request-id")) headers.set("x-request-id", crypto.randomUUID()); // the server in front gives one
  headers.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);
  headers.delete(handoverHeader);
  headers.delete(answeringHeader);
  if (request.method === "POST" && !request.headers.has("next-action")) headers.set(answeringHeader, "form");
  const handover =
    request.method === "GET"
      ? handoverAt(request.nextUrl, request.cookies, headers.get("x-forwarded-proto") === "https")
      : undefined;
  if (handover) headers.set(handoverHeader, encodeURIComponent(handover.value));
  const response = NextResponse.next({ request: { headers } });
  if (handover) response.cookies.set(handover);
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = { matcher: ["/((?!_next/static/).*)"] };
