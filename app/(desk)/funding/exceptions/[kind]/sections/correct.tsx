import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { Exception } from "#lib/funding/queries/exceptions.ts";

/**
 * Where what is wrong is put right: a reversal of what was posted, a posting of what is missing, the
 * project's own form.
 */
export async function Correct({ exception: { kind, project } }: { exception: Exception }) {
  const t = await getTranslations("exceptions");
  return (
    <section className="sheet no-print p-4">
      <h2 className="mb-1">{t("correct")}</h2>
      <p className="note mb-3">{t("correctNote")}</p>
      {kind === "bothLists" ? (
        <Link className="button" href={`/projects/${project.id}/edit`}>
          {t("openProject")}
        </Link>
      ) : (
        <Link className="button" href={`/funding/new?project=${project.id}`}>
          {t("postMissing")}
        </Link>
      )}
    </section>
  );
}
