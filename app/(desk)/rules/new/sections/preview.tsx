import { Name } from "#app/_parts/division/name.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import type { ProjectStatus } from "#lib/projects/queries/status.ts";
import type { ThresholdsPreview } from "#lib/projects/rules/lights-under-thresholds.ts";

const lights = ["green", "yellow", "red", "grey", "paused"] as const;

/**
 * What the numbers would change if they were in force today: how many of each light, and whose light it is.
 */
export async function Preview({
  preview: { moves, before, after },
  on,
}: {
  preview: ThresholdsPreview<ProjectStatus>;
  on: string;
}) {
  const t = await getTranslations("rules");
  return (
    <section className="sheet pb-2">
      <div className="sheet-head">
        <h2>{t("preview", { on })}</h2>
        <span className="note">{t("previewHint")}</span>
      </div>
      <Table
        label={t("preview", { on })}
        box="mt-2"
        rows={[
          { name: "now" as const, counts: before },
          { name: "then" as const, counts: after },
        ]}
        rowKey={({ name }) => name}
        columns={[
          { kind: "name", head: <span className="sr-only">{t("rule")}</span>, cell: ({ name }) => t(name) },
          ...lights.map(
            (light): Column<{ name: "now" | "then"; counts: typeof before }> => ({
              kind: "count",
              head: <LightMark light={light} />,
              look: ({ name }) =>
                name === "then" && before[light] !== after[light] ? "font-semibold" : undefined,
              cell: ({ counts }) => counts[light],
            }),
          ),
        ]}
      />
      <p className="px-4 pt-3 font-semibold" role="status">
        {t("moves", { count: moves.length })}
      </p>
      {moves.length > 0 && (
        <ul className="grid gap-x-6 px-4 py-2 sm:grid-cols-2">
          {moves.map(({ project, from, to }) => (
            <li
              key={project.id}
              className="flex flex-wrap items-baseline gap-x-2 border-b border-line py-1.5"
            >
              <Link className="link" href={`/projects/${project.id}`}>
                {project.number} {project.name}
              </Link>
              <span className="text-xs text-ink-3">
                <Name of={project.town} />
              </span>
              <span className="ml-auto whitespace-nowrap">
                <LightMark light={from} /> → <LightMark light={to} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
