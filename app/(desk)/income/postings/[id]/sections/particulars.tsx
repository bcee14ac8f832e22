import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { incomeLedger } from "#app/_parts/income/ledger-query.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { monthName } from "#app/_ui/month-name.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import type { Evidence } from "#lib/income/queries/evidence.ts";
import type { PostingRow } from "#lib/income/queries/income-ledger.ts";

/** Everything that is known of a posting, line by line. */
export async function Particulars({
  posting,
  evidence,
  auditor,
}: {
  posting: PostingRow;
  evidence: Evidence;
  auditor: boolean;
}) {
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  const { receipt, event } = evidence;
  const when = (at: string) => <time dateTime={at}>{minuteOf(at)}</time>;
  const other = (id: number) => (
    <Link className="link" href={`/income/postings/${id}`}>
      {t("posting.link", { id })}
    </Link>
  );
  const eventText =
    event &&
    t("posting.eventNo", {
      seq: event.seq,
      verb: t(`verb.${event.verb as "income.post"}`),
      hash: event.hash.slice(0, 12),
    });
  const rows: [string, ReactNode][] = [
    [t("income.amount"), <b key="amount">{t("village.yuan", { amount: formatFen(posting.amountFen) })}</b>],
    [t("income.monthOf"), await monthName(posting.month)],
    [t("income.account"), `${posting.accountCode} ${english ? posting.accountNameEn : posting.accountName}`],
    [
      t("posting.counts"),
      `${t(`income.kinds.${posting.kind}`)}${posting.oneOff ? ` · ${t("posting.oneOff")}` : ""}`,
    ],
    [t("income.note"), posting.note || t("app.none")],
    [t("posting.voucher"), posting.voucher || t("app.none")],
    [
      t("posting.project"),
      posting.projectId === null ? (
        t("app.none")
      ) : (
        <Link key="project" className="link" href={`/projects/${posting.projectId}`}>
          {posting.project}
        </Link>
      ),
    ],
    ...(receipt
      ? ([
          [
            t("posting.receipt"),
            <Link
              key="receipt"
              className="link"
              href={`/income/receipts?receipt=${receipt.id}#r${receipt.id}`}
            >
              {t("posting.receiptPart", {
                id: receipt.id,
                amount: formatFen(receipt.amountFen),
                from: receipt.fromMonth,
                months: receipt.months,
              })}
            </Link>,
          ],
        ] as [string, ReactNode][])
      : []),
    [
      t("posting.who"),
      <span key="who">
        {posting.personName} {when(posting.recordedAt)}{" "}
        {posting.byProxy && <span className="text-ink-3">· {t("posting.byProxy")}</span>}
        {posting.provenance === "demo" && (
          <span className="ml-1.5 rounded bg-demo-bg px-1 text-xs text-demo">{t("app.demo")}</span>
        )}
      </span>,
    ],
    [
      t("posting.due"),
      <span key="due" className={evidence.late ? "text-bad" : undefined}>
        {evidence.dueOn === null
          ? t("posting.noEvent")
          : t(evidence.late ? "posting.late" : "posting.onTime", { dueOn: evidence.dueOn })}
      </span>,
    ],
    [
      t("posting.approval"),
      <span key="approval" className={evidence.approved ? "text-ok" : "text-ink-2"}>
        {t(evidence.approved ? "posting.approved" : "posting.notApproved")}
      </span>,
    ],
    ...(posting.reversesId === null
      ? []
      : ([[t("posting.reverses"), other(posting.reversesId)]] as [string, ReactNode][])),
    ...(posting.reversedById === null
      ? []
      : ([[t("posting.reversedBy"), other(posting.reversedById)]] as [string, ReactNode][])),
    [
      t("posting.event"),
      event && eventText ? (
        <span key="event">
          {auditor ? (
            <Link className="link" href={`/audit?before=${event.seq + 1}`}>
              {eventText}
            </Link>
          ) : (
            eventText
          )}{" "}
          · {event.actorName} {when(event.at)}
        </span>
      ) : (
        t("posting.noEvent")
      ),
    ],
  ];
  const year = posting.month.slice(0, 4);
  return (
    <section className="sheet grid gap-4 p-5 max-phone:p-4">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 max-phone:grid-cols-[auto_minmax(0,1fr)] max-phone:gap-x-4">
        {rows.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-2">{label}</dt>
            <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="text-[13px]">
        <Link
          className="link"
          href={incomeLedger(posting.villageCode, { from: `${year}-01`, to: `${year}-12` })}
        >
          {t("posting.year")}
        </Link>
      </p>
    </section>
  );
}
