import { incomeLedger } from "#app/_parts/income/ledger-query.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { Table } from "#app/_ui/table.tsx";
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
  const { village, year } = card;
  const shareIn = (villages: LitProject["villages"]) =>
    `${((villages.find((each) => each.villageId === village.id)?.shareBp ?? 0) / 100).toFixed(2)}%`;
  const ledger = (id: number) =>
    incomeLedger(village.code, {
      from: `${year}-01`,
      to: `${year}-12`,
      project: String(id),
      countedBy: "total",
    });
  return (
    <section className="sheet keep">
      <div className="sheet-head pb-2">
        <h2>{t("village.projects")}</h2>
        <span className="note">{t("app.rows", { count: projects.length })}</span>
      </div>
      <Table
        label={t("village.projects")}
        rows={projects}
        rowKey={(project) => project.id}
        empty={<p className="note px-4 pb-4">{t("village.noProjects")}</p>}
        columns={[
          {
            head: t("village.light"),
            cell: ({ light, override }) => <LightOf light={light} override={override} />,
          },
          {
            head: t("village.project"),
            cell: ({ id, number, name, why, remedies }) => (
              <>
                <Link href={`/projects/${id}`}>
                  {number} {name}
                </Link>
                <span className="block text-xs text-ink-3">
                  <WhyText why={why} remedies={remedies} />
                </span>
              </>
            ),
          },
          {
            kind: "percent",
            head: t("village.share"),
            cell: ({ villages }) => shareIn(villages),
          },
          {
            kind: "money",
            head: t("village.projectIncome", { year }),
            unit,
            cell: ({ id }) => card.byProject.get(id) ?? "—",
            href: ({ id }) => card.byProject.has(id) && ledger(id),
          },
        ]}
      />
    </section>
  );
}
