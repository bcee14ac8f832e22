import { createTranslator } from "next-intl";
import type { Translate } from "#lib/core/columns.ts";
import en from "#messages/en.json";
import zh from "#messages/zh-CN.json";
import type { Locale } from "./locale.ts";
import { onMessageError } from "./message-error.ts";

/** The words of a language by key, for what lib writes: files and paper. */
export function translateIn(locale: Locale): Translate {
  const messages = locale === "en" ? en : zh;
  const t = createTranslator({ locale, messages, timeZone: "Asia/Shanghai", onError: onMessageError });
  return (key, values) => t(key as Parameters<typeof t>[0], values);
}
