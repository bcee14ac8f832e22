import { Name } from "#app/_parts/division/name.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
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
      <TableScroll className="mt-2" label={t("preview", { on })}>
        <table className="grid-table">
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">{t("rule")}</span>
              </th>
              {lights.map((light) => (
                <th key={light} scope="col" className="num">
                  <LightMark light={light} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(
              [
                ["now", before],
                ["then", after],
              ] as const
            ).map(([name, counts]) => (
              <tr key={name}>
                <th scope="row">{t(name)}</th>
                {lights.map((light) => (
                  <td
                    key={light}
                    className={`num ${name === "then" && before[light] !== after[light] ? "font-semibold" : ""}`}
                  >
                    {counts[light]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
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
