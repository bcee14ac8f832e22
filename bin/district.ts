// What the operator's commands that look at figures need: the district of the database, and its words.
import { createTranslator } from "use-intl/core";
import type { Db } from "#db/client.ts";
import { operator } from "#lib/access/operator.ts";
import type { Translate } from "#lib/core/columns.ts";
import { businessNow, type Ctx, demonstrationDay, isDemonstration } from "#lib/core/context.ts";
import { rootOf } from "#lib/divisions/queries/divisions.ts";
import en from "#messages/en.json" with { type: "json" };
import zh from "#messages/zh-CN.json" with { type: "json" };
import { env, Plain } from "./console.ts";

/**
 * The operator of this district: what is looked at lies within it, and a filter without a place means all of
 * it.
 */
export async function operatorIn(db: Db): Promise<Ctx> {
  const root = await rootOf(db);
  if (!root) throw new Plain("The database holds no district yet: run init first. 请先运行 init。");
  const standsOn = env.today ?? ((await isDemonstration(db)) ? demonstrationDay : undefined);
  return {
    db,
    actor: { ...operator, scope: root },
    now: businessNow(new Date(), standsOn),
    request: "operator",
  };
}

export function wordsIn(language: string): Translate {
  const t = createTranslator({
    locale: language === "en" ? "en" : "zh-CN",
    messages: language === "en" ? en : zh,
    timeZone: "Asia/Shanghai",
    onError(error) {
      if (!env.production) throw error;
      console.error(error.message);
    },
  });
  return (key, values) => t(key as Parameters<typeof t>[0], values);
}
