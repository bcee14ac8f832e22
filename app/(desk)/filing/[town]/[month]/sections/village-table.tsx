import type { ReactNode } from "react";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { TableScroll } from "#app/_ui/table-scroll.tsx";

type Props = {
  id?: string;
  title: string;
  /** Beside the title. */
  aside: ReactNode;
  look: "row-cards" | "sticky-first";
  amounts: { key: string | number; name: string }[];
  /** The last column, of words. */
  last: string;
  /** The rows and their sums. */
  children: ReactNode;
};

/** The town's villages, a row each: columns of amounts, and one of what there is to say. */
export async function VillageTable({ id, title, aside, look, amounts, last, children }: Props) {
  const t = await getTranslations("level");
  return (
    <section className="sheet overflow-hidden lg:col-span-2" id={id}>
      <div className="sheet-head pb-2">
        <h2>{title}</h2>
        {aside}
      </div>
      <TableScroll label={title}>
        <table className={`grid-table ${look}`}>
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t("village")}</th>
              {amounts.map(({ key, name }) => (
                <th key={key} scope="col" className="num">
                  {name}
                </th>
              ))}
              <th scope="col">{last}</th>
            </tr>
          </thead>
          {children}
        </table>
      </TableScroll>
    </section>
  );
}
