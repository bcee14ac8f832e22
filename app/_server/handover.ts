import { cookies, headers } from "next/headers";
import { readEnv } from "#lib/env.ts";
import { handoverCookie, handoverHeader, type handoverPaths } from "./handover-cookie.ts";

/** What is handed over: whose or which it is, and the secret. */
export type Handover = { name: string; secret: string };

export async function handOver(path: (typeof handoverPaths)[number], given: Handover): Promise<void> {
  const secure = readEnv().origin.startsWith("https:");
  (await cookies()).set(handoverCookie, JSON.stringify(given), { path, httpOnly: true, sameSite: "strict", secure, maxAge: 60 });
}

/** What was just handed over to this page, or null. */
export async function handedOver(): Promise<Handover | null> {
  try {
    const { name, secret } = JSON.parse(decodeURIComponent((await headers()).get(handoverHeader) ?? "null")) ?? {};
    return typeof name === "string" && typeof secret === "string" ? { name, secret } : null;
  } catch {
    return null;
  }
}
