/** A page's search parameters: the one place where a filter is kept. */
export type Query = Record<string, string | string[] | undefined>;

/** `path` with `query` and some of it changed; `undefined` takes a parameter out. `done` never travels on. */
export function withQuery(path: string, query: Query, change: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, done: undefined, ...change })) {
    for (const each of Array.isArray(value) ? value : [value]) if (each) parameters.append(name, each);
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** The one value of a parameter, when there is one. */
export const one = (value: string | string[] | undefined): string | undefined =>
  (Array.isArray(value) ? value[0] : value) || undefined;

/** The page that is asked for, from 1. */
export const pageOf = (query: Query): number => Math.max(1, Math.floor(Number(one(query.page))) || 1);

/** A local address on a day, given or past; without one it is today's. */
export const onDayOf = (href: string, asOf: string | undefined): string =>
  asOf ? `${href}${href.includes("?") ? "&" : "?"}asOf=${asOf}` : href;
