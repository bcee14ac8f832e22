/** What a form sends, nested by its field names: `evidence.approved`, `rows.0.amount`. */
export type Fields = { [name: string]: string | Fields | (string | Fields)[] };

const forbidden = new Set(["__proto__", "prototype", "constructor"]);
const mostDepth = 5;

/** A name that no field of ours has: React's own fields, and what every object has besides. */
export const isOddName = (name: string): boolean => {
  const parts = partsOf(name);
  return name.startsWith("$") || parts.length > mostDepth || parts.some((part) => forbidden.has(part));
};
const partsOf = (name: string): string[] => name.replace(/\[\]$/, "").split(".");

/**
 * Form data as plain values: repeated names become lists, dots nest, numbered parts become lists. Files
 * (`fileFieldsOf`) and React's own fields are left out.
 */
export function fieldsOf(form: FormData): Fields {
  const root: Fields = Object.create(null);
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name).filter((value) => typeof value === "string");
    if (values.length === 0 || isOddName(name)) continue;
    const parts = partsOf(name);
    const list = name.endsWith("[]") || values.length > 1;
    place(root, parts, list ? values : (values[0] ?? ""));
  }
  return listsOf(root) as Fields;
}

/**
 * A file that a form sends, as further fields of it: its text under `name`, beside `fileName`. None where
 * none was chosen.
 */
export async function fileFieldsOf(form: FormData, name: string): Promise<Fields> {
  const file = form.get(name);
  if (!(file instanceof File) || file.size === 0) return {};
  return { [name]: textOf(await file.arrayBuffer()), fileName: file.name.slice(-200) };
}

/** UTF-8; what is none was written by a Chinese Windows program. */
function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

function place(into: Fields, [part = "", ...rest]: string[], value: string | string[]) {
  if (rest.length === 0) {
    into[part] = value;
    return;
  }
  const next = into[part];
  const nested: Fields = typeof next === "object" && !Array.isArray(next) ? next : Object.create(null);
  into[part] = nested;
  place(nested, rest, value);
}

/** Objects whose names are all numbers are lists, in that order. */
function listsOf(value: Fields[string]): Fields[string] {
  if (typeof value === "string" || Array.isArray(value)) return value;
  const names = Object.keys(value);
  if (names.length > 0 && names.every((name) => /^\d+$/.test(name))) {
    return names
      .toSorted((a, b) => Number(a) - Number(b))
      .map((name) => listsOf(value[name] ?? "") as string | Fields);
  }
  return Object.fromEntries(names.map((name) => [name, listsOf(value[name] ?? "")]));
}
