import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { firstMonth } from "#app/_server/session/asked-month.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { FilterField, FilterSelect, Filters, narrowedBy } from "#app/_ui/filters.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Besides } from "#app/_ui/menu.tsx";
import { MonthStep } from "#app/_ui/month-step.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { accountKinds, incomeBases } from "#db/schema/income.ts";
import { may } from "#lib/access/policy.ts";
import { today } from "#lib/core/context.ts";
import { monthOfDay } from "#lib/core/dates.ts";
import { divisionOf, divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { PostingFilter } from "#lib/income/input.ts";
import { accountAsked, accountsPosted, postingsOf } from "#lib/income/queries/income-ledger.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";
import { LedgerRows } from "./sections/ledger-rows.tsx";

const path = "/income/postings";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("income"))("ledger") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("income.read", query);
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  const filter = PostingFilter.parse(
    Object.fromEntries(Object.keys(PostingFilter.shape).map((name) => [name, one(query[name])])),
  );
  const node = await orNotFound(divisionOf(ctx.db, ctx.actor, filter.node ?? ctx.actor.scope.code));
  const { rows, count, byKind, sumFen, next } = await postingsOf(ctx, { ...filter, node });
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
  const accounts = await accountsPosted(ctx.db);
  const places = [...towns, ...(node.level === "village" ? [node] : [])];
  const unit = t(`unit.${await unitOf()}`);
  return (
    <>
      <PageHead
        title={t("income.ledgerOf", { place: node.shortName })}
        crumbs={[{ name: t("income.title"), href: "/income" }]}
        day={{ path, query, money: true }}
        done={query.done}
        beside={
          filter.from !== undefined &&
          filter.from === filter.to && (
            <MonthStep
              month={filter.from}
              to={(month) => withQuery(path, query, { from: month, to: month, before: undefined })}
              atWork={await monthToRead(ctx)}
              first={firstMonth}
              last={monthOfDay(today(ctx))}
            />
          )
        }
        besides={
          <Besides
            shown={
              <>
                <Link className="button no-print" href="/income/bases">
                  {t("income.bases")}
                </Link>
                <Link
                  className="button no-print"
                  href={`/income/receipts?node=${node.level === "village" ? ctx.actor.scope.code : node.code}`}
                >
                  {t("income.receipts")}
                </Link>
              </>
            }
          />
        }
      >
        {accountKinds.map((kind) => {
          const sum = byKind.find((each) => each.kind === kind);
          return (
            sum && (
              <Link key={kind} className="chip" href={withQuery(path, query, { kind, before: undefined })}>
                {t(`income.kinds.${kind}`)}{" "}
                <b>
                  <Money fen={sum.amountFen} /> {unit}
                </b>
              </Link>
            )
          );
        })}
        {filter.countedBy && sumFen !== undefined && (
          <span className="chip">
            {t(`view.${filter.countedBy}`)}{" "}
            <b>
              <Money fen={sumFen} /> {unit}
            </b>
          </span>
        )}
      </PageHead>
      <div className="sheet no-print mb-3">
        <Filters
          path={path}
          keep={{ project: one(query.project), receipt: one(query.receipt) }}
          narrowed={narrowedBy(query, ["node", "from", "to", "countedBy", "kind", "account", "oneOff"])}
        >
          {(towns.length > 1 || node.level === "village") && (
            <FilterSelect
              name="node"
              label={t("income.place")}
              value={node.code === ctx.actor.scope.code ? "" : node.code}
              choices={places
                .filter((place) => place.code !== ctx.actor.scope.code)
                .map((place) => ({ value: place.code, label: place.shortName }))}
            />
          )}
          <FilterField label={t("income.from")}>
            <input type="month" name="from" defaultValue={filter.from} className="input" />
          </FilterField>
          <FilterField label={t("income.to")}>
            <input type="month" name="to" defaultValue={filter.to} className="input" />
          </FilterField>
          <FilterSelect
            name="countedBy"
            label={t("income.countedBy")}
            value={filter.countedBy}
            choices={incomeBases.map((basis) => ({ value: basis, label: t(`view.${basis}`) }))}
          />
          <FilterSelect
            name="kind"
            label={t("income.kind")}
            value={filter.kind}
            choices={accountKinds
              .filter((kind) => kind !== "never")
              .map((kind) => ({ value: kind, label: t(`income.kinds.${kind}`) }))}
          />
          <FilterSelect
            name="account"
            label={t("income.account")}
            value={accountAsked(accounts, filter)?.key ?? filter.account}
            choices={[
              ...accounts.map(({ key, code, name, nameEn, fromOn, toOn }) => ({
                value: key,
                label: `${code} ${english ? nameEn : name} · ${toOn ? t("income.accountUntil", { year: toOn.slice(0, 4) }) : t("income.accountFrom", { year: fromOn.slice(0, 4) })}`,
              })),
              ...(filter.account && !accountAsked(accounts, filter)
                ? [{ value: filter.account, label: filter.account }]
                : []),
            ]}
          />
          <FilterSelect
            name="oneOff"
            label={t("income.oneOff")}
            value={filter.oneOff}
            choices={[
              { value: "yes", label: t("app.yes") },
              { value: "no", label: t("app.no") },
            ]}
          />
        </Filters>
      </div>
      <div className="sheet table-page table-scroll">
        {rows.length === 0 ? (
          <Empty why={Object.keys(query).length > 0 ? "noMatch" : "none"}>
            <Link className="button" href={Object.keys(query).length > 0 ? path : "/income"}>
              {t(Object.keys(query).length > 0 ? "app.reset" : "income.title")}
            </Link>
          </Empty>
        ) : (
          <LedgerRows
            rows={rows}
            sum={
              sumFen === undefined
                ? undefined
                : {
                    amountFen: sumFen,
                    name: filter.countedBy
                      ? t("income.countedSum", { basis: t(`view.${filter.countedBy}`) })
                      : t("income.sumOfAll"),
                  }
            }
            english={english}
            mayReverse={may(ctx.actor, "income.reverse")}
          />
        )}
        <p className="no-print flex flex-wrap items-center gap-3 px-4 py-3 text-[13px] text-ink-2">
          <span>{t("app.rows", { count })}</span>
          <span className="ml-auto flex gap-2">
            {filter.before !== undefined && (
              <Link className="button" href={withQuery(path, query, { before: undefined })}>
                {t("income.newest")}
              </Link>
            )}
            {next !== undefined && (
              <Link className="button" href={withQuery(path, query, { before: String(next) })} rel="next">
                {t("income.older")}
              </Link>
            )}
          </span>
        </p>
      </div>
    </>
  );
}
