import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import { stages } from "#db/schema/funding.ts";
import type { Ctx } from "#lib/core/context.ts";
import { yearOfMonth } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import { exceptionsOf } from "#lib/funding/queries/exceptions.ts";
import { carryOverOf, fundingTotals } from "#lib/funding/queries/totals.ts";
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
      {rows.length === 0 ? (
        <Empty why="none" />
      ) : (
        <TableScroll className="mt-2" label={t("project.fundingTitle")}>
          <table className="grid-table">
            <thead>
              <tr>
                <th scope="col">{t("project.fundingSource")}</th>
                {stages.map((stage) => (
                  <th key={stage} scope="col" className="num">
                    {t(`funding.stage.${stage}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  <th scope="row" className="whitespace-nowrap">
                    {knownWord(t, `funding.source.${row.key}`) ?? row.key}
                  </th>
                  {stages.map((stage) => (
                    <td key={stage} className="num">
                      {row.stages[stage] === 0 ? (
                        "—"
                      ) : (
                        <Link href={postings({ source: row.key, stage })}>
                          <Money fen={row.stages[stage]} />
                        </Link>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row" className="whitespace-nowrap">
                  {t("app.total")}
                </th>
                {stages.map((stage) => (
                  <td key={stage} className="num">
                    <Money fen={total[stage]} />
                  </td>
                ))}
              </tr>
            </tfoot>
          </table>
        </TableScroll>
      )}
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
