import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
import { stages } from "#db/schema/funding.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { formatFen } from "#lib/core/money.ts";
import type { PayableProject } from "#lib/funding/queries/payable-projects.ts";
import { projectFunding } from "#lib/funding/queries/project-funding.ts";

/**
 * What stands for the project, stage by stage and source by source: what a posting will be measured against.
 */
export async function PositionFigures({ ctx, project }: { ctx: Ctx; project: PayableProject }) {
  const t = await getTranslations();
  const { sources: rows, total } = await projectFunding(ctx, project.id);
  return (
    <section className="sheet">
      <div className="sheet-head mb-2">
        <h2>{t("funding.soFar")}</h2>
        <Link className="link text-[13px]" href={`/funding/postings?project=${project.id}`}>
          {t("funding.ledger")}
        </Link>
      </div>
      <Table
        label={t("funding.soFar")}
        sticky="first"
        rows={rows}
        rowKey={({ source }) => source}
        total={total}
        empty={<Empty why="none" />}
        columns={[
          {
            kind: "name",
            head: t("funding.sourceLabel"),
            look: "whitespace-nowrap",
            cell: ({ source, mode }) => (
              <>
                {t(`funding.source.${source}`)}
                <small className="block font-normal text-ink-3">{t(`funding.mode.${mode}`)}</small>
              </>
            ),
            sum: () => t("app.total"),
          },
          ...stages.map((stage): Column<(typeof rows)[number], typeof total> => {
            const isOver = ({ overs }: (typeof rows)[number]) => overs.some((each) => each.stage === stage);
            return {
              kind: "fen",
              head: t(`funding.stage.${stage}`),
              unit: t("unit.yuan"),
              look: (row) => (isOver(row) ? "font-semibold text-bad" : undefined),
              attributes: (row) => ({ title: isOver(row) ? t("funding.outOfOrder") : undefined }),
              cell: (row) =>
                `${isOver(row) ? "■ " : ""}${row.stages[stage] === 0 ? "0" : formatFen(row.stages[stage])}`,
              sum: (sum) => sum[stage],
            };
          }),
        ]}
      />
      <p className="note px-4 py-3">{t("funding.orderNote")}</p>
      {may(ctx.actor, "funding.mode") && (
        <p className="px-4 pb-3">
          <Link className="button" href={`/funding/mode?project=${project.id}`}>
            {t("funding.mode.set")}
          </Link>
        </p>
      )}
    </section>
  );
}
