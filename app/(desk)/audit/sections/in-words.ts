import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import type { FieldChange } from "#lib/audit/rules/changes.ts";
import { formatFen } from "#lib/core/money.ts";

// Where the words of a field's values stand, by the field's last part.
const lists: Record<string, string> = {
  stage: "funding.stage",
  limit: "funding.stage",
  source: "funding.source",
  phase: "project.phases",
  level: "project.levels",
  type: "project.types",
  sector: "project.sectors",
  delayReason: "project.delayReasons",
  light: "light",
  role: "role",
  duty: "duty",
  secondFactor: "door.secondFactorOf",
  verb: "verb",
  datum: "map.datums",
  state: "filing.state",
};

/** Ids stand beside the names they belong to: they come last. */
const isId = ({ field }: FieldChange) => /(^|\.)(id|\w+Id)$/.test(field);

/** The changes of an event as a reader reads them: named fields, values in words, ids last. */
export async function changesInWords(): Promise<
  (changes: FieldChange[]) => { key: string; name: string; before: string; after: string }[]
> {
  const t = await getTranslations();
  const nameOf = (part: string) =>
    /^\d+$/.test(part) ? String(Number(part) + 1) : (knownWord(t, `audit.field.${part}`) ?? part);
  const text = (field: string, value: unknown): string => {
    if (value === null || value === "") return "";
    if (typeof value === "boolean") return t(value ? "app.yes" : "app.no");
    if (typeof value === "number") return field.endsWith("Fen") ? `¥${formatFen(value)}` : String(value);
    const key = `${lists[field.split(".").at(-1) ?? ""]}.${value}`;
    if (typeof value === "string") return knownWord(t, key) ?? value;
    return Array.isArray(value)
      ? value.map((each) => text(field, each)).join(t("board.comma"))
      : String(value);
  };
  return (changes) =>
    changes
      .toSorted((a, b) => Number(isId(a)) - Number(isId(b)))
      .map(({ field, before, after }) => ({
        key: field,
        name: field.split(".").map(nameOf).join(" "),
        before: text(field, before),
        after: text(field, after),
      }))
      .filter(({ before, after }) => before !== after);
}
