import { ActBy } from "#app/_parts/board/cause.tsx";
import { Name } from "#app/_parts/division/name.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money as Amount } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { onDayOf, withQuery } from "#app/_ui/search-params.ts";
import { mostMoney } from "#lib/board/queries/changes-between.ts";
import type { Comparison } from "#lib/board/queries/compare.ts";
import { unitBehind } from "#lib/core/money.ts";
import { ChangeList, Project } from "./change-list.tsx";

type Props = { comparison: Comparison };

/** Income that was recorded in between: where, by whom and on which day. */
export async function Income({ comparison: { income, after } }: Props) {
  const t = await getTranslations();
  return (
    <ChangeList
      title={t("compare.income")}
      note={t("compare.recordedNote")}
      rows={income}
      rowKey={(row) => `${row.townCode}${row.on}${row.name}${row.kind}`}
      columns={[
        {
          kind: "name",
          head: t("compare.town"),
          look: "whitespace-nowrap",
          cell: ({ town, townCode: node, kind }) => (
            <Link href={onDayOf(withQuery("/income/postings", { node, kind }), after.on)}>
              <Name of={town} />
            </Link>
          ),
        },
        { kind: "day", head: t("compare.recordedOn"), cell: ({ on }) => on },
        { head: t("compare.by"), look: "whitespace-nowrap", cell: ({ name }) => name },
        {
          head: t("compare.kind"),
          look: "whitespace-nowrap",
          cell: ({ kind }) => t(`income.kinds.${kind}`),
        },
        { kind: "count", head: t("funding.postings"), cell: ({ postings }) => postings },
        {
          kind: "fen",
          head: t("compare.amount"),
          unit: t(`unit.${await unitOf()}`),
          cell: ({ amountFen }) => <Amount fen={amountFen} />,
        },
      ]}
    />
  );
}

/** Money that was recorded in between, newest first. */
export async function Money({ comparison: { money, moneyCount, moneyByStage, node, after } }: Props) {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  const note =
    moneyCount > mostMoney
      ? t("compare.moneyShown", { shown: mostMoney, count: moneyCount })
      : t("compare.recordedNote");
  if (moneyCount === 0) return null;
  return (
    <>
      <MoneyByStage sums={moneyByStage} />
      <ChangeList
        id="recorded-money"
        title={t("compare.money")}
        note={note}
        count={moneyCount}
        rows={money}
        rowKey={({ id }) => id}
        columns={[
          {
            kind: "name",
            head: t("compare.project"),
            cell: ({ project }) => <Project {...project} on={after.on} />,
          },
          {
            head: t("compare.stage"),
            look: "whitespace-nowrap",
            cell: ({ stage, reverses }) => (
              <>
                {t(`funding.stage.${stage}`)}
                {reverses && <small className="ml-1 text-bad">{t("compare.reversal")}</small>}
              </>
            ),
          },
          {
            head: t("compare.source"),
            look: "whitespace-nowrap",
            cell: ({ source }) => t(`funding.source.${source}`),
          },
          { head: t("compare.by"), cell: ({ by }) => <ActBy act={by} /> },
          {
            kind: "fen",
            head: t("compare.amount"),
            unit,
            cell: ({ id, amountFen }) => (
              <Link href={onDayOf(`/funding/postings/${id}`, after.on)}>
                <Amount fen={amountFen} />
              </Link>
            ),
          },
        ]}
      />
      {moneyCount > mostMoney && (
        <p className="no-print">
          <Link
            className="link"
            href={onDayOf(withQuery("/funding/postings", { node: node.code }), after.on)}
          >
            {t("funding.ledger")}
          </Link>
        </p>
      )}
    </>
  );
}

/** What was recorded of each stage; each sum leads to the list below. */
async function MoneyByStage({ sums }: { sums: Comparison["moneyByStage"] }) {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  return (
    <section className="sheet px-4 py-3">
      <h2 className="mb-2">{t("compare.moneyByStage")}</h2>
      <dl className="flex flex-wrap gap-x-8 gap-y-1 text-[13px]">
        {sums.map((sum) => (
          <div key={sum.stage}>
            <dt className="inline text-ink-2">{t(`funding.stage.${sum.stage}`)} </dt>
            <dd className="inline">
              <a href="#recorded-money">
                <b>
                  <Amount fen={sum.amountFen} sign /> {unitBehind(unit)}
                </b>{" "}
                <span className="text-ink-3">{t("compare.postings", { count: sum.postings })}</span>
              </a>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
