import { getFormatter } from "next-intl/server";
import type { Month } from "#lib/core/dates.ts";

/** 2016年12月, December 2016. */
export async function monthName(month: Month): Promise<string> {
  return (await getFormatter()).dateTime(new Date(`${month}-15T00:00:00Z`), {
    year: "numeric",
    month: "long",
  });
}
