import { cookies } from "next/headers";
import { cache } from "react";
import { type Unit, units } from "#lib/money.ts";

/** The unit that amounts are shown in: what the reader last chose, else 万元. */
export const unitOf = cache(async (): Promise<Unit> => {
  const chosen = (await cookies()).get("unit")?.value;
  return units.find((unit) => unit === chosen) ?? "wan";
});
