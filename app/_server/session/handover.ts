import { cookies, headers } from "next/headers";
import { type HandoverPath, handoverHeader, handoverSent } from "./handover-cookie.ts";
import { overHttps } from "./session.ts";

/** What is handed over: whose or which it is, and the secret. */
export type Handover = { name: string; secret: string };

export async function handOver(path: HandoverPath, given: Handover): Promise<void> {
  (await cookies()).set(handoverSent(JSON.stringify(given), path, await overHttps()));
}

/** What was just handed over to this page, or null. */
export async function handedOver(): Promise<Handover | null> {
  try {
    const { name, secret } =
      JSON.parse(decodeURIComponent((await headers()).get(handoverHeader) ?? "null")) ?? {};
    return typeof name === "string" && typeof secret === "string" ? { name, secret } : null;
  } catch {
    return null;
  }
}
