import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Act } from "#app/_ui/act.tsx";
import { Link } from "#app/_ui/link.tsx";
import { type Column, Table } from "#app/_ui/table.tsx";
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

/** A month's portions, or all of them. */
type Portions = { month: string; portions: readonly Portion[] };

const sumOf = (portions: readonly Portion[]) =>
  portions.reduce((total, portion) => total + portion.amountFen, 0);

/** A receipt's portions, a month a row and a village a column, each with what became of it. */
export async function Schedule({ receipt, ctx }: { receipt: Receipt; ctx: Ctx }) {
  const t = await getTranslations();
  const villages = [
    ...new Map(receipt.portions.map((portion) => [portion.villageCode, portion])).values(),
  ].toSorted((a, b) => (a.villageCode < b.villageCode ? -1 : 1));
  return (
    <Table
      label={t("receipt.schedule")}
      box="max-h-96"
      sticky="both"
      rows={[...Map.groupBy(receipt.portions, ({ month }) => month)].map(
        ([month, portions]): Portions => ({ month, portions }),
      )}
      rowKey={({ month }) => month}
      total={receipt.portions as readonly Portion[]}
      columns={[
        {
          kind: "name",
          head: t("receipt.month"),
          look: "whitespace-nowrap",
          cell: "month",
          sum: () => t("app.total"),
        },
        ...villages.map((village) => villageColumn(village, ctx)),
        villages.length > 1 && {
          kind: "fen",
          head: t("receipt.total"),
          cell: ({ portions }) => sumOf(portions),
          sum: sumOf,
        },
      ]}
    />
  );
}

function villageColumn(
  { villageId, village, shareBp }: Portion,
  ctx: Ctx,
): Column<Portions, readonly Portion[]> {
  const ofVillage = (portion: Portion) => portion.villageId === villageId;
  return {
    kind: "fen",
    head: (
      <>
        <Link href={`/villages/${villageId}`}>
          <Name of={village} />
        </Link>
        {shareBp !== 10_000 && (
          <small className="block font-normal text-ink-3">{(shareBp / 100).toFixed(2)}%</small>
        )}
      </>
    ),
    cell: ({ portions }) => {
      const portion = portions.find(ofVillage);
      return portion && <Cell portion={portion} ctx={ctx} />;
    },
    sum: (portions) => sumOf(portions.filter(ofVillage)),
  };
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
