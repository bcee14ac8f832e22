import { getLocale } from "next-intl/server";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { PostingFilter } from "#lib/income/input.ts";
import type { Ledger } from "#lib/income/queries/income-ledger.ts";
import { LedgerRows } from "./ledger-rows.tsx";

type Props = { ctx: Ctx; ledger: Ledger; query: Query; filter: PostingFilter };

/** The rows of one page with the sum of all, or why there are none; below them the way to older ones. */
export async function LedgerPages({ ctx, ledger, query, filter }: Props) {
  const t = await getTranslations();
  const { rows, count, sumFen, next } = ledger;
  const { countedBy } = filter;
  const sumName = countedBy
    ? t("income.countedSum", { basis: t(`view.${countedBy}`) })
    : t("income.sumOfAll");
  return (
    <div className="sheet table-page table-scroll">
      {rows.length === 0 ? (
        <NoRows narrowed={Object.keys(query).length > 0} />
      ) : (
        <LedgerRows
          rows={rows}
          sum={sumFen === undefined ? undefined : { amountFen: sumFen, name: sumName }}
          english={(await getLocale()) === "en"}
          mayReverse={may(ctx.actor, "income.reverse")}
        />
      )}
      <p className="no-print flex flex-wrap items-center gap-3 px-4 py-3 text-[13px] text-ink-2">
        <span>{t("app.rows", { count })}</span>
        <span className="ml-auto flex gap-2">
          {filter.before !== undefined && (
            <Link className="button" href={withQuery("/income/postings", query, { before: undefined })}>
              {t("income.newest")}
            </Link>
          )}
          {next !== undefined && (
            <Link
              className="button"
              href={withQuery("/income/postings", query, { before: String(next) })}
              rel="next"
            >
              {t("income.older")}
            </Link>
          )}
        </span>
      </p>
    </div>
  );
}

async function NoRows({ narrowed }: { narrowed: boolean }) {
  const t = await getTranslations();
  return (
    <Empty why={narrowed ? "noMatch" : "none"}>
      <Link className="button" href={narrowed ? "/income/postings" : "/income"}>
        {t(narrowed ? "app.reset" : "income.title")}
      </Link>
    </Empty>
  );
}
