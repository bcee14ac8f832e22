import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { exceptionKinds } from "#db/schema/funding.ts";
import type { Day } from "#lib/core/dates.ts";
import type { ExceptionFilter } from "#lib/funding/input.ts";
import type { Exception, Reconciliation } from "#lib/funding/queries/exceptions.ts";
import { ExceptionTable } from "../exceptions/sections/exception-table.tsx";
import { exceptionsPath } from "./selection.ts";

const shown = 5;
type Props = {
  counts: Reconciliation;
  rows: Exception[];
  filter: Pick<ExceptionFilter, "node" | "project" | "source">;
  today: Day;
};

/** How much ties out, and the oldest of what is to be followed up. @param rows the open ones */
export async function ExceptionsSummary({ counts, rows, filter, today }: Props) {
  const t = await getTranslations("exceptions");
  return (
    <section className="sheet" id="exceptions">
      <div className="sheet-head mb-2">
        <h2>{t("name")}</h2>
        <span className="note">{t("summaryNote")}</span>
      </div>
      <Tied counts={counts} href={exceptionsPath(filter)} />
      <p className="flex flex-wrap gap-2 px-4 pb-3">
        {exceptionKinds
          .filter((kind) => counts.open[kind] > 0)
          .map((kind) => (
            <Link key={kind} className="chip" href={exceptionsPath(filter, { kind })}>
              {t(`kind.${kind}`)} <b>{counts.open[kind]}</b>
            </Link>
          ))}
        <Link className="chip" href={exceptionsPath(filter, { state: "explained" })}>
          {t("state.explained")} <b>{counts.explainedCount}</b>
        </Link>
      </p>
      {rows.length > 0 && <ExceptionTable rows={rows.slice(0, shown)} today={today} />}
      <p className="no-print px-4 py-3 text-[13px]">
        <Link className="link" href={exceptionsPath(filter)}>
          {t("all")} ›
        </Link>
      </p>
    </section>
  );
}

/** "493 of 500 tie out, 7 to follow up: 9 exceptions", leading to those. */
export async function Tied({ counts, href }: { counts: Reconciliation; href: string }) {
  const t = await getTranslations("exceptions");
  return (
    <p className="px-4 pb-3">
      <Link className="font-bold text-[17px]" href={href}>
        {t("tied", {
          positions: counts.positions,
          tied: counts.tied,
          toFollowUp: counts.toFollowUp,
          open: counts.openCount,
        })}
      </Link>
      {counts.byExplanation > 0 && (
        <span className="ml-3 text-ink-2">{t("byExplanation", { count: counts.byExplanation })}</span>
      )}
      <small className="note block">{t("tiedNote")}</small>
    </p>
  );
}
