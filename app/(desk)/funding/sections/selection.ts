import type { z } from "zod";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { ExceptionFilter, FundingFilter, fundingGroups } from "#lib/funding/input.ts";

/** What of a URL a filter can use; a value that cannot be read is left out, and the page shows that it is. */
function readable<S extends z.ZodObject>(schema: S, query: Query): z.output<S> {
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, one(query[name])]));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const unusable = new Set(parsed.error.issues.map((issue) => issue.path[0]));
  return schema.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !unusable.has(name))));
}

/** The filter that a URL asks for. */
export const filterFrom = (query: Query): FundingFilter => readable(FundingFilter, query);
export const exceptionFilterFrom = (query: Query): ExceptionFilter => readable(ExceptionFilter, query);

/** A filter as parameters again, for links to the same selection elsewhere. */
export const queryOf = (filter: FundingFilter | ExceptionFilter): Query =>
  Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

export const groups = fundingGroups.filter((group) => group !== "stage");
export type Group = (typeof groups)[number];
export const groupFrom = (query: Query, usual: Group): Group =>
  groups.find((group) => group === one(query.by)) ?? usual;

/** What narrows a filter to one row of a grouping. */
export const narrowedTo = (group: Group, key: string): Query =>
  group === "town" || group === "village"
    ? { node: key }
    : group === "project"
      ? { project: key }
      : { [group]: key };

export const ledgerPath = (filter: FundingFilter, change: Query = {}) =>
  withQuery("/funding/postings", queryOf(filter), change);
export const totalsPath = (filter: FundingFilter, by: Group, change: Query = {}) =>
  withQuery("/funding", { ...queryOf(filter), by }, change);
export const exceptionsPath = (filter: ExceptionFilter, change: Query = {}) =>
  withQuery("/funding/exceptions", queryOf(filter), change);
/** The page of one exception. */
export const exceptionPath = (kind: string, key: string) => withQuery(`/funding/exceptions/${kind}`, { key });
