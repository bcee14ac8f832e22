import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { settings } from "#db/schema/index.ts";
import { isDemonstration } from "#lib/core/context.ts";
import { demonstrationSecret } from "#lib/core/env.ts";
import { rootOf } from "#lib/divisions/queries/divisions.ts";

// The server's secret seals second factors and makes one-time passwords: with another one nobody's codes are
// right any more, and with the demonstration's, which anybody can read, they are nobody's secret.

const key = "secretFingerprint";
/** Enough to tell another secret, useless for finding this one. */
const fingerprintOf = (secret: string) =>
  createHmac("sha256", secret).update("the fingerprint of the server's secret").digest("hex").slice(0, 16);

/**
 * Holds `secret` against the one that a real district has been kept with, and remembers the first.
 * @throws one plain sentence for another one, and for the demonstration's
 */
export async function requireOwnSecret(db: Db, secret: string): Promise<void> {
  if ((await rootOf(db)) === null || (await isDemonstration(db))) return;
  if (secret === demonstrationSecret)
    throw new Error(
      "GUATU_SECRET is missing: a real district is not kept with the demonstration's. `init --empty` wrote one to .env; keep it there.",
    );
  const own = fingerprintOf(secret);
  const first = await db.transaction(async (tx) => {
    const [kept] = await tx.select({ value: settings.value }).from(settings).where(eq(settings.key, key));
    if (!kept) await tx.insert(settings).values({ key, value: own });
    return kept?.value ?? own;
  });
  if (first !== own)
    throw new Error(
      "GUATU_SECRET is not the one that this district has been kept with: two-step sign-in would refuse everybody. Give that one back.",
    );
}
