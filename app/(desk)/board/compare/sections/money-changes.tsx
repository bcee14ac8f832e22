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
  const unit = t(`unit.${await unitOf()}`);
  const heads = [
    ...(["town", "recordedOn", "by", "kind"] as const).map((name) => (
      <th key={name} scope="col">
        {t(`compare.${name}`)}
      </th>
    )),
    <th key="postings" scope="col" className="num">
      {t("funding.postings")}
    </th>,
    <th key="amount" scope="col" className="num">
      {t("compare.amount")}
      <small className="block text-ink-3">{unit}</small>
    </th>,
  ];
  return (
    <ChangeList
      title={t("compare.income")}
      note={t("compare.recordedNote")}
      count={income.length}
      heads={heads}
    >
      {income.map((row) => (
        <tr key={`${row.townCode}${row.on}${row.name}${row.kind}`}>
          <th scope="row" className="whitespace-nowrap">
            <Link
              href={onDayOf(withQuery("/income/postings", { node: row.townCode, kind: row.kind }), after.on)}
            >
              <Name of={row.town} />
            </Link>
          </th>
          <td className="whitespace-nowrap">{row.on}</td>
          <td className="whitespace-nowrap">{row.name}</td>
          <td className="whitespace-nowrap">{t(`income.kinds.${row.kind}`)}</td>
          <td className="num">{row.postings}</td>
          <td className="num">
            <Amount fen={row.amountFen} />
          </td>
        </tr>
      ))}
    </ChangeList>
  );
}

/** Money that was recorded in between, newest first. */
export async function Money({ comparison: { money, moneyCount, moneyByStage, node, after } }: Props) {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  const heads = [
    ...(["project", "stage", "source", "by"] as const).map((name) => (
      <th key={name} scope="col">
        {t(`compare.${name}`)}
      </th>
    )),
    <th key="amount" scope="col" className="num">
      {t("compare.amount")}
      <small className="block text-ink-3">{unit}</small>
    </th>,
  ];
  const note =
    moneyCount > mostMoney
      ? t("compare.moneyShown", { shown: mostMoney, count: moneyCount })
      : t("compare.recordedNote");
  if (moneyCount === 0) return null;
  return (
    <>
      <section className="sheet px-4 py-3">
        <h2 className="mb-2">{t("compare.moneyByStage")}</h2>
        <dl className="flex flex-wrap gap-x-8 gap-y-1 text-[13px]">
          {moneyByStage.map((sum) => (
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
      <ChangeList id="recorded-money" title={t("compare.money")} note={note} count={moneyCount} heads={heads}>
        {money.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <Project {...row.project} on={after.on} />
            </th>
            <td className="whitespace-nowrap">
              {t(`funding.stage.${row.stage}`)}
              {row.reverses && <small className="ml-1 text-bad">{t("compare.reversal")}</small>}
            </td>
            <td className="whitespace-nowrap">{t(`funding.source.${row.source}`)}</td>
            <td>
              <ActBy act={row.by} />
            </td>
            <td className="num">
              <Link href={onDayOf(`/funding/postings/${row.id}`, after.on)}>
                <Amount fen={row.amountFen} />
              </Link>
            </td>
          </tr>
        ))}
      </ChangeList>
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
