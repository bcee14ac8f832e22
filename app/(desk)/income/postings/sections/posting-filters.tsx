import { getLocale } from "next-intl/server";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { FilterField, FilterSelect, Filters, narrowedBy } from "#app/_ui/filters.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { accountKinds, incomeBases } from "#db/schema/income.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { PostingFilter } from "#lib/income/input.ts";
import type { PostedAccount } from "#lib/income/queries/income-ledger.ts";
import { accountAsked } from "#lib/income/queries/income-ledger.ts";

type Props = {
  ctx: Ctx;
  query: Query;
  filter: PostingFilter;
  node: Division;
  towns: Division[];
  accounts: PostedAccount[];
};

/** What narrows the ledger. */
export async function PostingFilters({ ctx, query, filter, node, towns, accounts }: Props) {
  const t = await getTranslations();
  const places = [...towns, ...(node.level === "village" ? [node] : [])];
  return (
    <div className="sheet no-print mb-3">
      <Filters
        path="/income/postings"
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
        <AccountSelect filter={filter} accounts={accounts} />
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
  );
}

/** The accounts that anything is posted to; of one code there may be several, each of its regime. */
async function AccountSelect({ filter, accounts }: Pick<Props, "filter" | "accounts">) {
  const t = await getTranslations("income");
  const english = (await getLocale()) === "en";
  const asked = accountAsked(accounts, filter);
  return (
    <FilterSelect
      name="account"
      label={t("account")}
      value={asked?.key ?? filter.account}
      choices={[
        ...accounts.map(({ key, code, name, nameEn, fromOn, toOn }) => ({
          value: key,
          label: `${code} ${english ? nameEn : name} · ${toOn ? t("accountUntil", { year: toOn.slice(0, 4) }) : t("accountFrom", { year: fromOn.slice(0, 4) })}`,
        })),
        ...(filter.account && !asked ? [{ value: filter.account, label: filter.account }] : []),
      ]}
    />
  );
}
