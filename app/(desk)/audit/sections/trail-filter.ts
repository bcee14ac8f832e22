import { z } from "zod";
import { one, type Query } from "#app/_ui/search-params.ts";
import type { TrailFilter } from "#lib/audit/queries/trail.ts";
import { optionalDay } from "#lib/core/fields.ts";

// What cannot be read is left out: a filter in a URL never fails a page.
const word = (form: RegExp) => z.string().regex(form).optional().catch(undefined);
const Parameters = z.object({
  person: z
    .union([z.literal("operator"), z.coerce.number().int().positive()])
    .optional()
    .catch(undefined),
  verb: word(/^[a-zA-Z.]{1,60}$/),
  subjectType: word(/^[a-z]{1,30}$/),
  subject: z.string().trim().min(1).max(60).optional().catch(undefined),
  from: optionalDay.catch(undefined),
  to: optionalDay.catch(undefined),
  before: z.coerce.number().int().positive().optional().catch(undefined),
});

/** The trail's filter and the event before which the page begins, from the URL. */
export const trailFilter = (query: Query): TrailFilter & { before?: number | undefined } =>
  Parameters.parse(Object.fromEntries(Object.keys(Parameters.shape).map((name) => [name, one(query[name])])));
