import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import type { GanttFilter } from "#lib/board/input.ts";
import type { Gantt } from "#lib/board/queries/gantt.ts";

type Props = { level: Gantt["node"]["level"]; by: GanttFilter["by"]; query: Query };

/** Whether the bars stand by place or by phase. */
export async function Grouping({ level, by, query }: Props) {
  const t = await getTranslations();
  const names = {
    place: level === "county" ? "byTown" : level === "town" ? "byVillage" : "byPlace",
    phase: "byPhase",
  } as const;
  return (
    <nav className="seg" aria-label={t("gantt.by")}>
      {(["place", "phase"] as const).map((each) => (
        <Link
          key={each}
          href={withQuery("/board/gantt", query, { by: each === "phase" ? each : undefined })}
          aria-current={by === each ? "true" : undefined}
        >
          {t(`gantt.${names[each]}`)}
        </Link>
      ))}
    </nav>
  );
}
