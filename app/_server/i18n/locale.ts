import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { onMessageError } from "./message-error.ts";

export const locales = ["zh-CN", "en"] as const;
export type Locale = (typeof locales)[number];

// each call apart and costs more than checking all the rest.
declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
  }
}

/**
 * The reader's language: what they chose, else what their browser asks for, else Chinese. No locale in the
 * path.
 */
export async function localeOf(): Promise<Locale> {
  const chosen = (await cookies()).get("locale")?.value;
  if (chosen === "en" || chosen === "zh-CN") return chosen;
  const [wanted = ""] = ((await headers()).get("accept-language") ?? "").split(",");
  return wanted.startsWith("en") ? "en" : "zh-CN";
}

export default getRequestConfig(async () => {
  const locale = await localeOf();
  const words = locale === "en" ? await import("#messages/en.json") : await import("#messages/zh-CN.json");
  return { locale, messages: words.default, timeZone: "Asia/Shanghai", onError: onMessageError };
});
