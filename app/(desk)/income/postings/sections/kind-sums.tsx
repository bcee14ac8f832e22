import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { accountKinds } from "#db/schema/income.ts";
import type { PostingFilter } from "#lib/income/input.ts";
import type { Ledger } from "#lib/income/queries/income-ledger.ts";

type Props = { ledger: Ledger; countedBy: PostingFilter["countedBy"]; query: Query };

/** What matches sums to, of each kind and of the basis that it is counted by. */
export async function KindSums({ ledger: { byKind, sumFen }, countedBy, query }: Props) {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  return (
    <>
      {accountKinds.map((kind) => {
        const sum = byKind.find((each) => each.kind === kind);
        return (
          sum && (
            <Link
              key={kind}
              className="chip"
              href={withQuery("/income/postings", query, { kind, before: undefined })}
            >
              {t(`income.kinds.${kind}`)}{" "}
              <b>
                <Money fen={sum.amountFen} /> {unit}
              </b>
            </Link>
          )
        );
      })}
      {countedBy && sumFen !== undefined && (
        <span className="chip">
          {t(`view.${countedBy}`)}{" "}
          <b>
            <Money fen={sumFen} /> {unit}
          </b>
        </span>
      )}
    </>
  );
}
