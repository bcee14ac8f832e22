import { z } from "zod";
import { datums } from "#db/schema/maps.ts";
import { keyText, optionalText } from "#lib/core/fields.ts";

/** What a file may hold at most; the server's own limits on a form lie a little above (next.config.ts). */
export const largestFileBytes = 8_000_000;

/** A GeoJSON file of village points and outlines, as read, with the datum that its owner states. */
export const ImportMap = z.object({
  key: keyText,
  /** The division whose villages it is of. */
  node: z.string({ error: "required" }).regex(/^\d{12}$/, "required"),
  datum: z.enum(datums, { error: "notAChoice" }),
  fileName: optionalText(200),
  file: z.string({ error: "noFile" }).min(1, "noFile").max(largestFileBytes, "fileTooLarge"),
});
export type ImportMap = z.output<typeof ImportMap>;
