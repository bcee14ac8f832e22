import { lightShapes } from "#app/_parts/project/light-shapes.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import type { ProjectFilter } from "#lib/projects/input.ts";
import type { Register } from "#lib/projects/queries/register.ts";

/** Which light of the board's count is shown, and the way back to all. */
export async function CountedLight({ counts, query }: { counts: ProjectFilter["counts"]; query: Query }) {
  if (!counts) return null;
  const t = await getTranslations();
  return (
    <p className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-2 text-[13px] text-ink-2">
      {t("board.counted", {
        light: counts === "all" ? t("app.all") : `${lightShapes[counts]} ${t(`light.${counts}`)}`,
      })}
      <Link
        className="link no-print"
        href={withQuery("/projects", query, { counts: undefined, page: undefined })}
      >
        {t("app.all")}
      </Link>
    </p>
  );
}

/** That the board counts each project once and its lights by their own rule, where that differs from the rows. */
export async function CountedNote({ register, rows }: { register: Register; rows: number }) {
  const { counted, byLight } = register;
  if (counted.physical === rows && counted.red === byLight.red) return null;
  const t = await getTranslations();
  return (
    <p className="note border-t border-line px-3 py-2">
      {t("project.countedNote", { rows, ...counted })}{" "}
      <Link className="link underline" href="/board">
        {t("nav.board")}
      </Link>
    </p>
  );
}
