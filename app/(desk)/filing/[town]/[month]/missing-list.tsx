import { getTranslations } from "next-intl/server";
import { Link } from "#app/_components/link.tsx";
import { Money } from "#app/_components/money.tsx";
import type { FiledMonth } from "#lib/filing/month.ts";

/** What is not there yet, each with the way to it. */
export async function MissingList({ filed }: { filed: FiledMonth }) {
  const t = await getTranslations("filing");
  const { town, month, missing, exceptions } = filed;
  return (
    <section className="sheet p-4">
      <h2>{t("missing")}</h2>
      {filed.complete && <p className="mt-2 text-ok">✓ {t("allThere")}</p>}
      <dl className="mt-2 grid gap-2 text-[13px]">
        {missing.villages.length > 0 && (
          <div>
            <dt className="font-semibold">{t("missingVillages", { count: missing.villages.length })}</dt>
            <dd className="flex flex-wrap gap-x-3">
              {missing.villages.map((village) => (
                <Link key={village.id} className="link" href={`/income?month=${month}&town=${town.id}#v${village.id}`}>
                  {village.name}
                </Link>
              ))}
            </dd>
          </div>
        )}
        {missing.projects.length > 0 && (
          <div>
            <dt className="font-semibold">{t("missingProjects", { count: missing.projects.length })}</dt>
            <dd className="flex flex-wrap gap-x-3">
              {missing.projects.map((project) => (
                <Link key={project.id} className="link" href={`/projects/${project.id}`}>
                  {project.number} {project.name}
                </Link>
              ))}
            </dd>
          </div>
        )}
        {missing.shares.length > 0 && (
          <div>
            <dt className="font-semibold">{t("missingShares", { count: missing.shares.length })}</dt>
            <dd className="flex flex-wrap gap-x-3">
              {missing.shares.map((share) => (
                <span key={share.id}>
                  {share.village} <Money fen={share.amountFen} unit="yuan" />
                </span>
              ))}
            </dd>
          </div>
        )}
        {missing.remarks > 0 && <dt className="font-semibold">{t("missingAnswers", { count: missing.remarks })}</dt>}
        {exceptions > 0 && (
          <dt>
            <Link className="link" href={`/funding?node=${town.code}`}>
              {t("exceptions", { count: exceptions })}
            </Link>
          </dt>
        )}
      </dl>
    </section>
  );
}
