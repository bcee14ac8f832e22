import { cache } from "react";
import { storageLastKnown } from "#lib/core/disk.ts";
import { database } from "./database.ts";

/** Why nothing can be saved at the moment: the disk is full, or it fails. Null while all is well. */
export const closedFor = cache(async (): Promise<"full" | "failing" | null> => {
  const { failure } = await storageLastKnown(await database());
  if (failure === null) return null;
  return /FULL|ENOSPC|EDQUOT|53100/.test(failure) ? "full" : "failing";
});
