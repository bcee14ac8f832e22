import { cachedPage } from "#app/_server/cache/page-cache.ts";

/** Where next.config.ts sends the pages that are kept; what is asked for stands in the request. */
export const GET = cachedPage;
