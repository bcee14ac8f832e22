import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";

/** What is not there yet, each with the way to it. */
export async function MissingList({ filed }: { filed: FiledMonth }) {
  const t = await getTranslations("filing");
  const { town, month, missing, exceptions } = filed;
  return (
    <section className="sheet p-4">
      <h2>{t("missing")}</h2>
      {filed.complete && <p className="mt-2 text-ok">✓ {t("allThere")}</p>}
      <ul className="mt-2 grid gap-2 text-[13px] empty:hidden">
        {missing.villages.length > 0 && (
          <li>
            <p className="font-semibold">{t("missingVillages", { count: missing.villages.length })}</p>
            <p className="flex flex-wrap gap-x-3">
              {missing.villages.map((village) => (
                <Link
                  key={village.id}
                  className="link"
                  href={`/income?month=${month}&town=${town.id}#v${village.id}`}
                >
                  <Name of={village.name} />
                </Link>
              ))}
            </p>
          </li>
        )}
        {missing.projects.length > 0 && (
          <li>
            <p className="font-semibold">{t("missingProjects", { count: missing.projects.length })}</p>
            <p className="flex flex-wrap gap-x-3">
              {missing.projects.map((project) => (
                <Link key={project.id} className="link" href={`/projects/${project.id}`}>
                  {project.number} {project.name}
                </Link>
              ))}
            </p>
          </li>
        )}
        {missing.shares.length > 0 && (
          <li>
            <p className="font-semibold">{t("missingShares", { count: missing.shares.length })}</p>
            <p className="flex flex-wrap gap-x-3">
              {missing.shares.map((share) => (
                <Link
                  key={share.id}
                  className="link"
                  href={`/income/receipts?receipt=${share.receiptId}#r${share.receiptId}`}
                >
                  <Name of={share.village} /> <Money fen={share.amountFen} unit="yuan" />
                </Link>
              ))}
            </p>
          </li>
        )}
        {missing.remarks > 0 && (
          <li className="font-semibold">{t("missingAnswers", { count: missing.remarks })}</li>
        )}
        {exceptions > 0 && (
          <li>
            <Link className="link" href={`/funding?node=${town.code}`}>
              {t("exceptions", { count: exceptions })}
            </Link>
          </li>
        )}
      </ul>
    </section>
  );
}
