import { expect, test } from "vitest";
import { demonstrationSecret } from "#lib/core/env.ts";
import { openEmpty, openWorld } from "#lib/testing/world.ts";
import { requireOwnSecret } from "./secret.ts";

const own = "a-secret-of-this-district-0123456789";

test("a real district is never kept with the demonstration's secret, nor with another than its first", async () => {
  const { db } = await openWorld();
  await expect(requireOwnSecret(db, demonstrationSecret)).rejects.toThrow("GUATU_SECRET is missing");
  await requireOwnSecret(db, own);
  await requireOwnSecret(db, own);
  await expect(requireOwnSecret(db, `${own}!`)).rejects.toThrow("is not the one");
  await requireOwnSecret(db, own);
});

test("an empty database asks for none", async () => {
  const { db } = await openEmpty();
  await requireOwnSecret(db, demonstrationSecret);
});
