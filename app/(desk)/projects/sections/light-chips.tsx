import { lightShapes } from "#app/_parts/project/light-shapes.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import type { ProjectFilter } from "#lib/projects/input.ts";
import type { Register } from "#lib/projects/queries/register.ts";

type Props = { register: Register; rows: number; query: Query; filter: ProjectFilter };

/** How many projects each light has, each a link to them. */
export async function LightChips({ register, rows, query, filter }: Props) {
  const t = await getTranslations();
  return (
    <nav
      aria-label={t("project.byLight")}
      className="no-print flex flex-wrap gap-2 border-t border-line px-3 py-2.5"
    >
      <Link
        className="chip"
        aria-current={filter.light ? undefined : "true"}
        href={withQuery("/projects", query, { light: undefined, page: undefined })}
      >
        {t("app.all")} <b>{rows}</b>
      </Link>
      {(["red", "yellow", "grey", "green", "paused"] as const).map((light) => (
        <Link
          key={light}
          className="chip"
          aria-current={filter.light === light ? "true" : undefined}
          href={withQuery("/projects", query, { light, page: undefined })}
        >
          <span className={`light light-${light}`}>
            <span aria-hidden="true">{lightShapes[light]}</span> {t(`light.${light}`)}
          </span>
          <b>{register.byLight[light]}</b>
        </Link>
      ))}
      {register.byLight.ended > 0 && (
        <Link
          className="chip"
          aria-current={filter.light === "ended" ? "true" : undefined}
          href={withQuery("/projects", query, { light: "ended", page: undefined })}
        >
          ✕ {t("project.ended")} <b>{register.byLight.ended}</b>
        </Link>
      )}
    </nav>
  );
}
