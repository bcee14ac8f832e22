import { getTranslations } from "#app/_server/i18n/translations.ts";
import "#app/_ui/menu.css";
import type { ReactNode } from "react";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { isPast, lastDayOf } from "#app/_server/session/page-context.ts";
import { viewParams } from "#app/_server/session/view-params.ts";
import { one, type Query } from "#app/_ui/search-params.ts";
import { PreferenceSwitch } from "#app/(desk)/_shell/preference-switch.tsx";
import type { Day } from "#lib/core/dates.ts";
import { units } from "#lib/core/money.ts";
import { ViewSelects } from "./view-selects.tsx";

export type View = {
  path: string;
  query: Query;
  /** The day that the figures are of, where it is not the one that is asked for. */
  asOf?: Day;
  /** Says what comes before the day: the year of a card. */
  of?: ReactNode;
  /** Does income show, which a basis counts? */
  income?: boolean;
  /** What else is said of how it is seen, where nothing of it can be chosen. */
  said?: string[];
  /** Does money show in a unit that can be chosen? */
  money?: boolean;
  /** Further fields of its form, first, and what they say now: the town and month of a grid. */
  choose?: ReactNode;
  fields?: Record<string, string | number>;
  /** Further choices, below the others: the years, what is counted how. */
  children?: ReactNode;
};

/**
 * How the page is seen, in one line: its day, basis, rows and unit. It opens what changes them, without a
 * script too.
 */
export async function ViewPanel({
  path,
  query,
  asOf,
  of,
  income = true,
  said: more = [],
  money = false,
  choose,
  fields = {},
  children,
}: View) {
  const t = await getTranslations();
  const { approvedOnly, basis } = viewParams();
  const today = await lastDayOf();
  const day = (await isPast(query)) ?? today;
  const unit = await unitOf();
  const offered = approvedOnly !== undefined;
  const own = { asOf: undefined, ...(offered && { approvedOnly: undefined, basis: undefined }) };
  const kept = Object.entries({ ...query, ...own, done: undefined, page: undefined })
    .filter(([name]) => !(name in fields))
    .flatMap(([name, value]) => {
      const text = one(value);
      return text ? [[name, text] as const] : [];
    });
  const said = [
    ...more,
    ...(offered && income ? [t(`view.${basis}`)] : []),
    ...(offered ? [t(`view.${approvedOnly ? "approved" : "all"}`)] : []),
    ...(money ? [t(`unit.${unit}`)] : []),
  ];
  return (
    <Panel
      line={
        <>
          {of !== undefined && <>{of} · </>}
          <span className="max-phone:sr-only">{t("board.asOf")} </span>
          <b>{asOf ?? day}</b>
          {said.map((each) => ` · ${each}`).join("")}
        </>
      }
      key={[path, asOf, day, ...said, ...Object.values(fields)].join(" ")}
    >
      <form method="get" action={path}>
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {choose}
        <label className="row">
          {t("asOf.label")}
          <input type="date" name="asOf" max={today} defaultValue={day} required className="input" />
        </label>
        <ViewSelects />
        <button type="submit" className="button button-primary">
          {t("asOf.show")}
        </button>
      </form>
      {money && (
        <fieldset className="row" aria-label={t("app.unit")}>
          <span aria-hidden="true">{t("app.unit")}</span>
          <PreferenceSwitch
            name="unit"
            chosen={unit}
            choices={units.map((value) => ({ value, label: t(`unit.${value}`) }))}
          />
        </fieldset>
      )}
      {children}
    </Panel>
  );
}

/**
 * The line and what it opens. Give it the view as its key: another view is another panel, which begins
 * closed.
 */
export async function Panel({ line, children }: { line: ReactNode; children: ReactNode }) {
  const t = await getTranslations("viewHead");
  return (
    <details className="menu view-panel">
      <summary className="chip" title={t("change")}>
        <span>{line}</span>
      </summary>
      <div>{children}</div>
    </details>
  );
}
