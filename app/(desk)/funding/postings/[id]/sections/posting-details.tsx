import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { Mark } from "#app/(desk)/funding/sections/ledger-table.tsx";
import { minuteOf } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import type { LedgerRow } from "#lib/funding/queries/ledger.ts";

/** What was posted, by whom and on what ground. */
export async function PostingDetails({ posting }: { posting: LedgerRow }) {
  const t = await getTranslations();
  const rows = [
    [
      t("funding.project"),
      <Link
        key="p"
        className="link"
        href={`/projects/${posting.project.id}`}
      >{`${posting.project.number} ${posting.project.name}`}</Link>,
    ],
    [t("level.town"), posting.town.name],
    [t("funding.stageLabel"), t(`funding.stage.${posting.stage}`)],
    [t("funding.sourceLabel"), t(`funding.source.${posting.source}`)],
    [t("funding.change.label"), t(`funding.movement.${posting.movement}`)],
    [t("funding.onDay"), posting.onDay],
    [t("funding.documentNo"), posting.documentNo || "—"],
    [t("funding.note"), posting.note || "—"],
    ...(posting.explanation
      ? [[t("funding.explanation"), <span key="e" className="text-warn">{`▲ ${posting.explanation}`}</span>]]
      : []),
    [t("funding.recordedBy"), `${posting.personName} · ${minuteOf(posting.recordedAt)}`],
    [t("export.column.provenance"), t(`export.provenance.${posting.provenance}`)],
  ] as const;
  return (
    <>
      <p className="kpi-number mb-1">
        <span className={posting.amountFen < 0 ? "text-bad" : undefined}>{formatFen(posting.amountFen)}</span>
        <small>{t("unit.yuan")}</small>
      </p>
      <p className="mb-3 text-[13px]">
        <Mark row={posting} />
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
        {rows.map(([label, value]) => (
          <div key={String(label)} className="contents">
            <dt className="text-ink-2">{label}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
