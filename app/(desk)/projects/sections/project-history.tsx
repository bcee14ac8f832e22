import { History } from "#app/_parts/audit/history-list.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { TrailEvent } from "#lib/audit/queries/trail.ts";

const chosen: Record<string, string> = {
  level: "levels",
  type: "types",
  sector: "sectors",
  phase: "phases",
  delayReason: "delayReasons",
};

/** Who changed what of a project, field by field, in the reader's words. */
export async function ProjectHistory({ events }: { events: TrailEvent[] }) {
  const t = await getTranslations();
  const fieldName = (field: string) => {
    const [group, phase] = field.split(".");
    if (group === "planned" && phase) return `${t("project.planned")} · ${t(`project.phases.${phase}`)}`;
    if (group === "evidence" && phase)
      return `${t("project.evidenceTitle")} · ${t(`project.phases.${phase}`)}`;
    return t.has(`project.fields.${field}`) ? t(`project.fields.${field}`) : undefined;
  };
  const show = (field: string, value: unknown) => {
    if (typeof value !== "string" || value === "") return undefined;
    const group = chosen[field];
    if (group) return t(`project.${group}.${value}`);
    if (field === "light") return t(`light.${value}`);
    if (field === "approaches")
      return value
        .split(" ")
        .map((approach) => t(`project.approaches.${approach}`))
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
