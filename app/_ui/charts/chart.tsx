import type { ReactNode } from "react";
import { getTranslations } from "#app/_server/i18n/translations.ts";

type Props = {
  title: string;
  /** What the figures are in, or what else stands small beside the title. */
  unit?: string;
  /** One of the leaves of `./lazy.tsx`. */
  children: ReactNode;
  /**
   * The same figures as a `<table>`: behind 查看表格 on the screen, instead of the chart on paper and where no
   * script runs.
   */
  table: ReactNode;
  /** A sentence below: where the figures come from, what they leave out. */
  note?: ReactNode;
};

/** A chart with its table. The switch is the browser's own `details`, so it needs no script. */
export async function Chart({ title, unit, children, table, note }: Props) {
  const t = await getTranslations("app");
  return (
    <figure className="sheet keep relative px-4 py-3.5">
      <figcaption className="mb-3 flex flex-wrap items-baseline gap-x-3 pr-20 print:mb-1 print:pr-0">
        <h2>{title}</h2>
        {unit && <span className="note">{unit}</span>}
      </figcaption>
      <details className="no-print peer group absolute right-4 top-3.5">
        <summary className="list-none text-xs leading-6 text-brand-ink hover:underline [&::-webkit-details-marker]:hidden">
          <span className="group-open:hidden">{t("viewTable")}</span>
          <span className="hidden group-open:inline">{t("viewChart")}</span>
        </summary>
      </details>
      <div className="peer-open:hidden noscript:hidden print:hidden">{children}</div>
      <div className="table-scroll hidden peer-open:block noscript:block print:block" tabIndex={-1}>
        {table}
      </div>
      {note && <p className="note mt-2.5">{note}</p>}
    </figure>
  );
}
