import { cookies } from "next/headers";
import { cache } from "react";
import { type Unit, unitIn, unitsOf } from "#lib/core/money.ts";
import { localeOf, locales } from "./locale.ts";

/**
 * The unit that amounts are shown in: what the reader last chose, else 万元, or millions where the language
 * counts so.
 */
export const unitOf = cache(async (): Promise<Unit> => {
  const chosen = (await cookies()).get("unit")?.value;
  return unitIn(
    await localeOf(),
    locales.flatMap(unitsOf).find((unit) => unit === chosen),
  );
});
