import type { z } from "zod";
import type { ViewFilter } from "#lib/core/fields.ts";

/** What every answer says of its figures: by which basis, and of which rows. */
export const asCounted = ({ basis, approvedOnly }: z.output<typeof ViewFilter>) => ({ basis, approvedOnly });
