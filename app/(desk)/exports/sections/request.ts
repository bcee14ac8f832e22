import { one, type Query } from "#app/_ui/search-params.ts";
import { type ExportKind, type ExportRequest, filterOf } from "#lib/exports/input.ts";

/**
 * What the page's parameters ask to export; a value that cannot be read, or is not of this kind, is left out.
 */
export function requestFrom(query: Query, kinds: readonly ExportKind[]): ExportRequest {
  const kind: ExportKind = kinds.find((each) => each === one(query.kind)) ?? "projects";
  const schema = filterOf[kind];
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, one(query[name])]));
  const parsed = schema.safeParse(given);
  const unusable = new Set(parsed.success ? [] : parsed.error.issues.map((issue) => issue.path[0]));
  const filter = parsed.success
    ? parsed.data
    : schema.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !unusable.has(name))));
  return { kind, filter } as ExportRequest;
}

export const parametersOf = ({ filter }: ExportRequest): Query =>
  Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
