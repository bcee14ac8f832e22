import { headers } from "next/headers";

/** The nonce that the page's own scripts carry (proxy.ts). */
export const nonce = async (): Promise<string> => (await headers()).get("x-nonce") ?? "";
