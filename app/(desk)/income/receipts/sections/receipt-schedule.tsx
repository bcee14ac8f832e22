import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Act } from "#app/_ui/act.tsx";
import { Link } from "#app/_ui/link.tsx";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import { postDue } from "#app/(desk)/income/actions.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { formatFen } from "#lib/core/money.ts";
import type { Portion, Receipt } from "#lib/income/queries/receipts.ts";
import type { PortionState } from "#lib/income/rules/schedule.ts";

const marks: Record<PortionState, { sign: string; colour: string }> = {
  posted: { sign: "✓", colour: "text-ok" },
  due: { sign: "◐", colour: "text-warn" },
  closed: { sign: "▣", colour: "text-ink-2" },
  waiting: { sign: "○", colour: "text-ink-3" },
  reversed: { sign: "✕", colour: "text-bad" },
  withdrawn: { sign: "⊘", colour: "text-ink-3" },
};

/** A receipt's portions, a month a row and a village a column, each with what became of it. */
export async function Schedule({ receipt, ctx }: { receipt: Receipt; ctx: Ctx }) {
  const t = await getTranslations();
  const villages = [
    ...new Map(receipt.portions.map((portion) => [portion.villageCode, portion])).values(),
  ].toSorted((a, b) => (a.villageCode < b.villageCode ? -1 : 1));
  const sum = (portions: readonly Portion[]) =>
    portions.reduce((total, portion) => total + portion.amountFen, 0);
  const totals = villages.length > 1;
  return (
    <TableScroll label={t("receipt.schedule")} className="max-h-96">
      <table className="grid-table sticky-head sticky-first">
        <thead>
          <tr>
            <th scope="col">{t("receipt.month")}</th>
            {villages.map((village) => (
              <th key={village.villageId} scope="col" className="num">
                <Link href={`/villages/${village.villageId}`}>
                  <Name of={village.village} />
                </Link>
                {village.shareBp !== 10_000 && (
                  <small className="block font-normal text-ink-3">
                    {(village.shareBp / 100).toFixed(2)}%
                  </small>
                )}
              </th>
            ))}
            {totals && (
              <th scope="col" className="num">
                {t("receipt.total")}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {[...Map.groupBy(receipt.portions, (portion) => portion.month)].map(([month, own]) => (
            <tr key={month}>
              <th scope="row" className="whitespace-nowrap">
                {month}
              </th>
              {villages.map((village) => {
                const portion = own.find((each) => each.villageId === village.villageId);
                return (
                  <td key={village.villageId} className="num">
                    {portion ? <Cell portion={portion} ctx={ctx} /> : "—"}
                  </td>
                );
              })}
              {totals && <td className="num">{formatFen(sum(own))}</td>}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("app.total")}</th>
            {villages.map((village) => (
              <td key={village.villageId} className="num">
                {formatFen(
                  sum(receipt.portions.filter((portion) => portion.villageId === village.villageId)),
                )}
              </td>
            ))}
            {totals && <td className="num">{formatFen(sum(receipt.portions))}</td>}
          </tr>
        </tfoot>
      </table>
    </TableScroll>
  );
}

async function Cell({ portion, ctx }: { portion: Portion; ctx: Ctx }) {
  const t = await getTranslations();
  const { sign, colour } = marks[portion.state];
  const again =
    portion.state === "reversed" && may(ctx.actor, "income.apportion", { divisionCode: portion.villageCode });
  const amount = formatFen(portion.amountFen);
  return (
    <>
      {portion.postingId === null ? (
        amount
      ) : (
        <Link href={`/income/postings/${portion.postingId}`}>{amount}</Link>
      )}
      <small className={`block whitespace-nowrap ${colour}`}>
        {sign} {t(`receipt.states.${portion.state}`)}
      </small>
      {again && (
        <Act
          action={postDue}
          fields={{ townId: portion.townId, shareId: portion.id, key: crypto.randomUUID() }}
          label={t("receipt.postAgain")}
          offline={t("app.notDone")}
          className="mt-1"
        />
      )}
    </>
  );
}
