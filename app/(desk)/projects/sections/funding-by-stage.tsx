import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { stages } from "#db/schema/funding.ts";
import type { Ctx } from "#lib/core/context.ts";
import { yearOfMonth } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import { exceptionsOf } from "#lib/funding/queries/exceptions.ts";
import { carryOverOf, type FundingRow, fundingTotals } from "#lib/funding/queries/totals.ts";
import type { ByStage } from "#lib/funding/rules/stage-order.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";
import type { ProjectCard } from "#lib/projects/queries/project-card.ts";

/**
 * The project's money by source and stage. A key project that is a village project's twin has its money
 * there.
 */
export async function FundingByStage({ ctx, card }: { ctx: Ctx; card: ProjectCard }) {
  const t = await getTranslations();
  const { project, twin } = card;
  const holder = project.sameAsId !== null && twin ? twin : project;
  const { rows, total } = await fundingTotals(ctx, { project: holder.id }, "source");
  const year = yearOfMonth(await monthToRead(ctx));
  const { opening, moved, closing } = await carryOverOf(ctx, { project: holder.id }, year);
  const { counts } = await exceptionsOf(ctx, { project: project.id });
  const postings = (more: Record<string, string>) =>
    `/funding?${new URLSearchParams({ project: String(holder.id), ...more })}`;
  return (
    <section className="sheet keep pb-1">
      <div className="sheet-head">
        <h2>{t("project.fundingTitle")}</h2>
        <span className="note">
          {holder !== project && `${t("project.fundingOfTwin", { number: holder.number })} · `}
          {t("app.unit")}
          {t("app.colon")}
          {t(`unit.${await unitOf()}`)}
        </span>
      </div>
      <Table
        label={t("project.fundingTitle")}
        box="mt-2"
        rows={rows}
        rowKey={({ key }) => key}
        total={total}
        empty={<Empty why="none" />}
        columns={[
          {
            kind: "name",
            head: t("project.fundingSource"),
            look: "whitespace-nowrap",
            cell: ({ key }) => knownWord(t, `funding.source.${key}`) ?? key,
            sumLook: "whitespace-nowrap",
            sum: () => t("app.total"),
          },
          ...stages.map(
            (stage): Column<FundingRow, ByStage> => ({
              kind: "money",
              head: t(`funding.stage.${stage}`),
              cell: (row) => row.stages[stage] || "—",
              href: (row) => row.stages[stage] !== 0 && postings({ source: row.key, stage }),
              sum: (sum) => sum[stage],
            }),
          ),
        ]}
      />
      {rows.length > 0 && (
        <p className="note px-4 py-2">
          {t("funding.carry.sentence", {
            year: String(year),
            opening: formatFen(opening.heldFen),
            received: formatFen(moved.receive),
            spent: formatFen(moved.spend),
            closing: formatFen(closing.heldFen),
          })}
        </p>
      )}
      {counts.openCount > 0 && (
        <p className="px-4 pb-2 text-[13px]">
          <Link className="link text-warn!" href={`/funding/exceptions?project=${project.id}`}>
            ▲ {t("exceptions.name")} · {t("exceptions.deskNote", { count: counts.openCount })}
          </Link>
        </p>
      )}
    </section>
  );
}
