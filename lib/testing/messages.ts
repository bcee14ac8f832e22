import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Translate } from "#lib/core/columns.ts";

type Messages = { [key: string]: string | Messages };

/**
 * The words of a language as files are written in them; of what a message chooses by, the last branch. Enough
 * for headings and lists.
 */
export function translateOf(locale: "zh-CN" | "en"): Translate {
  const messages = JSON.parse(
    readFileSync(join(import.meta.dirname, "..", "..", "messages", `${locale}.json`), "utf8"),
  ) as Messages;
  return (key, values = {}) => {
    const found = key
      .split(".")
      .reduce<string | Messages | undefined>(
        (at, part) => (typeof at === "object" ? at[part] : undefined),
        messages,
      );
    if (typeof found !== "string") throw new Error(`There is no message ${key}`);
    return found
      .replace(/\{\w+, (?:select|plural),(?:[^{}]|\{[^{}]*\})*?other \{([^{}]*)\}\}/g, "$1")
      .replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  };
}
