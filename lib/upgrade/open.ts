import { eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { settings } from "#db/schema/index.ts";
import { operator } from "#lib/access/operator.ts";
import { businessNow, demonstrationDay, isDemonstration } from "#lib/core/context.ts";
import type { Day } from "#lib/core/dates.ts";
import { takeOverMonths } from "#lib/filing/commands/takeover.ts";
import { takeOverIsDue } from "#lib/filing/rules/takeover-setting.ts";
import { openDatabase } from "#lib/views/open-database.ts";

type How = {
  /** The day that the business clock stands on, if it does. */ today: Day | undefined;
  tell: (line: string) => void;
};

/**
 * Opens a database, migrated where needed, and does what a migration left to the domain before anybody reads
 * it. A start that was cut off between the two does it the next time.
 * @param tell what the operator should know, a line each
 */
export async function openUpgraded(url: string, { today, tell }: How): Promise<Db> {
  const db = await openDatabase(url);
  try {
    if (db.migrated) {
      const { from, to, copy } = db.migrated;
      tell(
        `数据库已从 ${from} 升级到 ${to}，升级前的副本：${copy} · The database was upgraded from ${from} to ${to}; the copy made before: ${copy}`,
      );
    }
    await takeOver(db, { today, tell });
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function takeOver(db: Db, { today, tell }: How): Promise<void> {
  const [due] = await db.select().from(settings).where(eq(settings.key, takeOverIsDue));
  if (!due) return;
  const now = businessNow(new Date(), today ?? ((await isDemonstration(db)) ? demonstrationDay : undefined));
  const taken = await takeOverMonths({ db, actor: operator, now, request: "upgrade" });
  if (!taken) return;
  const { months, towns } = taken;
  tell(
    `审核功能启用前已计入的数据（${towns} 个镇街、${months} 个月报）已按原样承接为已审核，看板数字不变 · What counted before approval existed (${months} months of ${towns} towns) was taken over as approved; boards show what they showed`,
  );
}
