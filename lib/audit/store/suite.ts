import type { Reader } from "#db/client.ts";
import { requireGm } from "#lib/core/gm.ts";
import { headOf, suiteOf } from "./record.ts";

/**
 * Holds what the trail is hashed with against this machine and what it was asked for.
 * @param gm `GUATU_CRYPTO=gm` was given
 * @throws one plain sentence where this Node cannot, or where the trail began with SHA-256, which no setting
 * changes
 */
export async function requireSuite(db: Reader, gm: boolean): Promise<void> {
  const suite = await suiteOf(db);
  if (suite === "sm3") requireGm();
  else if (gm && (await headOf(db)).seq > 0)
    throw new Error(
      "GUATU_CRYPTO=gm, but this district was founded with SHA-256, and a log is hashed as it began: remove it, or found a new district with it. 本区县建立时未选国密，日志算法不能中途更换。",
    );
}
