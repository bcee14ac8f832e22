import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { firstMonth } from "#app/_server/session/asked-month.ts";
import type { Month } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";

type Props = { towns: Division[]; town: Division; month: Month; thisMonth: Month };

/** Which town's month the grid is of. */
export async function TownAndMonth({ towns, town, month, thisMonth }: Props) {
  const t = await getTranslations();
  return (
    <>
      {towns.length > 1 && (
        <label className="row">
          {t("level.town")}
          <select name="town" defaultValue={town.id} className="input">
            {towns.map((each) => (
              <option key={each.id} value={each.id}>
                <Name of={each.shortName} />
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="row">
        {t("income.monthOf")}
        <input
          type="month"
          name="month"
          defaultValue={month}
          min={firstMonth}
          max={thisMonth}
          className="input"
        />
      </label>
    </>
  );
}
