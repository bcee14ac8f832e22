// node bin/trail-words.ts: writes the product's words for what an exported trail shows in words into
// bin/verify-trail.mjs.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { subjectTypes } from "#lib/core/audit-entry.ts";
import { headingOf, type Translate, wordIn } from "#lib/core/columns.ts";
import type { Namespace } from "#lib/core/message-keys.ts";
import { auditColumns, roles, verbs } from "#lib/exports/queries/audit-extract.ts";
import { wordsIn } from "./district.ts";

const verifier = new URL("./verify-trail.mjs", import.meta.url);
const block = /(?<=const words = JSON\.parse\(`\n)[^`]*(?=\n`\);)/;

const listed = (codes: readonly string[], path: Namespace, words: Translate) =>
  Object.fromEntries(codes.map((code) => [code, wordIn(words, path, code)]));

/** The verifier's text with today's words. */
export function withWords(source: string): string {
  const all = ["zh-CN", "en"].map((language) => {
    const words = wordsIn(language);
    const heads = auditColumns.map((column) => headingOf(column, words));
    const lists = {
      role: listed(roles, "role", words),
      verb: listed(verbs, "verb", words),
      type: listed(subjectTypes, "audit.type", words),
    };
    return [language, { columns: heads, ...lists }];
  });
  return source.replace(block, () => JSON.stringify(Object.fromEntries(all), null, 1));
}

export const verifierText = () => readFileSync(verifier, "utf8");

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(verifier, withWords(verifierText()));
