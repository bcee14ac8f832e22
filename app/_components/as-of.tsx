import { getTranslations } from "next-intl/server";
import { isPast, lastDayOf } from "../_server/reading.ts";
import { shown } from "../_server/shown.ts";
import { LensSelects } from "./lens-selects.tsx";
import { Link } from "./link.tsx";
import { one, type Query, withQuery } from "./query.ts";

type Props = { path: string; query: Query };

/**
 * How the page looks: on today or any day before it, at approved rows or at all, and by which basis, as far as `reading` offers it.
 * Works without JavaScript.
 */
export async function AsOf({ path, query }: Props) {
  const t = await getTranslations("asOf");
  const today = await lastDayOf();
  const { approvedOnly } = shown();
  const own = { asOf: undefined, ...(approvedOnly !== undefined && { approvedOnly: undefined, basis: undefined }) };
  const kept = Object.entries({ ...query, ...own, done: undefined, page: undefined }).flatMap(([name, value]) => {
    const text = one(value);
    return text ? [[name, text] as const] : [];
  });
  return (
    <form method="get" action={path} className="as-of no-print">
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <label className="flex items-center gap-1.5 text-[13px] text-ink-2">
        {t("label")}
        <input
          type="date"
          name="asOf"
          max={today}
          defaultValue={(await isPast(query)) ?? today}
          required
          className="input min-h-[30px] w-36 py-0.5"
        />
      </label>
      <LensSelects />
      <button type="submit" className="button min-h-[30px] px-2.5 py-0.5">
        {t("show")}
      </button>
    </form>
  );
}

/** Says that the past is shown, and leads back. Nothing on a page of today. */
export async function PastRibbon({ path, query, compare }: Props & { compare?: string }) {
  const on = await isPast(query);
  if (!on) return null;
  const t = await getTranslations("asOf");
  return (
    <aside role="note" className="past-ribbon">
      <span>{t("past", { on })}</span>
      <Link className="link no-print" href={withQuery(path, query, { asOf: undefined })} today>
        {t("today")}
      </Link>
      {compare && (
        <Link className="link no-print" href={compare} today>
          {t("compare")}
        </Link>
      )}
    </aside>
  );
}
