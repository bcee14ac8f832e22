type Schema = {
  $ref?: string;
  anyOf?: Schema[];
  type?: string | string[];
  enum?: unknown[];
  pattern?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
};

/**
 * Where `value` is not as the schema says, path by path; the part of JSON Schema that our description uses.
 */
export function misfits(
  value: unknown,
  schema: Schema,
  root: { components: { schemas: Record<string, Schema> } },
  path = "$",
): string[] {
  if (schema.$ref)
    return misfits(value, root.components.schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}, root, path);
  if (schema.anyOf) {
    const tries = schema.anyOf.map((each) => misfits(value, each, root, path));
    return tries.some((found) => found.length === 0) ? [] : (tries[0] ?? []);
  }
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (
    types.length > 0 &&
    !types.includes(typeOf(value)) &&
    !(typeOf(value) === "integer" && types.includes("number"))
  ) {
    return [`${path} is ${typeOf(value)}, not ${types.join(" or ")}`];
  }
  if (schema.enum && !schema.enum.includes(value)) return [`${path} is ${JSON.stringify(value)}`];
  if (schema.pattern && typeof value === "string" && !new RegExp(schema.pattern).test(value))
    return [`${path} is ${value}`];
  if (Array.isArray(value))
    return value.flatMap((each, at) =>
      schema.items ? misfits(each, schema.items, root, `${path}[${at}]`) : [],
    );
  if (typeof value !== "object" || value === null) return [];
  const missing = (schema.required ?? [])
    .filter((name) => !(name in value))
    .map((name) => `${path}.${name} is missing`);
  return [
    ...missing,
    ...Object.entries(value).flatMap(([name, inner]) => {
      const of = schema.properties?.[name] ?? schema.additionalProperties ?? true;
      if (of === false) return [`${path}.${name} is not described`];
      return of === true ? [] : misfits(inner, of, root, `${path}.${name}`);
    }),
  ];
}

const typeOf = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
};
