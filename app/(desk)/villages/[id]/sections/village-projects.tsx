import { incomeLedger } from "#app/_parts/income/ledger-query.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { LightOf } from "#app/(desk)/projects/sections/light-of.tsx";
import { WhyText } from "#app/(desk)/projects/sections/why-text.tsx";
import type { LitProject } from "#lib/projects/queries/project-card.ts";
import type { Card } from "./village-figures.tsx";

/**
 * The projects that the village takes part in, each with its light and sentence, and what it brought in the
 * year.
 */
export async function Projects({ projects, card }: { projects: LitProject[]; card: Card }) {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  return (
    <section className="sheet keep">
      <div className="sheet-head pb-2">
        <h2>{t("village.projects")}</h2>
        <span className="note">{t("app.rows", { count: projects.length })}</span>
      </div>
      {projects.length === 0 ? (
        <p className="note px-4 pb-4">{t("village.noProjects")}</p>
      ) : (
        <div className="table-scroll">
          <table className="grid-table">
            <thead>
              <tr>
                <th scope="col">{t("village.light")}</th>
                <th scope="col">{t("village.project")}</th>
                <th scope="col" className="num">
                  {t("village.share")}
                </th>
                <th scope="col" className="num">
                  {t("village.projectIncome", { year: card.year })}
                  <small className="block text-ink-3">{unit}</small>
                </th>
              </tr>
            </thead>
            <tbody>
              {projects.map((project) => (
                <tr key={project.id}>
                  <td>
                    <LightOf light={project.light} override={project.override} />
                  </td>
                  <td>
                    <Link href={`/projects/${project.id}`}>
                      {project.number} {project.name}
                    </Link>
                    <span className="block text-xs text-ink-3">
                      <WhyText why={project.why} remedies={project.remedies} />
                    </span>
                  </td>
                  <td className="num">
                    {(
                      (project.villages.find((each) => each.villageId === card.village.id)?.shareBp ?? 0) /
                      100
                    ).toFixed(2)}
                    %
                  </td>
                  <td className="num">
                    {card.byProject.has(project.id) ? (
                      <Link
                        href={incomeLedger(card.village.code, {
                          from: `${card.year}-01`,
                          to: `${card.year}-12`,
                          project: String(project.id),
                          countedBy: "total",
                        })}
                      >
                        <Money fen={card.byProject.get(project.id)} />
                      </Link>
                    ) : (
                      "—"
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
