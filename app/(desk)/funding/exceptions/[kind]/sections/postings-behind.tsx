import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { withQuery } from "#app/_ui/search-params.ts";
import { LedgerTable } from "#app/(desk)/funding/sections/ledger-table.tsx";
import type { Exception } from "#lib/funding/queries/exceptions.ts";
import type { LedgerRow } from "#lib/funding/queries/ledger.ts";

/** The postings that the exception is found in. */
export async function PostingsBehind({ exception, rows }: { exception: Exception; rows: LedgerRow[] }) {
  if (rows.length === 0) return null;
  const t = await getTranslations("exceptions");
  const { project, source } = exception;
  return (
    <section className="sheet lg:col-span-2">
      <div className="sheet-head mb-2">
        <h2>{t("postings")}</h2>
        <Link
          className="link text-[13px]"
          href={withQuery("/funding/postings", {
            project: String(project.id),
            source: source ?? undefined,
            approvedOnly: "false",
          })}
        >
          {t("allPostings")}
        </Link>
      </div>
      <LedgerTable rows={rows} ofVillage={false} />
    </section>
  );
}
