import type { ReactNode } from "react";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { Table } from "#app/_ui/table.tsx";
import type { Turn } from "#lib/board/rules/causes.ts";
import { dayOf } from "#lib/core/dates.ts";
import { CauseOf } from "./cause.tsx";

type Props<T> = {
  turns: readonly Turn<T>[];
  label: string;
  /** How what turned is shown, before and after. */
  mark: (value: T) => ReactNode;
  /** The page as it stood on the evening of a day. */
  hrefOn: (day: string) => string;
};

/**
 * What turned a light or a tier, a row a turn: when, from what to what, and who did what or that time did.
 */
export async function TurnsTable<T>({ turns, label, mark, hrefOn }: Props<T>) {
  const t = await getTranslations("turns");
  return (
    <Table
      label={label}
      rows={turns}
      rowKey={({ cause }) => ("act" in cause ? cause.act.at : cause.day)}
      columns={[
        {
          kind: "name",
          head: t("on"),
          look: "whitespace-nowrap",
          cell: ({ cause }) => {
            const day = "act" in cause ? dayOf(new Date(cause.act.at)) : cause.day;
            return (
              <Link href={hrefOn(day)} className="link">
                {day}
              </Link>
            );
          },
        },
        {
          kind: "line",
          head: t("change"),
          cell: ({ from, to }) => (
            <>
              {mark(from)} → {mark(to)}
            </>
          ),
        },
        { head: t("cause"), cell: ({ cause }) => <CauseOf cause={cause} /> },
      ]}
    />
  );
}
