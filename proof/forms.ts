// Forms as a page without scripts has them, and what a browser would send of them.

export type Field = {
  name: string;
  kind: "hidden" | "text" | "choice" | "check" | "file";
  /** The input's own type: `date`, `password`, `textarea`. */
  type: string;
  value: string;
  choices: string[];
  /** Ticked as the page came. */
  isChecked?: boolean;
  /** How long a text may be, where the page says so. */
  most: number | undefined;
};
export type Form = { path: string; fields: Field[] };

/** The forms of a page that post to an action. */
export function formsIn(html: string, path: string): Form[] {
  return [...html.matchAll(/<form\b[^>]*>(.*?)<\/form>/gs)]
    .map(([, inside = ""]) => ({ path, fields: fieldsIn(inside) }))
    .filter(({ fields }) => fields.some(({ name }) => name.startsWith("$ACTION")));
}

const fieldsIn = (html: string): Field[] =>
  [
    ...html.matchAll(
      /<input\b([^>]*?)\/?>|<select\b([^>]*)>(.*?)<\/select>|<textarea\b([^>]*)>(.*?)<\/textarea>/gs,
    ),
  ].flatMap(([, input, select, options = "", area, text = ""]) => {
    const tag = attributesOf(input ?? select ?? area ?? "");
    if (!tag.name || "disabled" in tag) return [];
    const field = {
      name: tag.name,
      value: tag.value ?? "",
      choices: [] as string[],
      most: Number(tag.maxlength) || undefined,
    };
    if (area !== undefined)
      return [{ ...field, kind: "text" as const, type: "textarea", value: decoded(text) }];
    if (select !== undefined) {
      const all = [...options.matchAll(/<option\b([^>]*)>/g)].map(([, each = ""]) => attributesOf(each));
      const choices = all.flatMap(({ value }) => value ?? []);
      return [
        {
          ...field,
          kind: "choice" as const,
          type: "select",
          choices,
          value: all.find((each) => "selected" in each)?.value ?? choices[0] ?? "",
        },
      ];
    }
    const type = tag.type ?? "text";
    if (type === "hidden" || type === "file") return [{ ...field, kind: type, type }] as Field[];
    if (type === "checkbox" || type === "radio")
      return [
        { ...field, kind: "check" as const, type, value: tag.value ?? "on", isChecked: "checked" in tag },
      ];
    return [{ ...field, kind: "text" as const, type }];
  });

const attributesOf = (tag: string): Record<string, string> =>
  Object.fromEntries(
    [...tag.matchAll(/([^\s="]+)(?:="([^"]*)")?/g)].map(([, name = "", value = ""]) => [
      name.toLowerCase(),
      decoded(value),
    ]),
  );

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };
const decoded = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#x27);/g, (_, name: string) => entities[name] ?? "");

export const isActions = ({ name }: Field): boolean => name.startsWith("$ACTION");

/**
 * What a browser sends: the action's own fields, and of each other one what `answer` gives; nothing where
 * that is null.
 */
export function sent(form: Form, answer: (field: Field) => string | File | null): FormData {
  const data = new FormData();
  for (const field of form.fields) {
    const value = isActions(field) ? field.value : answer(field);
    if (value !== null) data.append(field.name, value);
  }
  return data;
}
