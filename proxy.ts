import { type NextRequest, NextResponse } from "next/server";
import { handoverAt, handoverHeader } from "./app/_server/handover-cookie.ts";

/** Headers only; no permission rests on this file. A nonce for the page's own scripts and an id for the request's log lines. */
export function proxy(request: NextRequest) {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const developing = process.env.NODE_ENV === "development";
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${developing ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${developing ? " ws:" : ""}`,
    // Older Chromiums show a PDF as an object of a page that has the PDF's own policy: barred, the page stays blank.
    `object-src ${request.nextUrl.pathname.startsWith("/print/") ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-request-id", crypto.randomUUID());
  headers.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);
  headers.delete(handoverHeader);
  const handover = request.method === "GET" ? handoverAt(request.nextUrl, request.cookies) : undefined;
  if (handover) headers.set(handoverHeader, encodeURIComponent(handover.value));
  const response = NextResponse.next({ request: { headers } });
  if (handover) response.cookies.set(handover);
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("referrer-policy", "same-origin");
  response.headers.set("x-frame-options", "DENY");
  return response;
}

export const config = { matcher: ["/((?!_next/static|_next/image|icon.svg).*)"] };
