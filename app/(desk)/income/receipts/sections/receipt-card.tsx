import { getLocale } from "next-intl/server";
import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import type { Receipt } from "#lib/income/queries/receipts.ts";
import type { PortionState } from "#lib/income/rules/schedule.ts";
import { Schedule } from "./receipt-schedule.tsx";

type Props = {
  receipt: Receipt;
  ctx: Ctx;
  open: boolean /** On the page that withdraws it: nothing leads there. */;
  alone?: boolean;
};

/**
 * A receipt: what came in, for how long and whom, how much of it is posted, and its portions by village and
 * month.
 */
export async function ReceiptCard({ receipt, ctx, open, alone }: Props) {
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  const { account, project } = receipt;
  const sumOf = (...states: PortionState[]) =>
    receipt.portions
      .filter((portion) => states.includes(portion.state))
      .reduce((sum, portion) => sum + portion.amountFen, 0);
  const sums = [
    ["posted", sumOf("posted"), "text-ok"],
    ["dueSum", sumOf("due", "closed"), "text-warn"],
    ["waitingSum", sumOf("waiting"), "text-ink-2"],
  ] as const;
  const undone = (["reversed", "withdrawn"] as const)
    .map((state) => [state, sumOf(state)] as const)
    .filter(([, fen]) => fen > 0);
  const left = receipt.portions.some((portion) => portion.state !== "withdrawn");
  const mayWithdraw =
    !alone &&
    left &&
    may(ctx.actor, "income.withdraw", { divisionCode: receipt.portions[0]?.villageCode ?? "" });
  return (
    <article className="sheet overflow-hidden" id={`r${receipt.id}`}>
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 pt-3.5">
        <h2 className="text-[17px]">
          {t("receipt.number", { id: receipt.id })} · ¥{formatFen(receipt.amountFen)}
        </h2>
        <span>
          {account.code} {english ? account.nameEn : account.name}
        </span>
        <span className="text-ink-2">
          {t("receipt.over", { from: receipt.fromMonth, months: receipt.months })} ·{" "}
          {t(`receipt.splits.${receipt.split as "none"}`)}
        </span>
        {receipt.oneOff && (
          <span className="rounded bg-mute-bg px-1 text-xs text-mute">{t("income.oneOff")}</span>
        )}
        {receipt.provenance === "demo" && (
          <span className="rounded bg-demo-bg px-1 text-xs text-demo">{t("app.demo")}</span>
        )}
      </div>
      <p className="flex flex-wrap gap-x-4 px-4 pt-1 text-[13px] text-ink-2">
        {receipt.note && <span>{receipt.note}</span>}
        {receipt.voucher && <span>{t("income.voucherNo", { voucher: receipt.voucher })}</span>}
        {project && (
          <Link href={`/projects/${project.id}`}>
            {project.number} {project.name}
          </Link>
        )}
        <span>
          {t("receipt.receivedOn")} {receipt.receivedOn}
        </span>
        <span>
          <Name of={receipt.town} /> · {t("receipt.by", { name: receipt.personName })}{" "}
          <time dateTime={receipt.recordedAt}>{minuteOf(receipt.recordedAt)}</time>
        </span>
      </p>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3">
        <dl className="flex flex-wrap gap-x-6 gap-y-1">
          {sums.map(([name, fen, colour]) => (
            <div key={name} className="flex items-baseline gap-2">
              <dt className="text-[13px] text-ink-2">{t(`receipt.${name}`)}</dt>
              <dd className={`font-semibold ${fen === 0 ? "text-ink-3" : colour}`}>¥{formatFen(fen)}</dd>
            </div>
          ))}
          {undone.map(([state, fen]) => (
            <div key={state} className="flex items-baseline gap-2">
              <dt className="text-[13px] text-ink-2">{t(`receipt.states.${state}`)}</dt>
              <dd className="font-semibold text-bad">¥{formatFen(fen)}</dd>
            </div>
          ))}
        </dl>
        {receipt.elsewhereFen > 0 && (
          <p className="note self-center">
            {t("receipt.elsewhere", { amount: formatFen(receipt.elsewhereFen) })}
          </p>
        )}
        {mayWithdraw && receipt.elsewhereFen > 0 && (
          <p className="note no-print self-center">{t("receipt.withdrawElsewhere")}</p>
        )}
        {mayWithdraw && receipt.elsewhereFen === 0 && (
          <Link
            className="button no-print ml-auto self-center max-phone:ml-0"
            href={`/income/receipts/${receipt.id}/withdraw`}
          >
            {t("receipt.withdraw")}
          </Link>
        )}
      </div>
      {receipt.withdrawals.map(({ fromMonth, reason, personName, recordedAt }) => (
        <p key={fromMonth} className="mx-4 mb-3 rounded bg-warn-bg px-3 py-2 text-[13px] text-warn">
          {t("receipt.withdrawnFrom", {
            month: fromMonth,
            name: personName,
            at: minuteOf(recordedAt),
            reason,
          })}
        </p>
      ))}
      <details open={open} className="border-t border-line">
        <summary className="min-h-11 px-4 py-2.5 text-[13px] text-brand-ink">{t("receipt.schedule")}</summary>
        <Schedule receipt={receipt} ctx={ctx} />
      </details>
    </article>
  );
}
