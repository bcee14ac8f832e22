import { LateMark } from "#app/_parts/filing/late-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Table } from "#app/_ui/table.tsx";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";

/** Money that the town's projects moved in the month, in yuan and fen. */
export async function FundingRows({ filed }: { filed: FiledMonth }) {
  const t = await getTranslations();
  return (
    <section className="sheet overflow-hidden">
      <div className="sheet-head pb-2">
        <h2>{t("filing.funding")}</h2>
      </div>
      <Table
        label={t("filing.funding")}
        rows={filed.funding}
        rowKey={({ id }) => id}
        empty={<Empty why="none" />}
        columns={[
          {
            kind: "day",
            head: t("funding.onDay"),
            cell: ({ id, onDay, late, recordedAt }) => (
              <>
                <Link href={`/funding/postings/${id}`}>{onDay}</Link>
                {late && (
                  <span className="block text-[12px]">
                    <LateMark recordedAt={recordedAt} />
                  </span>
                )}
              </>
            ),
          },
          {
            head: t("filing.project"),
            look: "min-w-32",
            cell: ({ project, explanation }) => (
              <>
                {project.name} <small className="text-ink-3">{project.number}</small>
                {explanation && <span className="block text-[12px] text-warn">▲ {explanation}</span>}
              </>
            ),
          },
          {
            kind: "line",
            head: t("funding.stageLabel"),
            cell: ({ stage, source }) => `${t(`funding.stage.${stage}`)} · ${t(`funding.source.${source}`)}`,
            small: "documentNo",
          },
          {
            kind: "fen",
            head: t("funding.amount"),
            unit: t("unit.yuan"),
            look: ({ amountFen }) => (amountFen < 0 ? "text-bad" : undefined),
            cell: "amountFen",
          },
        ]}
      />
    </section>
  );
}
