import { History } from "#app/_parts/audit/history-list.tsx";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import type { TrailEvent } from "#lib/audit/queries/trail.ts";

const chosen: Record<string, string> = {
  level: "project.levels",
  type: "project.types",
  sector: "project.sectors",
  phase: "project.phases",
  delayReason: "project.delayReasons",
  light: "light",
};

/** Who changed what of a project, field by field, in the reader's words. */
export async function ProjectHistory({ events }: { events: TrailEvent[] }) {
  const t = await getTranslations();
  const named = (list: string, value: string) => knownWord(t, `${list}.${value}`) ?? value;
  const fieldName = (field: string) => {
    const [group, phase] = field.split(".");
    if (group === "planned" && phase) return `${t("project.planned")} · ${named("project.phases", phase)}`;
    if (group === "evidence" && phase)
      return `${t("project.evidenceTitle")} · ${named("project.phases", phase)}`;
    return knownWord(t, `project.fields.${field}`);
  };
  const show = (field: string, value: unknown) => {
    if (typeof value !== "string" || value === "") return undefined;
    const group = chosen[field];
    if (group) return named(group, value);
    if (field === "approaches")
      return value
        .split(" ")
        .map((approach) => named("project.approaches", approach))
        .join(" · ");
    return undefined;
  };
  // What was left empty and stays so is no change to a reader.
  const said = events.map((event) => ({
    ...event,
    changes: event.changes.filter((change) => (change.before || "") !== (change.after || "")),
  }));
  return <History events={said} fieldName={fieldName} show={show} />;
}
