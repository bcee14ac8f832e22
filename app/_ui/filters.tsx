import type { ReactNode } from "react";
import { naming } from "../_server/i18n/naming.ts";
import { getTranslations } from "../_server/i18n/translations.ts";
import { viewHref, viewQuery } from "../_server/session/view-params.ts";
import { FilterForm } from "./filter-form.tsx";
import { one, type Query, withQuery } from "./search-params.ts";

type FiltersProps = {
  path: string;
  keep?: Record<string, string | undefined>;
  part?: string;
  /**
   * How many of its choices narrow what is shown; on a phone the filter stands behind a button that says so.
   * Without it, it always stands open.
   */
  narrowed?: number;
  children: ReactNode;
};

/** How many of the parameters `names` an address gives. */
export const narrowedBy = (query: Query, names: readonly string[]): number =>
  names.filter((name) => one(query[name])).length;

/**
 * A register's filter: a GET form whose values stand in the URL, so that back restores them. Wrap each
 * control in `<FilterField>`.
 * @param path the page itself; 重置 leads to it
 * @param keep further parameters to carry along, e.g. the sort
 * @param part of a page with more on it: the id of the section that is filtered, which stays in view; 重置
 * keeps `keep`
 */
export async function Filters({ path, keep = {}, part, narrowed, children }: FiltersProps) {
  const t = await getTranslations("app");
  const form = (
    <FilterForm path={path} part={part}>
      {Object.entries({ ...viewQuery(), ...keep }).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      {children}
      <span className="flex gap-2">
        <button type="submit" className="button button-primary">
          {t("search")}
        </button>
        <a className="button" href={viewHref(part ? `${withQuery(path, keep)}#${part}` : path)}>
          {t("reset")}
        </a>
      </span>
    </FilterForm>
  );
  if (narrowed === undefined) return form;
  // A tick box and its label fold it without a script, and only where the screen is narrow.
  const id = `filters${path.replaceAll("/", "-")}`;
  return (
    <div className="filters-fold">
      <input type="checkbox" id={id} />
      <label htmlFor={id} className="button">
        {t("filter")}
        {narrowed > 0 && <b>{narrowed}</b>}
      </label>
      {form}
    </div>
  );
}

export function FilterField({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label
      className={`flex min-w-0 items-center gap-2 text-[13px] text-ink-2 max-phone:w-full ${className ?? ""}`}
    >
      <span className="shrink-0 max-phone:w-16">{label}</span>
      {children}
    </label>
  );
}

type SelectProps = {
  name: string;
  label: string;
  value: string | undefined;
  choices: { value: string; label: string }[];
  all?: string;
};

/** One choice of a filter; the empty value means all. */
export async function FilterSelect({ name, label, value, choices, all }: SelectProps) {
  const t = await getTranslations("app");
  const named = await naming();
  return (
    <FilterField label={label}>
      <select name={name} defaultValue={value ?? ""} data-shown={value ?? ""} className="input min-w-24 pr-6">
        <option value="">{all ? named(all) : t("all")}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {named(choice.label)}
          </option>
        ))}
      </select>
    </FilterField>
  );
}
